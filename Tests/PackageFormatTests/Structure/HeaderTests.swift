import Cryptography
import DER
import Label
import Testing

@testable import PackageFormat

@Suite("The header of a piece")
struct HeaderTests {
    private typealias Samples = StructureSamples

    @Test("every kind comes back as it was, byte for byte")
    func roundTrip() throws {
        let headers = try Samples.headers()
        #expect(headers.count == 7)
        for (name, header) in headers {
            let bytes = header.encoded
            #expect(try PieceHeader(encoded: bytes) == header, "\(name)")
            for count in 0..<bytes.count {
                let error = refusal { _ = try PieceHeader(encoded: Array(bytes[..<count])) }
                #expect(error?.code == .malformed && error?.place?.region == .header, "\(name), \(count) bytes")
            }
            #expect(refusal { _ = try PieceHeader(encoded: bytes + [0]) }?.code == .malformed)
        }
    }

    @Test("what stanzas are bound to holds none, and what their keys sign holds no signature")
    func bindings() throws {
        let header = Samples.common(stanzas: [Samples.hpke(), Samples.rsa(), Samples.passphrase()])
        var other = header
        other.stanzas = [Samples.hpke(.p384, recipient: 9)]
        #expect(header.encodedWithoutStanzas == other.encodedWithoutStanzas)
        #expect(header.encodedWithoutStanzas.count < header.encoded.count)
        guard case .hpke(var stanza) = header.stanzas[0] else { return }
        stanza.signature = [1, 2, 3]
        other.stanzas = [.hpke(stanza)] + header.stanzas.dropFirst()
        #expect(header.encodedForStanzaSignatures == other.encodedForStanzaSignatures)
        stanza.signature = []
        other.stanzas[0] = .hpke(stanza)
        #expect(other.encoded == header.encodedForStanzaSignatures)
    }

    private static let hidden = Samples.hpke(recipient: nil)
    /// Stanzas, and whether a header may have them.
    private static let sets: [(String, [Stanza], Bool)] = [
        ("one", [Samples.hpke()], true), ("none", [], false), ("one passphrase", [Samples.passphrase()], true),
        ("two passphrases", [Samples.passphrase(), Samples.passphrase(iterations: 2_000)], false),
        ("a recipient twice", [Samples.hpke(recipient: 1), Samples.hpke(.p384, recipient: 1)], false),
        ("a recipient twice, once by RSA", [Samples.hpke(recipient: 2), Samples.rsa(recipient: 2)], false),
        ("one hidden", [hidden], true), ("two hidden", [hidden, hidden], true),
        ("three hidden", [hidden, hidden, hidden], false),
        ("four hidden", Array(repeating: hidden, count: 4), true),
        ("hidden on two curves", [hidden, Samples.hpke(.p384, recipient: nil)], false),
        ("hidden and named", [hidden, Samples.hpke()], false), ("hidden and RSA", [hidden, Samples.rsa()], false),
        ("hidden and a passphrase", [hidden, Samples.passphrase()], false),
        ("1,024 hidden", Array(repeating: hidden, count: 1_024), true),
        ("2,048 hidden", Array(repeating: hidden, count: 2_048), false),
    ]

    @Test("which stanzas may stand together", arguments: sets.indices)
    func stanzaRules(_ number: Int) {
        #expect(Self.sets.count == 16)
        let (name, stanzas, isAllowed) = Self.sets[number]
        let bytes = Samples.header(Samples.common(stanzas: stanzas)).encoded
        guard !isAllowed else {
            #expect((try? PieceHeader(encoded: bytes).common.stanzas) == stanzas, "\(name)")
            return
        }
        let error = refusal { _ = try PieceHeader(encoded: bytes) }
        let many: PackageFormatError.Code = stanzas.count > 1_024 ? .tooLarge : .refused
        #expect(error?.code == (stanzas.isEmpty ? .malformed : many), "\(name)")
        #expect(error?.place?.region == .header, "\(name)")
    }

