import Testing

@testable import DER

@Suite("DER is read in its one canonical form only")
struct DERReaderTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        let rule: String
        let bytes: [UInt8]
        let code: DERError.Code
        var testDescription: String { rule }
    }

    static let refusedIntegers: [Refusal] = [
        Refusal(rule: "empty input", bytes: [], code: .truncated),
        Refusal(rule: "tag only", bytes: [0x02], code: .truncated),
        Refusal(rule: "content missing", bytes: [0x02, 0x01], code: .truncated),
        Refusal(rule: "another tag", bytes: [0x04, 0x01, 0x00], code: .unexpectedTag),
        Refusal(rule: "indefinite length", bytes: [0x02, 0x80, 0x00, 0x00], code: .badLength),
        Refusal(rule: "long form of a short length", bytes: [0x02, 0x81, 0x01, 0x00], code: .badLength),
        Refusal(rule: "length with a leading zero", bytes: [0x02, 0x82, 0x00, 0x81, 0x00], code: .badLength),
        Refusal(rule: "length of nine octets", bytes: [0x02, 0x89, 1, 0, 0, 0, 0, 0, 0, 0, 0], code: .badLength),
        Refusal(
            rule: "length beyond the input", bytes: [0x02, 0x88, 255, 255, 255, 255, 255, 255, 255, 255],
            code: .truncated),
        Refusal(rule: "no content", bytes: [0x02, 0x00], code: .badValue),
        Refusal(rule: "leading zero octet", bytes: [0x02, 0x02, 0x00, 0x7F], code: .badValue),
        Refusal(rule: "leading one bits", bytes: [0x02, 0x02, 0xFF, 0x80], code: .badValue),
        Refusal(rule: "more than 64 bits", bytes: [0x02, 0x09, 1, 0, 0, 0, 0, 0, 0, 0, 0], code: .badValue),
        Refusal(rule: "out of range", bytes: [0x02, 0x01, 0x65], code: .badValue),
        Refusal(rule: "trailing bytes", bytes: [0x02, 0x01, 0x01, 0x00], code: .trailingBytes),
    ]

    @Test("an INTEGER 0...100 is refused", arguments: refusedIntegers)
    func refusesInteger(_ refusal: Refusal) {
        #expect {
            try DERReader.parse(refusal.bytes) { reader throws(DERError) in try reader.integer(0...100) }
        } throws: {
            ($0 as? DERError)?.code == refusal.code
        }
    }

    @Test("every refusal stands in the table")
    func tableSize() { #expect(Self.refusedIntegers.count == 15) }

    @Test(
        "integers survive a round trip", arguments: [0, 1, 127, 128, 255, 256, -1, -128, -129, .max, .min] as [Int64])
    func integers(_ value: Int64) throws {
        let bytes = DERWriter.encode { $0.integer(value) }
        #expect(try DERReader.parse(bytes) { reader throws(DERError) in try reader.integer(.min ... .max) } == value)
    }

    @Test("lengths survive a round trip", arguments: [0, 1, 127, 128, 255, 256, 65_535, 65_536])
    func lengths(_ count: Int) throws {
        let value = [UInt8](repeating: 7, count: count)
        let bytes = DERWriter.encode { $0.octetString(value) }
        #expect(try DERReader.parse(bytes) { reader throws(DERError) in try reader.octetString(0...100_000) } == value)
    }

    @Test("a boolean is 00 or FF", arguments: [0x01, 0x7F, 0xFE] as [UInt8])
    func booleans(_ octet: UInt8) {
        #expect(throws: DERError(.badValue, offset: 0)) {
            try DERReader.parse([0x01, 0x01, octet]) { reader throws(DERError) in try reader.boolean() }
        }
    }

    @Test("an error in an inner element counts from the outermost start")
    func offsets() {
        let bytes: [UInt8] = [0x30, 0x06, 0x02, 0x01, 0x01, 0x01, 0x01, 0x02]
        #expect(throws: DERError(.badValue, offset: 5)) {
            try DERReader.parse(bytes) { reader throws(DERError) in
                try reader.sequence { inner throws(DERError) in
                    _ = try inner.integer(0...1)
                    return try inner.boolean()
                }
            }
        }
    }
}
