import Cryptography
import DER
import SystemIO
import TestSupport
import Testing

@testable import PackageFormat

@Suite("Pieces that a dishonest sender, or somebody else, made on purpose")
struct ForgedPiecesTests {
    private static let content: [UInt8] = {
        var random = Randomness(seed: 5)
        return random.bytes(90_001)
    }()

    private static func forgery(_ k: Int, _ n: Int, signed: Bool = true) throws -> Forgery {
        var forgery = Forgery()
        forgery.recipients = [try TestKeys.recipient().publicKey]
        forgery.signer = signed ? try TestKeys.signer() : nil
        forgery.split = try #require(Split(k: k, n: n, unitSize: 16_400))
        return forgery
    }

    private static var plaintext: [UInt8] {
        Inside(content: content, entries: [entry("f", size: UInt64(content.count))]).encoded
    }

    private static func open(_ pieces: [PieceParts], _ numbers: [Int]) throws -> OpenedPieces {
        try OpenedPieces(numbers.map { pieces[$0 - 1].encoded })
    }

    @Test("what is made the honest way opens from any k pieces")
    func honest() throws {
        let pieces = try Self.forgery(3, 5).seal(pieces: Self.plaintext)
        for numbers in [[1, 2, 3], [3, 4, 5], [1, 4, 5], [2, 3, 5]] {
            #expect(try Self.open(pieces, numbers).content == Self.content)
        }
    }

    // MARK: Parity

    /// Pieces at hand of 2 of 4, of which the third has forged parity, and whether they open.
    private static let parity: [(numbers: [Int], opens: Bool)] = [
        ([1, 2], true), ([1, 2, 3], true), ([1, 2, 3, 4], true), ([1, 4], true), ([2, 4], true),
        ([1, 3], false), ([2, 3], false), ([3, 4], false),
    ]

    @Test("parity that is hashed and signed, but is not that of the data", arguments: parity.indices)
    func forgedParity(index: Int) throws {
        let (numbers, opens) = Self.parity[index]
        let pieces = try Self.forgery(2, 4).seal(
            pieces: Self.plaintext, units: { for stripe in $0.indices { $0[stripe][2][7] ^= 0x55 } })
        if opens {
            let opened = try Self.open(pieces, numbers)
            #expect(opened.content == Self.content && opened.package.findings.verdict.damaged.isEmpty)
        } else {
            let error = refusal { _ = try Self.open(pieces, numbers) }
            #expect(error?.code == .damaged && error?.place?.region == .unit)
        }
    }

    @Test("all parity is that of another content")
    func parityOfAnotherContent() throws {
        let other = try PieceSample(2, 4, size: 90_001)
        let bodies = try [3, 4].map { try other.parts($0).body }
        let pieces = try Self.forgery(2, 4).seal(
            pieces: Self.plaintext,
            units: { units in
                for stripe in units.indices {
                    for piece in [2, 3] {
                        let (start, size) = (stripe * 16_400, units[stripe][piece].count)
                        let unit = bodies[piece - 2].dropFirst(start).prefix(size)
                        units[stripe][piece] = Array(unit) + [UInt8](repeating: 0, count: size - unit.count)
                    }
                }
            })
        #expect(try Self.open(pieces, [1, 2]).content == Self.content)
        #expect(try Self.open(pieces, [4, 3, 2, 1]).content == Self.content)
        for numbers in [[1, 3], [1, 4], [2, 3], [2, 4], [3, 4], [1, 3, 4], [2, 3, 4]] {
            #expect(refusal { _ = try Self.open(pieces, numbers) }?.code == .damaged, "\(numbers)")
        }
    }