    /// The encoded fields of a common header and those that follow it, to be replaced one by one.
    private static func header(_ replaced: Int, by der: [UInt8]) -> [UInt8] {
        func one(_ body: (inout DERWriter) -> Void) -> [UInt8] { DERWriter.encode(body) }
        var fields: [[UInt8]] = [
            one { $0.integer(Int64(1)) }, one { $0.octetString(Samples.fill(32, 1)) }, one { $0.integer(Int64(1)) },
            one { $0.integer(Int64(1)) }, one { $0.integer(Int64(2)) }, one { $0.integer(Int64(16_400)) },
            one { $0.null() },
            one { $0.enumerated(0) }, one { $0.null() }, one { $0.sequence { Samples.hpke().encode(into: &$0) } },
            one { $0.sequence { _ in } }, one { $0.integer(Int64(1)) }, one { $0.octetString(Samples.fill(32, 1)) },
            one { $0.octetString(Samples.fill(24, 1)) }, one { $0.octetString(Samples.fill(32, 1)) },
        ]
        if replaced >= 0 { fields[replaced] = der }
        let common = one { $0.sequence { $0.encoded(Array(fields[..<11].joined())) } }
        return one { $0.sequence { $0.encoded(common + Array(fields[11...].joined())) } }
    }

    private static func integer(_ value: Int64) -> [UInt8] { DERWriter.encode { $0.integer(value) } }
    private static func octets(_ count: Int) -> [UInt8] {
        DERWriter.encode { $0.octetString(Samples.fill(count, 1)) }
    }

    /// Field, its replacement, the code.
    private static let fields: [(String, Int, [UInt8], PackageFormatError.Code)] = [
        ("version 2", 0, integer(2), .unsupported), ("version 0", 0, integer(0), .unsupported),
        ("version -1", 0, integer(-1), .unsupported), ("no version", 0, [], .malformed),
        ("a version that is not minimal", 0, [2, 2, 0, 1], .malformed), ("a short id", 1, octets(31), .malformed),
        ("a long id", 1, octets(33), .malformed), ("suite 0", 2, integer(0), .unsupported),
        ("suite 3", 2, integer(3), .unsupported), ("k = 0", 3, integer(0), .malformed),
        ("k > n", 3, integer(3), .malformed), ("n = 65", 4, integer(65), .malformed),
        ("unit size 0", 5, integer(0), .malformed), ("unit size 16,384", 5, integer(16_384), .malformed),
        ("unit size 1,066,000", 5, integer(1_066_000), .malformed),
        ("an originator of 20 bytes", 6, octets(20), .malformed), ("purpose 5", 7, [0x0A, 1, 5], .malformed),
        ("a purpose that is an INTEGER", 7, integer(0), .malformed),
        ("a label that is a string", 8, octets(1), .malformed),
        ("KEM 19", 9, [0x30, 5, 0xA0, 3, 2, 1, 19], .unsupported),
        ("an unknown stanza", 9, [0x30, 2, 0xA3, 0], .malformed), ("no stanzas", 9, [0x30, 0], .malformed),
        ("x = 0", 11, integer(0), .malformed), ("x > n", 11, integer(3), .malformed),
        ("a short share", 12, octets(31), .malformed), ("a short salt", 13, octets(23), .malformed),
        ("a short commitment", 14, octets(31), .malformed),
    ]

    @Test("what a field must not say", arguments: fields.indices)
    func refusesFields(_ number: Int) throws {
        #expect(Self.fields.count == 27)
        _ = try PieceHeader(encoded: Self.header(-1, by: []))
        let (name, field, der, code) = Self.fields[number]
        let error = refusal { _ = try PieceHeader(encoded: Self.header(field, by: der)) }
        #expect(error?.code == code && error?.place?.region == .header, "\(name): \(String(describing: error))")
    }

    @Test("an unknown critical extension is refused, another is kept")
    func criticalExtension() throws {
        let kept = Samples.header(Samples.common(extensions: try Samples.extensions()))
        #expect(try PieceHeader(encoded: kept.encoded).common.extensions.list.count == 2)
        let critical = Samples.header(Samples.common(extensions: try Samples.extensions(critical: true)))
        #expect(refusal { _ = try PieceHeader(encoded: critical.encoded) } == fault(.unsupported, .header))
    }

    private static let costs: [(Int, PackageFormatError.Code?)] = [
        (-1, .malformed), (0, .malformed), (999, .malformed), (1_000, nil), (600_000, nil), (10_000_000, nil),
        (10_000_001, .tooLarge), (.max, .tooLarge),
    ]

    @Test("passphrases cost 1,000 to 10,000,000 iterations", arguments: costs)
    func iterations(count: Int, code: PackageFormatError.Code?) {
        #expect(Self.costs.count == 8)
        let bytes = Samples.header(Samples.common(stanzas: [Samples.passphrase(iterations: count)])).encoded
        guard let code else { return #expect((try? PieceHeader(encoded: bytes)) != nil) }
        #expect(refusal { _ = try PieceHeader(encoded: bytes) }?.code == code)
    }
}
