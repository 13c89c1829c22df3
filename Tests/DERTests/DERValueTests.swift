import Testing

@testable import DER

@Suite("Identifiers and times have one encoding")
struct DERValueTests {
    @Test("object identifiers encode as in X.690 8.19 and RFC 5652")
    func identifiers() {
        #expect(ObjectIdentifier(1, 2, 840, 113549, 1, 7, 2).content == [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2])
        #expect(ObjectIdentifier(2, 999, 3).content == [0x88, 0x37, 0x03])
        #expect(ObjectIdentifier(2, 999, 3).description == "2.999.3")
        #expect(ObjectIdentifier(1, 2).appending(840).description == "1.2.840")
    }

    @Test(
        "object identifiers of any size are shown in at most 128 characters",
        arguments: [
            ([0x2A] + [UInt8](repeating: 1, count: 62), "1.2" + String(repeating: ".1", count: 62)),
            ([0x2A] + [UInt8](repeating: 1, count: 63), "1.2" + String(repeating: ".1", count: 62) + "…"),
            ([0x2A] + [UInt8](repeating: 1, count: 100_000), "1.2" + String(repeating: ".1", count: 62) + "…"),
            ([UInt8](repeating: 0xFF, count: 62) + [0x7F], "0x" + String(repeating: "ff", count: 62) + "7f"),
            ([UInt8](repeating: 0xFF, count: 99_999) + [0x7F], "0x" + String(repeating: "ff", count: 62) + "f…"),
        ])
    func longIdentifiers(_ content: [UInt8], _ text: String) {
        #expect(ObjectIdentifier(content: content)?.description == text)
        #expect(text.count <= ObjectIdentifier.descriptionLimit)
    }

    @Test(
        "object identifiers with padding or an open end are refused",
        arguments: [[], [0x80, 0x01], [0x2A, 0x80, 0x01], [0x2A, 0x86]] as [[UInt8]])
    func refusedIdentifiers(_ content: [UInt8]) { #expect(ObjectIdentifier(content: content) == nil) }

    @Test(
        "times survive a round trip",
        arguments: ["19700101000000Z", "20000229235959Z", "20261121100000Z", "99991231235959Z"])
    func times(_ text: String) throws { #expect(DERTime(text: text)?.text == text) }

    @Test(
        "times that do not exist are refused",
        arguments: [
            "20260229000000Z", "20261301000000Z", "20260001000000Z", "20260132000000Z", "20260101240000Z",
            "20260101006000Z", "20260101000060Z", "19691231235959Z", "2026010100000Z", "20260101000000+",
            "2026010100000aZ",
        ])
    func refusedTimes(_ text: String) { #expect(DERTime(text: text) == nil) }

    @Test(
        "days follow one another through four hundred years, after which the calendar repeats",
        arguments: [(-719_162, "0001-01-01", "0400-12-31"), (0, "1970-01-01", "2369-12-31")])
    func days(first: Int, from start: String, to end: String) {
        var previous = CalendarDay(daysSince1970: first)
        #expect(previous.description == start)
        for number in first + 1..<first + 146_097 {
            let day = CalendarDay(daysSince1970: number)
            #expect(day.daysSince1970 == number)
            #expect(previous < day)
            previous = day
        }
        #expect(previous.description == end)
    }

    @Test("days are those of the years 1 to 9999")
    func dayBounds() {
        #expect(CalendarDay(text: "1970-01-01")?.daysSince1970 == 0)
        #expect(CalendarDay(text: "1969-12-31")?.daysSince1970 == -1)
        #expect(CalendarDay(text: "9999-12-31")?.daysSince1970 == 2_932_896)
        #expect(CalendarDay(text: "0000-12-31") == nil)
        #expect(CalendarDay(text: "2024-02-29")?.daysSince1970 == 19_782)
        #expect(CalendarDay(text: "2026-02-29") == nil)
    }
}
