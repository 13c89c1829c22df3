extension Message {
    static let labelWordings: [Message: Wording] = [
        .whatLabel: Wording("label", "ラベル"),
        .labelEmpty: Wording("there is no text", "文字がありません"),
        .labelTooLong: Wording("too long, or too many", "長すぎるか、多すぎます"),
        .labelNotNormalized: Wording(
            "the text is not in Unicode normalization form C", "文字が Unicode 正規化形式 C ではありません"),
        .labelControlCharacter: Wording("the text has a control character", "制御文字があります"),
        .labelUnknownWord: Wording("'{0}' is not known here", "「{0}」という語はここにはありません"),
        .labelBadValue: Wording("'{0}' is not a value for this", "「{0}」という値はここでは使えません"),
        .labelDuplicate: Wording("it is given twice: {0}", "二度指定されています: {0}"),
        .labelMissing: Wording("it is missing", "ありません"),
        .labelContradiction: Wording(
            "it goes with confidentiality 3 only", "機密性3の場合だけ指定できます"),
        .labelNotCanonical: Wording("it is not written in its one form", "定められた書き方ではありません"),
        .hintGrade: Wording(
            "write C3/I2/A1 or 機密性3・完全性2・可用性1; on paper C3 or 機密性3",
            "C3/I2/A1 または 機密性3・完全性2・可用性1、書面は C3 または 機密性3 と書いてください"),
        .hintPurpose: Wording(
            "one of store, inside, transfer, provide, publish", "保管、内部、移送、提供、公表のいずれかです"),
        .hintRestriction: Wording(
            "a standard restriction, or one's own as C:name, I:name or A:name",
            "標準の取扱制限か、独自のものを C:名前、I:名前、A:名前 の形で書いてください"),
        .hintRecord: Wording(
            "correct or remove this label record; or pass over all of them with --no-inherit-label and give the label with --grade",
            "このラベルの記録を直すか取り除いてください。記録によらないなら、--no-inherit-label を付け、--grade などでラベルを指定します"),
    ]

    static let displayWordings: [Message: Wording] = [
        .titlePurpose: Wording("purpose", "目的"),
        .titleGrade: Wording("grade", "格付"),
        .titleSiteGrade: Wording("site's grade", "独自の格付"),
        .titleImportantDesign: Wording("important design document", "重要な設計書"),
        .titleRestrictions: Wording("handling restrictions", "取扱制限"),
        .titleDecider: Wording("decided by", "決定者"),
        .titleDecidedOn: Wording("decided on", "決定日"),
        .titleGradedC3Until: Wording("handled as C3 until", "機密性3として扱う期限"),
        .titleRetentionEnd: Wording("kept until", "保存期間満了日"),
        .titleSerial: Wording("serial number", "一連番号"),
        .titlePersonalInformation: Wording("personal information", "個人情報"),
        .formPaper: Wording("{0} (paper)", "{0}（書面）"),
        .labelYes: Wording("yes", "該当"),
        .personalOrdinary: Wording("yes", "あり"),
        .personalSensitive: Wording("yes, sensitive", "あり（要配慮個人情報を含む）"),
        .personalCounted: Wording("{0}, of {1} persons", "{0}、{1} 人分"),
    ]
}
