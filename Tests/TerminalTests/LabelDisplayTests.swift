import DER
import Label
import Testing

@testable import Console
@testable import Terminal

@Suite("A label is shown whole")
struct LabelDisplayTests {
    static func label() throws -> Label {
        var fields = LabelFields(grade: .electronic(.three, .two, .one))
        fields.siteGrade = try LabelText("極\u{202E}秘", field: .siteGrade)
        fields.importantDesign = true
        fields.restrictions = try ["複製禁止", "I:変更禁止"].map { try Restriction(text: $0) }
        fields.retentionEnd = CalendarDay(text: "2031-03-31")
        fields.personal = try PersonalInformation(sensitive: true, count: 12)
        return try Label(fields)
    }

    @Test("in Japanese, under one another")
    func japanese() throws {
        #expect(
            aligned(try Self.label().lines(.ja)) == [
                "格付:           機密性3・完全性2・可用性1",
                #"独自の格付:     極\u{202E}秘"#,
                "重要な設計書:   該当",
                "取扱制限:       複製禁止、I:変更禁止",
                "保存期間満了日: 2031-03-31",
                "個人情報:       あり（要配慮個人情報を含む）、12 人分",
            ])
    }

    @Test("in English, and on paper")
    func english() throws {
        let lines = try Label(LabelFields(grade: .paper(.two))).lines(.en)
        #expect(aligned(lines) == ["grade: C2 (paper)"])
        #expect(try Self.label().lines(.en).last?.value == "yes, sensitive, of 12 persons")
    }

    @Test("as JSON")
    func json() throws {
        #expect(
            try JSON.text(LabelJSON(Self.label())) == """
                {"form":"electronic","grade":"C3/I2/A1","importantDesign":true,"personalCount":12,\
                "personalInformation":"sensitive","restrictions":["C:複製禁止","I:変更禁止"],\
                "retentionEnd":"2031-03-31","siteGrade":"極\\u202e秘"}
                """)
    }
}
