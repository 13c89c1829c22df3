import Cryptography
import Testing

@testable import PackageFormat

@Suite("How a chunk stream is cut into stripes and units")
struct GeometryTests {
    private static let chunk = ChunkedEncryption.sealedChunkSize
    private static let threshold = [1, 2, 3, 5, 64]
    private static let plaintexts: [UInt64] = [
        0, 1, 16_367, 16_383, 16_384, 16_385, 32_767, 32_768, 32_769, 49_152, 65_536, 98_304, 163_840, 1_048_576,
        3_000_001,
    ]

    @Test("units hold the whole stream and nothing but zero fill besides", arguments: threshold, plaintexts)
    func partition(k: Int, plaintext: UInt64) throws {
        for chunks in [1, 2, 64] {
            let split = try #require(Split(k: k, n: min(64, k + 2), unitSize: chunks * Self.chunk))
            let length = try #require(ChunkedEncryption.ciphertextCount(plaintextCount: plaintext))
            let geometry = try #require(StripeGeometry(split: split, ciphertextLength: length))
            #expect(geometry.plaintextLength == plaintext)
            var (ciphertexts, plaintexts, body): (UInt64, UInt64, UInt64) = (0, 0, 0)
            for stripe in 0..<geometry.stripeCount {
                #expect(geometry.unitOffset(stripe: stripe) == body)
                let (unit, count) = (geometry.unitSize(stripe: stripe), geometry.ciphertextCount(stripe: stripe))
                #expect(count > 0 && unit * k >= count && (unit - 1) * k < count)
                if stripe < geometry.stripeCount - 1 { #expect(unit == split.unitSize) }
                let parts = (1...split.n).map { geometry.fill(stripe: stripe, piece: $0) }
                #expect(parts.prefix(k).reduce(0, +) == count && parts.dropFirst(k).allSatisfy { $0 == unit })
                ciphertexts += UInt64(count)
                plaintexts += UInt64(geometry.plaintextCount(stripe: stripe))
                body += UInt64(unit)
            }
            #expect(ciphertexts == length && plaintexts == plaintext && geometry.bodyLength == body)
            #expect(geometry.hashSectionLength == 32 * UInt64(split.n) * geometry.stripeCount)
        }
    }

    @Test(
        "a length that no plaintext has is refused",
        arguments: [0, 1, 15, 16_400, 16_401, 16_415, 32_800, 32_815, 1 << 53, .max] as [UInt64])
    func impossibleLength(_ length: UInt64) {
        #expect(StripeGeometry(split: .whole, ciphertextLength: length) == nil)
    }

    @Test("at most 4,294,967,295 stripes")
    func stripeBound() throws {
        let split = try #require(Split(k: 1, n: 1, unitSize: Self.chunk))
        let full: UInt64 = 4_294_967_294 * 16_400
        #expect(StripeGeometry(split: split, ciphertextLength: full + 16)?.stripeCount == 4_294_967_295)
        #expect(StripeGeometry(split: split, ciphertextLength: full + 16_400 + 16) == nil)
    }

    @Test("the parts of a piece follow each other without gaps")
    func layout() throws {
        let split = try #require(Split(k: 2, n: 3, unitSize: Self.chunk))
        // Two full stripes of 2 × 16,400 bytes, and one of 2 × 51 for 101 bytes.
        let geometry = try #require(StripeGeometry(split: split, ciphertextLength: 65_600 + 101))
        let layout = Layout(headerLength: 700, geometry: geometry, trailerLength: 900)
        #expect(layout.bodyOffset == 712)
        #expect(layout.headerCopyOffset == 712 + 32_800 + 51)
        #expect(layout.hashSectionOffset == layout.headerCopyOffset + 700)
        #expect(layout.trailerOffset == layout.hashSectionOffset + 32 * 3 * 3)
        #expect(layout.tailOffset == layout.trailerOffset + 900)
        #expect(layout.fileSize == layout.tailOffset + 64)
    }

    /// k, n, unit size, whether the format has it.
    private static let splits: [(Int, Int, Int, Bool)] = [
        (1, 1, 1_049_600, true), (1, 1, 16_400, true), (3, 5, 32_800, true), (64, 64, 1_049_600, true),
        (1, 64, 16_400, true), (0, 1, 16_400, false), (2, 1, 16_400, false), (1, 65, 16_400, false),
        (65, 65, 16_400, false), (1, 0, 16_400, false), (-1, 1, 16_400, false), (1, 1, 0, false),
        (1, 1, -16_400, false), (1, 1, 16_384, false), (1, 1, 16_401, false), (1, 1, 1_066_000, false),
    ]

    @Test("1 ≤ k ≤ n ≤ 64, and units of 1 to 64 whole chunks", arguments: splits)
    func allowsSplit(k: Int, n: Int, unitSize: Int, isAllowed: Bool) {
        #expect(Self.splits.count == 16)
        #expect((Split(k: k, n: n, unitSize: unitSize) != nil) == isAllowed)
    }
}
