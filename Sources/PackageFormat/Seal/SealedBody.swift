import Cryptography
import DER
import Label
import SystemIO
import Transparency

/// A package whose units are written, and which lacks its end: header copy, hash section, trailer and tail.
///
/// Apart from the body so that the signing key may be unlocked while the body is being sealed.
package struct SealedBody: ~Copyable, Sendable {
    private let header: PieceHeader
    private let keys: PackageKeys
    private let geometry: StripeGeometry
    private let leaves: LeafList
    private let contentLength: UInt64
    private let writer: PieceWriter

    init(
        header: PieceHeader, keys: consuming PackageKeys, geometry: StripeGeometry, leaves: LeafList,
        contentLength: UInt64, writer: consuming PieceWriter
    ) {
        self.header = header
        self.keys = keys
        self.geometry = geometry
        self.leaves = leaves
        self.contentLength = contentLength
        self.writer = writer
    }

    /// Closes a signed package.
    /// - Parameters:
    ///   - key: the private key of `certificate`, which must be the one that the header names.
    ///   - time: the sealing time that the manifest claims.
    ///   - intent: the ledger's proof of the entry that announced the package, at most 65,536 bytes.
    /// - Throws: `invalidRequest` for another certificate, `system`, `cryptography`.
    package consuming func finish(
        signedBy key: borrowing PrivateKey, _ certificate: Certificate, time: DERTime, intent: [UInt8]? = nil
    ) throws(PackageFormatError) -> SealedPackage {
        guard header.common.originator == certificate.sha256 else {
            throw PackageFormatError(.invalidRequest, "the header names another signer")
        }
        let hashes = try writeHashSection()
        let (manifest, mac) = try manifest(hashes, time, intent)
        let signature = try cryptography { () throws(CryptographyError) in
            try SignedData.sign(
                contentType: Format.manifestContentType, content: manifest.encoded + mac, certificate: certificate,
                key: key)
        }
        return try close(Trailer(manifest: manifest, mac: mac, signature: signature), hashes)
    }

    /// Closes a package that claims no origin.
    package consuming func finishUnsigned(
        time: DERTime, intent: [UInt8]? = nil
    ) throws(PackageFormatError) -> SealedPackage {
        guard header.common.originator == nil else {
            throw PackageFormatError(.invalidRequest, "the header names a signer")
        }
        let hashes = try writeHashSection()
        let (manifest, mac) = try manifest(hashes, time, intent)
        return try close(Trailer(manifest: manifest, mac: mac, signature: nil), hashes)
    }

    private func manifest(
        _ hashes: borrowing HashSection, _ time: DERTime, _ intent: [UInt8]?
    ) throws(PackageFormatError) -> (Manifest, mac: [UInt8]) {
        guard intent.map({ Format.intentSizes.contains($0.count) }) ?? true else {
            throw PackageFormatError(.tooLarge, "the intent's proof would exceed 64 KiB", place: Place(.manifest))
        }
        let (headerHash, pieceHash) = try cryptography { () throws(CryptographyError) in
            (try hash(.sha256, header.common.encoded), try hash(.sha256, header.encoded))
        }
        let manifest = Manifest(
            purpose: header.common.purpose, packageID: header.common.packageID, commonHeaderHash: headerHash,
            salt: header.salt, commitment: header.commitment, pieceHeaderHashes: [pieceHash], roots: [hashes.root],
            stripeCount: geometry.stripeCount, ciphertextLength: geometry.ciphertextLength, sealingTime: time,
            intent: intent, extensions: .none)
        let mac = try cryptography { () throws(CryptographyError) in try keys.authenticationCode(manifest) }
        return (manifest, mac)
    }

    /// Writes header copy and hash section.
    private func writeHashSection() throws(PackageFormatError) -> HashSection {
        let encoded = header.encoded
        var offset = UInt64(Format.prefixSize + encoded.count) + geometry.bodyLength
        try writer.write(encoded, at: offset)
        offset += UInt64(encoded.count)
        var digest = try cryptography { () throws(CryptographyError) in try Hasher(.sha256) }
        var tree = try cryptography { () throws(CryptographyError) in try MerkleTree() }
        try leaves.forEachBatch { batch throws(PackageFormatError) in
            try writer.write(batch, at: offset)
            offset += UInt64(batch.count)
            do throws(CryptographyError) {
                try digest.update(batch)
                try tree.append(batch: batch)
            } catch { throw PackageFormatError(error) }
        }
        do { return HashSection(root: try tree.root().bytes, digest: digest, end: offset) } catch {
            throw PackageFormatError(error)
        }
    }

    private func close(
        _ trailer: Trailer, _ hashes: consuming HashSection
    ) throws(PackageFormatError) -> SealedPackage {
        let encoded = trailer.encoded
        guard encoded.count <= Format.maximumTrailerSize else {
            throw PackageFormatError(.tooLarge, "the trailer would exceed 256 KiB", place: Place(.trailer))
        }
        let end = hashes.end
        let digest = try hashes.digest(followedBy: encoded)
        let tail = Tail(
            headerLength: UInt64(header.encoded.count), hashSectionLength: geometry.hashSectionLength,
            trailerLength: UInt64(encoded.count), digest: digest)
        try writer.write(encoded + tail.encoded, at: end)
        let size = end + UInt64(encoded.count + Format.tailSize)
        return SealedPackage(header: header, manifest: trailer.manifest, size: size, contentLength: contentLength)
    }
}

/// What was sealed.
package struct SealedPackage: Sendable {
    /// Its header.
    package let header: PieceHeader
    /// What its signature covers.
    package let manifest: Manifest
    /// Bytes of the piece.
    package let size: UInt64
    /// Bytes of file contents in it.
    package let contentLength: UInt64
}

/// A hash section that was written, and its digest so far.
private struct HashSection: ~Copyable {
    let root: [UInt8]
    private var hasher: Hasher
    /// Where it ends in the piece.
    let end: UInt64

    init(root: [UInt8], digest: consuming Hasher, end: UInt64) {
        self.root = root
        hasher = digest
        self.end = end
    }

    /// SHA-256 of hash section ‖ trailer.
    consuming func digest(followedBy trailer: [UInt8]) throws(PackageFormatError) -> [UInt8] {
        do {
            try hasher.update(trailer)
            return try hasher.finish()
        } catch { throw PackageFormatError(error) }
    }
}
