import Cryptography
import SystemIO
import Testing
import Transparency

@testable import PackageFormat

/// Packages that somebody made on purpose, and put together so that every length and plain hash fits.
@Suite("Forged packages are refused")
struct ForgedStructureTests {
    private static func forgery(signed: Bool = true) throws -> Forgery {
        var forgery = Forgery()
        forgery.recipients = [try TestKeys.recipient().publicKey]
        forgery.signer = signed ? try TestKeys.signer() : nil
        return forgery
    }

    static var inside: Inside {
        Inside(content: [UInt8](repeating: 7, count: 20_000), entries: [entry("f", size: 20_000)])
    }

    private static func verify(_ parts: PieceParts) -> PackageFormatError? {
        refusal { _ = try Reading.structure(parts.encoded) }
    }

    @Test("what is made the honest way opens", arguments: [true, false])
    func honest(signed: Bool) throws {
        let parts = try Self.forgery(signed: signed).seal(Self.inside.encoded)
        #expect(try Reading.verify(parts.encoded).isEmpty)
        #expect(try PieceParts(parts.encoded).encoded == parts.encoded)
        let file = try Reading.file(parts.encoded)
        #expect(try Reading.onlyFile(file.descriptor, with: TestKeys.recipient()) == Self.inside.content)
    }

    // MARK: Signature

    @Test("the signature is stripped")
    func strippedSignature() throws {
        var parts = try Self.forgery().seal(Self.inside.encoded)
        try parts.changeTrailer { Trailer(manifest: $0.manifest, mac: $0.mac, signature: nil) }
        #expect(Self.verify(parts) == fault(.badSignature, .signature))
    }

    @Test("a signature is added to an unsigned package, or replaced by another's", arguments: [true, false])
    func replacedSignature(signed: Bool) throws {
        var parts = try Self.forgery(signed: signed).seal(Self.inside.encoded)
        let other = try TestKeys.signer(1)
        try parts.changeTrailer {
            let signature = try SignedData.sign(
                contentType: Format.manifestContentType, content: $0.signedContent, certificate: other.certificate,
                key: other.key)
            return Trailer(manifest: $0.manifest, mac: $0.mac, signature: signature)
        }
        #expect(Self.verify(parts) == fault(.badSignature, .signature))
    }

    @Test("a signature of another content type, with a time of its own, or of another package")
    func otherSignatures() throws {
        var typed = try Self.forgery()
        typed.contentType = Format.arc.appending(1, 2)
        #expect(Self.verify(try typed.seal(Self.inside.encoded)) == fault(.badSignature, .signature))
        var timed = try Self.forgery()
        timed.signingTime = sealingTime
        #expect(Self.verify(try timed.seal(Self.inside.encoded)) == fault(.badSignature, .signature))
        var parts = try Self.forgery().seal(Self.inside.encoded)
        let foreign = try Trailer(encoded: Self.forgery().seal(Self.inside.encoded).trailer)
        try parts.changeTrailer { Trailer(manifest: $0.manifest, mac: $0.mac, signature: foreign.signature) }
        #expect(Self.verify(parts) == fault(.badSignature, .signature))
    }

    @Test("the header names another signer than the one who signs, or one where nobody signs")
    func otherOriginator() throws {
        for signed in [true, false] {
            var forgery = try Self.forgery(signed: signed)
            forgery.originator = try TestKeys.signer(1).certificate.sha256
            #expect(Self.verify(try forgery.seal(Self.inside.encoded)) == fault(.badSignature, .signature))
        }
    }

    // MARK: Manifest

    /// What the manifest says instead, signed; the error.
    private static let manifests: [(String, @Sendable (Manifest) -> Manifest, PackageFormatError)] = [
        ("another purpose", { $0.replacing(purpose: .publish) }, fault(.malformed, .manifest)),
        ("another id", { $0.replacing(packageID: Array($0.packageID.reversed())) }, fault(.malformed, .manifest)),
        ("another header", { $0.replacing(commonHeaderHash: $0.packageID) }, fault(.malformed, .manifest)),
        ("another salt", { $0.replacing(salt: Array($0.salt.reversed())) }, fault(.malformed, .manifest)),
        ("another commitment", { $0.replacing(commitment: $0.packageID) }, fault(.malformed, .manifest)),
        ("a header of no piece", { $0.replacing(pieceHeaderHashes: [$0.packageID]) }, fault(.damaged, .header)),
        (
            "the header of piece 2", { $0.replacing(pieceHeaderHashes: [$0.packageID] + $0.pieceHeaderHashes) },
            fault(.malformed, .header)
        ),
        (
            "a header too many", { $0.replacing(pieceHeaderHashes: $0.pieceHeaderHashes + [$0.packageID]) },
            fault(.malformed, .manifest)
        ),
        ("another root", { $0.replacing(roots: [$0.packageID]) }, fault(.malformed, .hashSection)),
        ("a root too many", { $0.replacing(roots: $0.roots + $0.roots) }, fault(.malformed, .hashSection)),
        ("a stripe too many", { $0.replacing(stripeCount: $0.stripeCount + 1) }, fault(.malformed, .hashSection)),
        ("4,294,967,295 stripes", { $0.replacing(stripeCount: 4_294_967_295) }, fault(.malformed, .hashSection)),
        (
            "a stripe's length too many", { $0.replacing(ciphertextLength: $0.ciphertextLength + 16_400) },
            fault(.malformed, .manifest)
        ),
        ("an impossible length", { $0.replacing(ciphertextLength: 16_400) }, fault(.malformed, .manifest)),
        ("the largest length", { $0.replacing(ciphertextLength: UInt64(Int64.max)) }, fault(.malformed, .manifest)),
    ]

