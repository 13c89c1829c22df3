import DER
import Testing

@testable import Label

@Suite("A label has one encoding")
struct LabelDERTests {
    @Test("every label survives a round trip")
    func roundTrip() throws {
        let labels = try LabelSamples.all()
        #expect(labels.count == 17)
        for label in labels {
            #expect(try LabelSamples.decoded(LabelSamples.encoded(label)) == label)
        }
    }

    @Test("the smallest labels have the bytes that the ASN.1 gives")
    func knownBytes() throws {
        let electronic: [UInt8] = [
            0x30, 0x13, 0x0A, 1, 0, 0x02, 1, 2, 0x80, 1, 1, 0x81, 1, 2, 0x01, 1, 0, 0x30, 0, 0x30, 0,
        ]
        #expect(LabelSamples.encoded(try LabelSamples.minimal(.electronic(.two, .one, .two))) == electronic)
        let paper: [UInt8] = [0x30, 0x0D, 0x0A, 1, 1, 0x02, 1, 3, 0x01, 1, 0, 0x30, 0, 0x30, 0]
        #expect(LabelSamples.encoded(try LabelSamples.minimal(.paper(.three))) == paper)
    }

    @Test("a label can stand under a context tag")
    func implicitTag() throws {
        let label = try LabelSamples.full()
        let bytes = DERWriter.encode { label.encode(into: &$0, tag: .constructed(0)) }
        #expect(bytes.first == 0xA0)
        let read = try DERReader.parse(bytes) { reader throws(DERError) in
            try Label(from: &reader, tag: .constructed(0))
        }
        #expect(read == label)
    }

    @Test("a flipped bit gives a refusal, or another label with exactly those bytes")
    func bitFlips() throws {
        var flips = 0
        for label in [try LabelSamples.full(), try LabelSamples.paper()] {
            let bytes = LabelSamples.encoded(label)
            for bit in 0..<bytes.count * 8 {
                var flipped = bytes
                flipped[bit / 8] ^= 1 << UInt8(bit % 8)
                flips += 1
                guard let other = try? LabelSamples.decoded(flipped) else { continue }
                #expect(other != label)
                #expect(LabelSamples.encoded(other) == flipped)
            }
        }
        #expect(flips > 2_000)
    }

    @Test("every truncation and every trailing byte is refused")
    func lengths() throws {
        let bytes = LabelSamples.encoded(try LabelSamples.full())
        for count in 0..<bytes.count {
            #expect(throws: DERError.self) { try LabelSamples.decoded(Array(bytes.prefix(count))) }
        }
        #expect(throws: DERError(.trailingBytes, offset: bytes.count)) { try LabelSamples.decoded(bytes + [0]) }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let rule: String
        let content: [UInt8]
        let code: DERError.Code
        var testDescription: String { rule }

        init(_ rule: String, _ content: [UInt8], _ code: DERError.Code = .badValue) {
            self.rule = rule
            self.content = content
            self.code = code
        }
    }

    static let c2: [UInt8] = [0x0A, 1, 0, 0x02, 1, 2, 0x80, 1, 1, 0x81, 1, 1]
    static let c3: [UInt8] = [0x0A, 1, 0, 0x02, 1, 3, 0x80, 1, 1, 0x81, 1, 1]
    static let plain: [UInt8] = [0x01, 1, 0]
    static let none: [UInt8] = [0x30, 0]
    static let twins: [UInt8] = [0x30, 6, 0x0A, 1, 0, 0x0C, 1, 0x61, 0x30, 6, 0x0A, 1, 1, 0x0C, 1, 0x61]

