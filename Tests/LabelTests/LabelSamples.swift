import DER

@testable import Label

/// Labels that between them use every field.
enum LabelSamples {
    static func text(_ value: String) throws -> LabelText { try LabelText(value, field: .decider) }

    static func minimal(_ grade: Grade) throws -> Label { try Label(LabelFields(grade: grade)) }

    static func full() throws -> Label {
        var fields = LabelFields(grade: .electronic(.three, .two, .one))
        fields.siteGrade = try text("極秘")
        fields.importantDesign = true
        fields.restrictions = [
            try Restriction(text: "複製禁止"), try Restriction(text: "I:変更禁止"), try Restriction(text: "A:常備"),
        ]
        fields.decider = try text("情報管理課長 文箱太郎")
        fields.decidedOn = CalendarDay(text: "2026-04-01")
        fields.gradedC3Until = CalendarDay(text: "2028-02-29")
        fields.retentionEnd = CalendarDay(text: "2031-03-31")
        fields.serial = try text("第12号")
        fields.personal = try PersonalInformation(sensitive: true, count: 1_234)
        fields.extensions = try Extensions([
            Extension(id: ObjectIdentifier(1, 2, 3), critical: false, value: []),
            Extension(id: ObjectIdentifier(1, 2, 4), critical: true, value: [0, 1, 2]),
        ])
        return try Label(fields)
    }

    static func paper() throws -> Label {
        var fields = LabelFields(grade: .paper(.two))
        fields.personal = try PersonalInformation(sensitive: false)
        fields.restrictions = try ["no-redistribution", "C:no-copying"].map { try Restriction(text: $0) }
        return try Label(fields)
    }

    static func all() throws -> [Label] {
        try [full(), paper()] + Grade.all.map { try minimal($0) }
    }

    static func encoded(_ label: Label) -> [UInt8] { DERWriter.encode { label.encode(into: &$0) } }

    static func decoded(_ bytes: [UInt8]) throws(DERError) -> Label {
        try DERReader.parse(bytes) { reader throws(DERError) in try Label(from: &reader) }
    }
}
