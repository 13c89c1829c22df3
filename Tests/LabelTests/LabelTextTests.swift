import Testing

@testable import Label

@Suite("Grades, restrictions and purposes are read and written in both languages")
struct LabelTextTests {
    @Test("what is printed is read back", arguments: Language.allCases)
    func roundTrip(_ language: Language) throws {
        #expect(Grade.all.count == 15)
        for grade in Grade.all { #expect(try Grade(text: grade.text(language)) == grade) }
        for purpose in Purpose.allCases { #expect(try Purpose(text: purpose.text(language)) == purpose) }
        for standard in StandardRestriction.allCases {
            let restriction = try Restriction(text: standard.text(language))
            #expect(restriction.standard == standard)
            #expect(restriction.text(language) == standard.text(language))
            #expect(restriction.name.value == standard.text(.ja))
        }
        for text in ["C:no-copying", "I:複製禁止", "C:閲覧のみ", "A:a:b", "C: x", "I:C:no-copying"] {
            let restriction = try Restriction(text: text)
            #expect(restriction.text(language) == text)
            #expect(try Restriction(text: restriction.text(language)) == restriction)
        }
    }

    static let spellings: [(String, Grade)] = [
        ("C3/I2/A1", .electronic(.three, .two, .one)),
        ("c3/i2/a1", .electronic(.three, .two, .one)),
        ("C3 / I2 / A1", .electronic(.three, .two, .one)),
        ("C3 I2 A1", .electronic(.three, .two, .one)),
        ("Ｃ３／Ｉ２／Ａ１", .electronic(.three, .two, .one)),
        ("機密性3・完全性2・可用性1", .electronic(.three, .two, .one)),
        ("機密性３、完全性２、可用性１", .electronic(.three, .two, .one)),
        ("機密性3情報・完全性2情報・可用性1情報", .electronic(.three, .two, .one)),
        ("機密性３　完全性２　可用性１", .electronic(.three, .two, .one)),
        ("機密性 3・完全性 2・可用性 1", .electronic(.three, .two, .one)),
        ("C2", .paper(.two)),
        ("機密性2情報", .paper(.two)),
    ]

    @Test("a grade is read", arguments: spellings)
    func grade(_ text: String, _ grade: Grade) throws { #expect(try Grade(text: text) == grade) }

    @Test(
        "what is not a grade is refused",
        arguments: [
            " ", "/", "C", "C0", "C4", "C3/I2", "C3/I3/A1", "C3/I2/A3", "I2", "C3/A1/I2", "C3//I2/A1", "C3/I2/A1/",
            "3/2/1",
            "C3/I2/A1/X", "C33", "C3I2A1", "機密性", "機密性4", "C3情報情報", "機密性3\u{301}", "秘",
        ])
    func notGrade(_ text: String) {
        #expect(throws: LabelError(.badValue, .grade, text: text)) { try Grade(text: text) }
    }

    @Test("a grade's text is neither empty nor long")
    func gradeLength() {
        let long = String(repeating: "C", count: 257)
        #expect(throws: LabelError(.empty, .grade)) { try Grade(text: "") }
        #expect(throws: LabelError(.tooLong, .grade, text: long)) { try Grade(text: long) }
    }

    @Test("words that nobody knows are refused")
    func unknownWords() {
        #expect(throws: LabelError(.unknownWord, .purpose, text: "keep")) { try Purpose(text: "keep") }
        #expect(throws: LabelError(.unknownWord, .restriction, text: "秘")) { try Restriction(text: "秘") }
        #expect(throws: LabelError(.unknownWord, .restriction, text: "D:x")) { try Restriction(text: "D:x") }
        #expect(throws: LabelError(.empty, .restriction)) { try Restriction(text: "C:") }
    }

    static let texts: [(String, LabelError.Code?)] = [
        ("a", nil), ("文箱", nil), (String(repeating: "a", count: 256), nil), ("\u{E9}", nil),
        ("", .empty), (String(repeating: "a", count: 257), .tooLong), (String(repeating: "文", count: 86), .tooLong),
        ("e\u{301}", .notNormalized), ("a\nb", .controlCharacter), ("\u{7F}", .controlCharacter),
        ("\u{9B}31m", .controlCharacter), ("\0", .controlCharacter),
    ]

    @Test("a label's text is bounded, normalised and free of control characters", arguments: texts)
    func text(_ value: String, _ code: LabelError.Code?) {
        do {
            #expect(try LabelText(value, field: .serial).value == value)
            #expect(code == nil)
        } catch {
            #expect(error.code == code)
            #expect(error.field == .serial)
        }
    }

    @Test(
        "a count of persons is 0 to 2^62", arguments: [(-1, false), (0, true), (1 << 62, true), ((1 << 62) + 1, false)])
    func personalCount(_ count: Int64, _ accepted: Bool) {
        #expect(((try? PersonalInformation(sensitive: false, count: count)) != nil) == accepted)
    }

    @Test("a C3 period needs confidentiality 3, and names occur once")
    func contradictions() throws {
        var fields = try LabelSamples.full().fields
        fields.grade = .electronic(.two, .two, .one)
        #expect(throws: LabelError(.contradiction, .gradedC3Until)) { try Label(fields) }
        fields.gradedC3Until = nil
        fields.restrictions.append(try Restriction(text: "A:複製禁止"))
        #expect(throws: LabelError(.duplicate, .restriction, text: "複製禁止")) { try Label(fields) }
    }
}