    @Test("the manifest says otherwise than header and hashes", arguments: manifests.indices)
    func refusesManifest(_ number: Int) throws {
        #expect(Self.manifests.count == 15)
        var forgery = try Self.forgery()
        forgery.manifest = Self.manifests[number].1
        let error = Self.verify(try forgery.seal(Self.inside.encoded))
        #expect(error == Self.manifests[number].2, "\(Self.manifests[number].0)")
    }

    @Test("the manifest says a byte more than the file has")
    func wrongFileSize() throws {
        var forgery = try Self.forgery()
        forgery.manifest = { $0.replacing(ciphertextLength: $0.ciphertextLength + 1) }
        let parts = try forgery.seal(Self.inside.encoded)
        #expect(Self.verify(parts) == fault(.wrongLength, .file, offset: UInt64(parts.encoded.count)))
    }

    @Test("hashes too many, too few, or in another order")
    func hashSection() throws {
        let parts = try Self.forgery().seal(Self.inside.encoded)
        let hashes = parts.hashSection
        #expect(hashes.count == 64)
        for wrong in [hashes + hashes.prefix(32), Array(hashes.prefix(32)), hashes.suffix(32) + hashes.prefix(32)] {
            var changed = parts
            changed.hashSection = wrong
            #expect(Self.verify(changed) == fault(.malformed, .hashSection))
        }
        var changed = parts
        changed.hashSection = Array(hashes.dropLast())
        #expect(Self.verify(changed) == fault(.wrongLength, .tail))
    }

    @Test("a signed hash that is not the unit's is reported as that unit's damage")
    func wrongLeaf() throws {
        var forgery = try Self.forgery()
        forgery.leaf = { number, leaf in number == 1 ? leaf.reversed() : leaf }
        let bytes = try forgery.seal(Self.inside.encoded).encoded
        #expect(try Reading.verify(bytes).map(\.place.unit) == [1])
        let error = refusal { _ = try Reading.contents(bytes, with: TestKeys.recipient()) }
        #expect(error?.code == .damaged && error?.place?.unit == 1)
    }

    @Test("a signed unit that was not encrypted with the package's key is not released")
    func wrongCiphertext() throws {
        let honest = try Self.forgery(signed: false).seal(Self.inside.encoded)
        var structure = honest
        // Whoever cannot open the package may still write other units, hashes and roots into an unsigned one.
        structure.body[0] ^= 1
        structure.hashSection = try hash(.sha256, [0] + structure.body[..<16_400]) + structure.hashSection.suffix(32)
        var tree = try MerkleTree()
        try tree.append(batch: structure.hashSection)
        let root = try tree.root().bytes
        try structure.changeTrailer {
            Trailer(manifest: $0.manifest.replacing(roots: [root]), mac: $0.mac, signature: nil)
        }
        #expect(try Reading.verify(structure.encoded).isEmpty)
        let error = refusal { _ = try Reading.contents(structure.encoded, with: TestKeys.recipient()) }
        #expect(error == fault(.damaged, .manifest))
    }

    @Test("a wrong authentication code is found by whoever can open the package")
    func wrongMAC() throws {
        var parts = try Self.forgery(signed: false).seal(Self.inside.encoded)
        try parts.changeTrailer { Trailer(manifest: $0.manifest, mac: $0.mac.reversed(), signature: nil) }
        #expect(try Reading.verify(parts.encoded).isEmpty)
        let error = refusal { _ = try Reading.contents(parts.encoded, with: TestKeys.recipient()) }
        #expect(error == fault(.damaged, .manifest))
    }
}
