extension Message {
    static let configurationWordings: [Message: Wording] = [
        .whatConfiguration: Wording("configuration", "設定"),
        .configurationForm: Wording("it is not of the form that it must have", "書き方が正しくありません"),
        .configurationUnknownKey: Wording("there is no key '{0}'", "「{0}」というキーはありません"),
        .configurationDuplicateKey: Wording("'{0}' stands there twice", "「{0}」が二つあります"),
        .configurationValue: Wording("'{0}' is not a value for this", "「{0}」は指定できる値ではありません"),
        .hintConfiguration: Wording(
            "fubako(1) shows keys and form; text that looks like a number or a truth value needs quotes",
            "キーと書き方は fubako(1) にあります。数や真偽値に見える文字列は引用符で囲んでください"),
    ]
}
