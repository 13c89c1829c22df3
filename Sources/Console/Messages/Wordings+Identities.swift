extension Message {
    static let identityWordings: [Message: Wording] = [
        .titleName: Wording("name", "名前"),
        .titleFingerprint: Wording("fingerprint", "指紋"),
        .titleTrust: Wording("trust", "信頼"),
        .titleSubject: Wording("certified name", "証明書の名前"),
        .titleUnit: Wording("unit", "組織"),
        .titleMail: Wording("mail", "メール"),
        .titleSigningKey: Wording("signing key", "署名鍵"),
        .titleEncryptionKey: Wording("encryption key", "暗号化鍵"),
        .trustOwn: Wording("own", "自分"),
        .trustSince: Wording("trusted since {0}", "{0} から信頼"),
        .trustNone: Wording("not trusted", "未信頼"),
        .trustMismatched: Wording("not what was trusted", "信頼した証明書と相違"),
        .keyPeriod: Wording("{0}, {1} to {2}", "{0}、{1} から {2} まで"),
        .periodExpired: Wording("{0} (expired)", "{0}（期限切れ）"),
        .periodNotBegun: Wording("{0} (not valid yet)", "{0}（まだ無効）"),
        .askFingerprint: Wording(
            "The fingerprint of '{0}' is\n\n    {1}\n\nHas its owner told you the same, over a way that cannot be forged?",
            "「{0}」の指紋は次のとおりです。\n\n    {1}\n\n偽れない手段で持ち主に確かめ、同じでしたか"),
        .fingerprintNotConfirmed: Wording(
            "the fingerprint was not confirmed; nothing was changed", "指紋が確認されなかったため、何も変更していません"),
        .fingerprintNoTerminal: Wording(
            "there is no terminal on which to confirm the fingerprint {0}", "指紋 {0} を確認するための端末がありません"),
        .fingerprintForm: Wording("a fingerprint has 64 hexadecimal digits", "指紋は 64 桁の 16 進数です"),
        .hintFingerprintOption: Wording(
            "give what the owner told you with --fingerprint", "持ち主から聞いた指紋を --fingerprint で与えてください"),
        .importNoName: Wording(
            "the name in the certificate cannot be one in the keyring: '{0}'", "証明書の名前は鍵束で使えません:「{0}」"),
        .hintImportName: Wording("choose one with --name", "--name で名前を付けてください"),
        .importExpired: Wording(
            "{0}: the certificates expired on {1}; nothing can be sealed for it", "{0}: 証明書の有効期限が {1} に切れており、宛先にできません"),
        .doneExported: Wording("{0}: written to {1}", "{0}: {1} に書き出しました"),
        .doneTrusted: Wording("{0}: trusted", "{0}: 信頼しました"),
        .doneUntrusted: Wording("{0}: no longer trusted", "{0}: 信頼を取り消しました"),
        .doneRemoved: Wording("{0}: removed", "{0}: 削除しました"),
        .donePassphrase: Wording("{0}: the passphrase was changed", "{0}: パスフレーズを変更しました"),
    ]
}