    @Test("each unit is what the sender hashed, so that verifying finds no damage in forged parity")
    func forgedParityVerifies() throws {
        let pieces = try Self.forgery(2, 3).seal(pieces: Self.plaintext, units: { $0[0][2][0] ^= 1 })
        for piece in pieces { #expect(try Reading.verify(piece.encoded).isEmpty) }
    }

    // MARK: Zero fill

    @Test(
        "bytes behind the end in the last stripe, by data and parity alike",
        arguments: [[1, 2, 3], [1, 2, 4], [3, 4, 5]])
    func zeroFill(numbers: [Int]) throws {
        var isFilled = false
        let pieces = try Self.forgery(3, 5).seal(
            pieces: Self.plaintext,
            data: { units in
                let (stripe, byte) = (units.count - 1, units[units.count - 1][2].count - 1)
                isFilled = units[stripe][2][byte] == 0
                units[stripe][2][byte] = 1
            })
        #expect(isFilled, "the last stripe has no zero fill")
        #expect(refusal { _ = try Self.open(pieces, numbers) }?.code == .malformed)
    }

    // MARK: Shares

    @Test("a share that is not of the secret opens nothing")
    func forgedShare() throws {
        let pieces = try Self.forgery(2, 3).seal(pieces: Self.plaintext, shares: { $0[2][0] ^= 1 })
        #expect(try Self.open(pieces, [1, 2]).content == Self.content)
        #expect(try Self.open(pieces, [1, 2, 3]).content == Self.content)
        for numbers in [[1, 3], [2, 3]] {
            #expect(refusal { _ = try Self.open(pieces, numbers) }?.code == .inconsistentKey)
        }
    }

    // MARK: Another's pieces of the same package id

    @Test("pieces that say the same package id, by another signer, unsigned, or of another split", arguments: 0..<3)
    func samePackageID(kind: Int) throws {
        let genuine = try PieceSample(2, 3, size: 30_000)
        var forgery = try Self.forgery(2, kind == 2 ? 4 : 3, signed: false)
        forgery.packageID = try Reading.structure(genuine[1]).header.common.packageID
        forgery.signer = kind == 1 ? nil : try TestKeys.signer(1)
        let forged = try forgery.seal(pieces: Self.plaintext).map(\.encoded)
        for count in 1...3 {
            // The forged ones first, last, and in every proportion.
            let mixed = forged.prefix(count) + genuine.pieces + forged.dropFirst(count)
            let sorting = try PieceSorting(mixed.map { PieceFile(try Reading.file($0).descriptor.duplicate()) })
            #expect(sorting.packages.count == 2 && sorting.rejected.isEmpty)
            #expect(sorting.packages.map(\.numbers) == [Array(1...forged.count), [1, 2, 3]])
            #expect(try OpenedPieces.content(of: sorting.packages[0]) == Self.content)
            #expect(try OpenedPieces.content(of: sorting.packages[1]) == genuine.content)
        }
    }

    @Test("the originator's name in a header that somebody else signed is refused")
    func borrowedOriginator() throws {
        var forgery = try Self.forgery(2, 3)
        forgery.originator = try TestKeys.signer(1).certificate.sha256
        let pieces = try forgery.seal(pieces: Self.plaintext).map(\.encoded)
        #expect(refusal { _ = try OpenedPieces(pieces) } == fault(.badSignature, .signature))
        let broken = pieces.map { Array($0.dropLast()) }
        #expect(refusal { _ = try OpenedPieces([broken[0], pieces[1], broken[2]]) }?.code == .wrongLength)
    }

    @Test("a forged manifest that lists the headers and units of damaged pieces takes none of them away")
    func borrowedHashes() throws {
        let genuine = try PieceSample(2, 3, size: 30_000)
        let structure = try Reading.structure(genuine[1])
        var forgery = try Self.forgery(2, 3)
        forgery.signer = try TestKeys.signer(1)
        forgery.manifest = { manifest in
            var hashes = manifest.pieceHeaderHashes
            hashes.replaceSubrange(1..., with: structure.manifest.pieceHeaderHashes.dropFirst())
            return manifest.replacing(pieceHeaderHashes: hashes)
        }
        let forged = try forgery.seal(pieces: Self.plaintext)[0].encoded
        // Each genuine piece is broken: the forged one is the only whole file.
        var broken = genuine.pieces
        broken[0][Int(genuine.layout.hashSectionOffset)] ^= 1
        broken[1][Int(genuine.layout.trailerOffset) + 40] ^= 1
        broken[2][Int(genuine.layout.fileSize) - 1] ^= 1
        let sorting = try PieceSorting(
            ([forged] + broken).map { PieceFile(try Reading.file($0).descriptor.duplicate()) })
        #expect(sorting.packages.map(\.numbers) == [[1], [1, 2, 3]] && sorting.rejected.isEmpty)
        #expect(try OpenedPieces.content(of: sorting.packages[1]) == genuine.content)
    }

    // MARK: Signatures

    @Test("another valid signature of the same manifest, as anyone can make of one of ECDSA, makes no second package")
    func anotherSignature() throws {
        let pieces = try Self.forgery(2, 3).seal(pieces: Self.plaintext)
        let signer = try TestKeys.signer()
        var turned = pieces[1]
        try turned.changeTrailer {
            let signature = try SignedData.sign(
                contentType: Format.manifestContentType, content: $0.signedContent, certificate: signer.certificate,
                key: signer.key)
            return Trailer(manifest: $0.manifest, mac: $0.mac, signature: signature)
        }
        #expect(turned.trailer != pieces[1].trailer)
        #expect(try Reading.verify(turned.encoded).isEmpty)
        for files in [[turned, pieces[0]], [pieces[2], turned], [pieces[0], turned, pieces[2], pieces[1]]] {
            let opened = try OpenedPieces(files.map(\.encoded))
            #expect(opened.content == Self.content && opened.rejected.isEmpty)
        }
        // Damaged ones are put together likewise.
        var (one, two) = (turned.encoded, pieces[0].encoded)
        one[one.count - 1] ^= 1
        two[12 + pieces[0].header.count + pieces[0].body.count + pieces[0].header.count] ^= 1
        #expect(try OpenedPieces([two, one]).content == Self.content)
    }
}
