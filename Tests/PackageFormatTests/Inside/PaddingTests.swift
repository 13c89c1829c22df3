import TestSupport
import Testing

@testable import PackageFormat

@Suite("Padding hides sizes")
struct PaddingTests {
    /// Length, padded length: worked out by hand from E, S and z.
    private static let known: [(UInt64, UInt64)] = [
        (0, 0), (1, 1), (2, 2), (7, 7), (8, 8), (9, 10), (15, 16), (16, 16), (17, 18), (100, 104), (1_000, 1_024),
        (1_025, 1_088), (10_000, 10_240), (1_000_000, 1_015_808), (1 << 40, 1 << 40),
        ((1 << 40) + 1, (1 << 40) + (1 << 34)),
    ]

    @Test("known lengths", arguments: known)
    func pads(length: UInt64, padded: UInt64) {
        #expect(Self.known.count == 16)
        #expect(Padme.paddedLength(length) == padded)
    }

    @Test("as the definition says, for all small and many large lengths")
    func definition() {
        var random = Randomness(seed: 1)
        let large = (0..<2_000).map { _ in
            UInt64.random(in: 0..<(1 << 52), using: &random) >> UInt64.random(in: 0..<40, using: &random)
        }
        for length in Array(0...3_000) + large { #expect(Padme.paddedLength(length) == Self.naive(length)) }
    }

    @Test("never shorter, at most an eighth longer, and padding twice changes nothing")
    func properties() {
        var random = Randomness(seed: 2)
        for _ in 0..<2_000 {
            let length = UInt64.random(in: 2..<(1 << 52), using: &random) >> UInt64.random(in: 0..<50, using: &random)
            let padded = Padme.paddedLength(length)
            #expect(padded >= length && padded - length <= length / 8)
            #expect(Padme.paddedLength(padded) == padded)
        }
    }

    /// E = floor(log2 P), S = floor(log2 E) + 1, z = E - S, rounded up to a multiple of 2^z.
    private static func naive(_ length: UInt64) -> UInt64 {
        guard length >= 2 else { return length }
        func logarithm(_ value: UInt64) -> Int { value < 2 ? 0 : 1 + logarithm(value / 2) }
        let exponent = logarithm(length)
        let zeros = max(0, exponent - (logarithm(UInt64(exponent)) + 1))
        let multiple = UInt64(1) << UInt64(zeros)
        return (length + multiple - 1) / multiple * multiple
    }
}

@Suite("The pointer block says what lies where")
struct PointerBlockTests {
    private static let end: UInt64 = 10_000

    /// Content, index, prior record and padding, which with the block make 10,000 bytes.
    private static func block(
        _ content: UInt64, _ index: UInt64, _ prior: UInt64, _ padding: UInt64, tag: String = "fubako/v1 inside"
    ) -> [UInt8] {
        [content, index, prior, padding].flatMap(bigEndian) + Array(tag.utf8)
    }

    @Test("it gives every range")
    func ranges() throws {
        let bytes = Self.block(9_000, 900, 0, 52)
        let pointers = try PointerBlock(encoded: bytes, plaintextLength: Self.end)
        #expect(pointers.encoded == bytes && bytes.count == PointerBlock.size)
        #expect(pointers.indexOffset == 9_000 && pointers.priorOffset == 9_900 && pointers.paddingOffset == 9_900)
        #expect(PointerBlock(contentLength: 9_000, indexLength: 900, paddingLength: 52) == pointers)
        let former = Self.block(9_000, 900, 40, 12)
        let resealed = PointerBlock(contentLength: 9_000, indexLength: 900, priorLength: 40, paddingLength: 12)
        #expect(try PointerBlock(encoded: former, plaintextLength: Self.end) == resealed)
        #expect(resealed.encoded == former && resealed.paddingOffset == 9_940 && resealed.plaintextLength == Self.end)
    }

    private static let refused: [(name: String, bytes: [UInt8], length: UInt64, code: PackageFormatError.Code)] = [
        ("another tag", block(9_000, 900, 0, 52, tag: "fubako/v2 inside"), end, .badIndex),
        ("47 bytes", Array(block(9_000, 900, 0, 52).dropFirst()), end, .badIndex),
        ("a gap", block(9_000, 899, 0, 52), end, .badIndex),
        ("an overlap", block(9_000, 901, 0, 52), end, .badIndex),
        ("a sum beyond 64 bits", block(.max, 1, 9_000, 952), end, .badIndex),
        ("every length the largest", block(.max, .max, .max, .max), end, .badIndex),
        ("an index of 256 MiB and a byte", block(0, 268_435_457, 0, 0), 268_435_457 + 48, .tooLarge),
        ("a prior record of 4 MiB and a byte", block(0, 0, 4_194_305, 0), 4_194_305 + 48, .tooLarge),
    ]

    @Test("what it must not say", arguments: refused.indices)
    func refusals(_ index: Int) {
        #expect(Self.refused.count == 8)
        let (name, bytes, length, code) = Self.refused[index]
        let error = refusal(Comment(rawValue: name)) {
            _ = try PointerBlock(encoded: bytes, plaintextLength: length)
        }
        #expect(error == fault(code, .inside, offset: length - 48), "\(name)")
    }
}
