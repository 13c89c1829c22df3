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

    @Test("days follow one another through four hundred years")
    func days() {
        var previous = CalendarDay(daysSince1970: 0)
        #expect(previous.description == "1970-01-01")
        for number in 1..<146_097 {
            let day = CalendarDay(daysSince1970: number)
            #expect(day.daysSince1970 == number)
            #expect(previous < day)
            previous = day
        }
        #expect(previous.description == "2369-12-31")
        #expect(CalendarDay(text: "2024-02-29")?.daysSince1970 == 19_782)
        #expect(CalendarDay(text: "2026-02-29") == nil)
    }
}
