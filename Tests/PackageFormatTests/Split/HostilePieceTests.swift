import Cryptography
import Testing

@testable import PackageFormat

/// Packages of which every hash and signature fits, and whose numbers do not.
@Suite("Pieces that claim impossible numbers are refused, whole and damaged alike")
struct HostilePieceTests {
    private static let content = [UInt8](repeating: 7, count: 50_000)

    private static func forgery() throws -> Forgery {
        var forgery = Forgery()
        forgery.recipients = [try TestKeys.recipient().publicKey]
        forgery.split = try #require(Split(k: 2, n: 3, unitSize: 16_400))
        return forgery
    }

    private static var plaintext: [UInt8] {
        Inside(content: content, entries: [entry("f", size: UInt64(content.count))]).encoded
    }

    private typealias Change = @Sendable (Manifest) -> Manifest

    /// What a manifest may claim beside the truth.
    private static let manifests: [(name: String, change: Change)] = [
        ("one stripe", { $0.replacing(stripeCount: 1) }), ("a stripe more", { $0.replacing(stripeCount: 3) }),
        ("the most stripes", { $0.replacing(stripeCount: UInt64(UInt32.max)) }),
        ("too many stripes", { $0.replacing(stripeCount: 1 << 32) }), ("no stripe", { $0.replacing(stripeCount: 0) }),
        ("the longest content", { $0.replacing(ciphertextLength: UInt64(Int64.max)) }),
        (
            "the longest content, in as many stripes as it has",
            {
                let stripe: UInt64 = 32_800
                return $0.replacing(
                    stripeCount: UInt64(UInt32.max), ciphertextLength: stripe * UInt64(UInt32.max) - 16_399)
            }
        ),
        ("no content", { $0.replacing(ciphertextLength: 0) }),
        ("fewer roots than pieces", { $0.replacing(roots: Array($0.roots.dropLast())) }),
        ("more roots than pieces", { $0.replacing(roots: $0.roots + [$0.salt + $0.salt.prefix(8)]) }),
        ("fewer headers than pieces", { $0.replacing(pieceHeaderHashes: Array($0.pieceHeaderHashes.prefix(2))) }),
        (
            "headers of 64 pieces",
            {
                $0.replacing(pieceHeaderHashes: (0..<64).map { [UInt8](repeating: $0, count: 32) })
            }
        ),
        (
            "one header thrice",
            { $0.replacing(pieceHeaderHashes: [[UInt8]](repeating: $0.pieceHeaderHashes[0], count: 3)) }
        ),
        ("headers in another order", { $0.replacing(pieceHeaderHashes: $0.pieceHeaderHashes.reversed()) }),
        ("roots in another order", { $0.replacing(roots: $0.roots.reversed()) }),
    ]

    @Test("numbers in the manifest", arguments: manifests.indices)
    func manifest(index: Int) throws {
        var forgery = try Self.forgery()
        forgery.signer = index % 2 == 0 ? try TestKeys.signer() : nil
        forgery.manifest = Self.manifests[index].change
        try Self.expectRefusal(forgery.seal(pieces: Self.plaintext), Self.manifests[index].name)
    }

    /// k, n and unit size in the header, as DER. Honest: 2, 3, 16,400.
    private static let headers: [[UInt8]] = [
        [2, 1, 0, 2, 1, 3, 2, 2, 0x40, 0x10], [2, 1, 4, 2, 1, 3, 2, 2, 0x40, 0x10],
        [2, 1, 0x82, 2, 1, 3, 2, 2, 0x40, 0x10],
        [2, 1, 2, 2, 1, 0, 2, 2, 0x40, 0x10], [2, 1, 2, 2, 1, 65, 2, 2, 0x40, 0x10],
        [2, 1, 2, 2, 1, 1, 2, 2, 0x40, 0x10],
        [2, 1, 2, 2, 1, 4, 2, 2, 0x40, 0x10], [2, 1, 3, 2, 1, 3, 2, 2, 0x40, 0x10],
        [2, 1, 1, 2, 1, 3, 2, 2, 0x40, 0x10],
        [2, 1, 2, 2, 1, 3, 2, 2, 0x00, 0x00], [2, 1, 2, 2, 1, 3, 2, 2, 0x40, 0x0F],
        [2, 1, 2, 2, 1, 3, 2, 2, 0x40, 0x11],
        [2, 1, 2, 2, 1, 3, 2, 2, 0x7F, 0xFF],
    ]

    @Test("numbers in the header", arguments: headers.indices)
    func header(index: Int) throws {
        var pieces = try Self.forgery().seal(pieces: Self.plaintext)
        // Behind version, package id of 32 bytes, and suite.
        let range = 48..<58
        #expect(Array(pieces[0].header[range]) == [2, 1, 2, 2, 1, 3, 2, 2, 0x40, 0x10])
        for piece in pieces.indices {
            pieces[piece].header.replaceSubrange(range, with: Self.headers[index])
            pieces[piece].headerCopy = pieces[piece].header
        }
        let hashes = try pieces.map { try hash(.sha256, $0.header) }
        for piece in pieces.indices {
            try pieces[piece].changeTrailer {
                Trailer(
                    manifest: $0.manifest.replacing(pieceHeaderHashes: hashes), mac: $0.mac, signature: $0.signature)
            }
        }
        try Self.expectRefusal(pieces, "\(Self.headers[index])")
    }

    /// Whole pieces, pieces that are broken in the middle and at the end, and both together.
    private static func expectRefusal(_ pieces: [PieceParts], _ name: String) throws {
        let whole = pieces.map(\.encoded)
        let broken = whole.enumerated().map { index, bytes in
            var bytes = bytes
            bytes[index == 0 ? bytes.count - 1 : bytes.count - 70] ^= 1
            return bytes
        }
        // A header that is not at the place of its number gives no share.
        let codes: Set<PackageFormatError.Code> = [
            .tooFewPieces, .malformed, .tooLarge, .wrongLength, .damaged, .unsupported, .refused,
        ]
        for files in [whole, broken, [whole[0], broken[1], broken[2]], [broken[0], whole[1], whole[2]]] {
            let error = refusal(Comment(rawValue: name)) { _ = try OpenedPieces(files) }
            #expect(error.map { codes.contains($0.code) } ?? false, "\(name): \(String(describing: error))")
        }
    }
}