    static let refusals: [Refusal] = [
        Refusal("a third form", [0x0A, 1, 2, 0x02, 1, 1] + plain + none + none),
        Refusal("confidentiality 0", [0x0A, 1, 1, 0x02, 1, 0] + plain + none + none),
        Refusal("confidentiality 4", [0x0A, 1, 1, 0x02, 1, 4] + plain + none + none),
        Refusal("integrity 3", [0x0A, 1, 0, 0x02, 1, 2, 0x80, 1, 3, 0x81, 1, 1] + plain + none + none),
        Refusal("availability 0", [0x0A, 1, 0, 0x02, 1, 2, 0x80, 1, 1, 0x81, 1, 0] + plain + none + none),
        Refusal("paper with integrity", [0x0A, 1, 1, 0x02, 1, 1, 0x80, 1, 1] + plain + none + none, .unexpectedTag),
        Refusal("electronic without integrity", [0x0A, 1, 0, 0x02, 1, 1] + plain + none + none, .unexpectedTag),
        Refusal(
            "electronic without availability", [0x0A, 1, 0, 0x02, 1, 1, 0x80, 1, 1] + plain + none + none,
            .unexpectedTag),
        Refusal("an empty site grade", c2 + [0x82, 0] + plain + none + none),
        Refusal("a control character", c2 + [0x82, 1, 0x1B] + plain + none + none),
        Refusal("a C1 control character", c2 + [0x82, 2, 0xC2, 0x9B] + plain + none + none),
        Refusal("text not in NFC", c2 + [0x82, 3, 0x65, 0xCC, 0x81] + plain + none + none),
        Refusal("text not in UTF-8", c2 + [0x82, 1, 0xFF] + plain + none + none),
        Refusal(
            "text of 257 bytes", c2 + [0x82, 0x82, 1, 1] + [UInt8](repeating: 0x61, count: 257) + plain + none + none),
        Refusal("importantDesign neither 00 nor FF", c2 + [0x01, 1, 1] + none + none),
        Refusal("a restriction's name twice", c2 + plain + [0x30, 16] + twins + none),
        Refusal("a fourth aspect", c2 + plain + [0x30, 8, 0x30, 6, 0x0A, 1, 3, 0x0C, 1, 0x61] + none),
        Refusal("a day that does not exist", c2 + plain + none + [0x84, 10] + Array("2026-02-30".utf8) + none),
        Refusal("a day of nine characters", c2 + plain + none + [0x84, 9] + Array("2026-02-3".utf8) + none),
        Refusal("graded C3 until, on C2", c2 + plain + none + [0x85, 10] + Array("2026-02-03".utf8) + none),
        Refusal("a negative count", c2 + plain + none + [0xA8, 6, 0x01, 1, 0, 0x02, 1, 0xFF] + none),
        Refusal(
            "fields in another order",
            c3 + plain + none + [0x86, 10] + Array("2026-02-03".utf8) + [0x85, 10] + Array("2026-02-03".utf8) + none,
            .unexpectedTag),
        Refusal("an unknown field", c2 + plain + none + [0x89, 1, 0] + none, .unexpectedTag),
        Refusal("no extensions", c2 + plain + none, .truncated),
        Refusal("something after the extensions", c2 + plain + none + none + [0x05, 0], .trailingBytes),
    ]

    @Test("a label is refused", arguments: refusals)
    func refuses(_ refusal: Refusal) {
        let bytes = DERWriter.encode { $0.primitive(.sequence, refusal.content) }
        #expect {
            _ = try LabelSamples.decoded(bytes)
        } throws: {
            ($0 as? DERError)?.code == refusal.code
        }
    }

    @Test("every refusal stands in the table")
    func tableSize() { #expect(Self.refusals.count == 25) }

    @Test("32 restrictions are the most")
    func restrictionLimit() throws {
        var fields = LabelFields(grade: .paper(.one))
        fields.restrictions = try (0..<32).map { try Restriction(text: "C:\($0)") }
        let label = try Label(fields)
        #expect(try LabelSamples.decoded(LabelSamples.encoded(label)) == label)
        fields.restrictions.append(try Restriction(text: "C:32"))
        #expect(throws: LabelError(.tooLong, .restriction)) { try Label(fields) }
        let bytes = DERWriter.encode { writer in
            writer.sequence { inner in
                inner.encoded([0x0A, 1, 1, 0x02, 1, 1, 0x01, 1, 0])
                inner.sequence { list in
                    for number in 0..<33 {
                        list.sequence {
                            $0.enumerated(0)
                            $0.utf8String("\(number)")
                        }
                    }
                }
                inner.encoded(Self.none)
            }
        }
        #expect(throws: DERError(.badValue, offset: 17 + 10 * 8 + 22 * 9)) { try LabelSamples.decoded(bytes) }
    }
}
