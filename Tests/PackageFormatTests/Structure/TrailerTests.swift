import DER
import Testing

@testable import PackageFormat

@Suite("What closes a piece")
struct TrailerTests {
    private typealias Samples = StructureSamples

    @Test("every kind of trailer comes back as it was, byte for byte")
    func roundTrip() throws {
        let trailers = try Samples.trailers()
        #expect(trailers.count == 4)
        for (name, trailer) in trailers {
            let bytes = trailer.encoded
            #expect(bytes.count <= Format.maximumTrailerSize)
            #expect(try Trailer(encoded: bytes) == trailer, "\(name)")
            #expect(trailer.signedContent == trailer.manifest.encoded + trailer.mac)
            for count in stride(from: 0, to: bytes.count, by: bytes.count / 1_000 + 1) {
                let error = refusal { _ = try Trailer(encoded: Array(bytes[..<count])) }
                #expect(error?.code == .malformed && error?.place?.region == .trailer, "\(name), \(count) bytes")
            }
            #expect(refusal { _ = try Trailer(encoded: bytes + [0]) }?.code == .malformed)
        }
    }

    /// The encoded fields of a manifest (0...11), and what follows it (12, 13), to be replaced one by one.
    private static func trailer(_ replaced: Int, by der: [UInt8]) -> [UInt8] {
        func one(_ body: (inout DERWriter) -> Void) -> [UInt8] { DERWriter.encode(body) }
        func list(_ count: Int) -> [UInt8] {
            one { $0.sequence { list in (0..<count).forEach { _ in list.octetString(Samples.fill(32, 1)) } } }
        }
        var fields: [[UInt8]] = [
            integer(1), [0x0A, 1, 2], octets(32), octets(32), octets(24), octets(32), list(1), list(1), integer(1),
            integer(16), one { $0.generalizedTime(sealingTime) }, [], [0x30, 0], octets(64), [0x05, 0],
        ]
        if replaced >= 0 { fields[replaced] = der }
        let manifest = one { $0.sequence { $0.encoded(Array(fields[..<13].joined())) } }
        return one { $0.sequence { $0.encoded(manifest + Array(fields[13...].joined())) } }
    }

    private static func integer(_ value: Int64) -> [UInt8] { DERWriter.encode { $0.integer(value) } }
    private static func octets(_ count: Int) -> [UInt8] { DERWriter.encode { $0.octetString(Samples.fill(count, 1)) } }
    private static func time(_ text: String) -> [UInt8] {
        DERWriter.encode { $0.primitive(.generalizedTime, Array(text.utf8)) }
    }
    private static let critical = DERWriter.encode {
        $0.sequence {
            $0.sequence {
                $0.objectIdentifier(ObjectIdentifier(1, 2, 3))
                $0.boolean(true)
                $0.octetString([])
            }
        }
    }

    private static let fields: [(String, Int, [UInt8], PackageFormatError.Code)] = [
        ("version 2", 0, integer(2), .unsupported), ("version 0", 0, integer(0), .unsupported),
        ("no version", 0, [], .malformed), ("purpose 5", 1, [0x0A, 1, 5], .malformed),
        ("a short id", 2, octets(31), .malformed), ("a short hash", 3, octets(31), .malformed),
        ("a long salt", 4, octets(25), .malformed), ("a short commitment", 5, octets(31), .malformed),
        ("no piece", 6, [0x30, 0], .malformed), ("no root", 7, [0x30, 0], .malformed),
        ("no stripe", 8, integer(0), .malformed),
        ("2^32 stripes", 8, integer(4_294_967_296), .malformed), ("a length of 0", 9, integer(0), .malformed),
        ("a length of -1", 9, integer(-1), .malformed),
        ("a length of 2^63", 9, [2, 9, 0, 0x80, 0, 0, 0, 0, 0, 0, 0], .malformed),
        ("the 30th of February", 10, time("20260230000000Z"), .malformed),
        ("a time zone", 10, time("20261121100000+0900"), .malformed),
        ("a fraction of a second", 10, time("20261121100000.5Z"), .malformed),
        ("an empty proof", 11, [0x80, 0], .malformed),
        (
            "a proof of 65,537 bytes", 11,
            DERWriter.encode { $0.octetString(Samples.fill(65_537, 1), tag: .context(0)) }, .malformed
        ),
        ("a critical extension", 12, critical, .unsupported), ("a MAC of 32 bytes", 13, octets(32), .malformed),
        ("a signature that is a string", 14, octets(70), .malformed), ("no signature and no NULL", 14, [], .malformed),
        ("two signatures", 14, [0x30, 0, 0x30, 0], .malformed),
    ]

    @Test("what a field must not say", arguments: fields.indices)
    func refusesFields(_ number: Int) throws {
        #expect(Self.fields.count == 25)
        _ = try Trailer(encoded: Self.trailer(-1, by: []))
        let (name, field, der, code) = Self.fields[number]
        let error = refusal { _ = try Trailer(encoded: Self.trailer(field, by: der)) }
        let region: Place.Region = code == .unsupported ? .manifest : .trailer
        #expect(error?.code == code && error?.place?.region == region, "\(name): \(String(describing: error))")
    }

    @Test("more than 64 pieces are refused")
    func pieces() {
        let trailer = Trailer(manifest: Samples.manifest(pieces: 65), mac: Samples.fill(64, 1), signature: nil)
        #expect(refusal { _ = try Trailer(encoded: trailer.encoded) }?.code == .malformed)
    }

    private static let digest = Samples.fill(32, 7)
    /// Header, hash section and trailer length, what is wrong and where.
    private static let tails: [(UInt64, UInt64, UInt64, PackageFormatError?)] = [
        (1, 0, 1, nil), (1 << 20, .max, 1 << 18, nil), (0, 32, 1, fault(.tooLarge, .tail, offset: 0)),
        ((1 << 20) + 1, 32, 1, fault(.tooLarge, .tail, offset: 0)), (.max, 32, 1, fault(.tooLarge, .tail, offset: 0)),
        (1, 32, 0, fault(.tooLarge, .tail, offset: 16)), (1, 32, (1 << 18) + 1, fault(.tooLarge, .tail, offset: 16)),
    ]

    @Test("a tail's lengths are within their bounds", arguments: tails.indices)
    func tail(_ number: Int) throws {
        #expect(Self.tails.count == 7)
        let (header, hashes, trailer, expected) = Self.tails[number]
        let tail = Tail(headerLength: header, hashSectionLength: hashes, trailerLength: trailer, digest: Self.digest)
        #expect(tail.encoded.count == 64)
        guard let expected else { return #expect(try Tail(encoded: tail.encoded) == tail) }
        #expect(refusal { _ = try Tail(encoded: tail.encoded) } == expected)
    }

    @Test("a tail without its magic, or of another size, is none")
    func tailMagic() {
        let bytes = Tail(headerLength: 1, hashSectionLength: 32, trailerLength: 1, digest: Self.digest).encoded
        for wrong in [Array(bytes.dropLast()), bytes + [0], bytes.dropLast() + [0xF4], []] {
            #expect(refusal { _ = try Tail(encoded: wrong) } == fault(.wrongLength, .tail))
        }
        #expect(Format.tailMagic == [0x0A, 0x4F, 0x4B, 0x41, 0x42, 0x55, 0x46, 0xF5])
        #expect(Format.arc.content.count == 20)
    }
}
