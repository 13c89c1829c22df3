import DER
import Testing

@testable import Label

@Suite("A label is inherited, and only raised on the way")
struct InheritanceTests {
    static let below: [(Grade, Grade, Bool)] = [
        (.electronic(.two, .one, .one), .electronic(.two, .one, .one), false),
        (.electronic(.two, .two, .two), .electronic(.three, .one, .one), true),
        (.electronic(.three, .one, .two), .electronic(.one, .two, .one), true),
        (.electronic(.three, .two, .one), .electronic(.one, .one, .two), true),
        (.electronic(.three, .two, .two), .electronic(.one, .one, .one), false),
        (.paper(.three), .electronic(.three, .two, .one), true),
        (.paper(.three), .electronic(.three, .one, .one), false),
        (.electronic(.two, .two, .two), .paper(.three), true),
    ]

    @Test("a grade is below another if one aspect is", arguments: below)
    func isBelow(_ left: Grade, _ right: Grade, _ expected: Bool) { #expect(left.isBelow(right) == expected) }

    @Test("the highest of two grades is below neither")
    func highest() {
        for left in Grade.all {
            for right in Grade.all {
                let highest = left.highest(right)
                #expect(!highest.isBelow(left) && !highest.isBelow(right))
                #expect(highest == right.highest(left))
                #expect(highest.form == .electronic || left.form == .paper && right.form == .paper)
            }
        }
    }

    @Test("one label is inherited whole, but for extensions")
    func one() throws {
        var fields = try LabelSamples.full().fields
        fields.extensions = .none
        #expect(LabelFields.inherited(from: [try LabelSamples.full()]) == fields)
        #expect(LabelFields.inherited(from: []) == nil)
    }

    @Test("several labels are joined")
    func several() throws {
        var other = LabelFields(grade: .electronic(.two, .one, .two))
        other.siteGrade = try LabelSamples.text("秘")
        other.restrictions = try ["複製禁止", "持出禁止"].map { try Restriction(text: $0) }
        other.decider = try LabelSamples.full().decider
        other.retentionEnd = CalendarDay(text: "2035-03-31")
        other.personal = try PersonalInformation(sensitive: false, count: 6)
        let joined = try #require(LabelFields.inherited(from: [LabelSamples.full(), Label(other)]))
        #expect(joined.grade == .electronic(.three, .two, .two))
        #expect(joined.siteGrade == nil && joined.decider == nil && joined.decidedOn == nil && joined.serial == nil)
        #expect(joined.importantDesign)
        #expect(joined.restrictions.map { $0.text(.ja) } == ["複製禁止", "I:変更禁止", "A:常備", "持出禁止"])
        #expect(joined.gradedC3Until?.description == "2028-02-29")
        #expect(joined.retentionEnd?.description == "2035-03-31")
        #expect(joined.personal == (try PersonalInformation(sensitive: true, count: 1_240)))
    }

    static let counts: [(Int64?, Int64?, Int64?)] = [
        (1, 2, 3), (nil, 2, nil), (1 << 62, 1, nil), (1 << 62, 1 << 62, nil), (1 << 61, 1 << 61, 1 << 62),
    ]

    @Test("counts are added up where all are known", arguments: counts)
    func addition(_ left: Int64?, _ right: Int64?, _ expected: Int64?) throws {
        let labels = try [left, right].map { count in
            var fields = LabelFields(grade: .paper(.one))
            fields.personal = try PersonalInformation(sensitive: false, count: count)
            return try Label(fields)
        }
        let joined = try #require(LabelFields.inherited(from: labels)?.personal)
        #expect(joined == (try PersonalInformation(sensitive: false, count: expected)))
    }
}
