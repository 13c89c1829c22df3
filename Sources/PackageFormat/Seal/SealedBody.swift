import Cryptography
import DER
import Label
import SystemIO
import Transparency

/// A package whose units are written, and whose pieces lack their ends: header copy, hash section, trailer and tail.
///
/// Apart from the body so that the signing key may be unlocked while the body is being sealed.
package struct SealedBody: ~Copyable, Sendable {
    private let headers: [PieceHeader]
    private let keys: PackageKeys
    private let geometry: StripeGeometry
    private let leaves: LeafList
    private let contentLength: UInt64
    private let writers: [PieceWriter]

    init(
        headers: [PieceHeader], keys: consuming PackageKeys, geometry: StripeGeometry, leaves: LeafList,
        contentLength: UInt64, writers: [PieceWriter]
    ) {
        self.headers = headers
        self.keys = keys
        self.geometry = geometry
        self.leaves = leaves
        self.contentLength = contentLength
        self.writers = writers
    }

    private var common: CommonHeader { headers[0].common }

    /// Closes a signed package.
    /// - Parameters:
    ///   - key: the private key of `certificate`, which must be the one that the header names.
    ///   - time: the sealing time that the manifest claims.
    ///   - intent: the ledger's proof of the entry that announced the package, at most 65,536 bytes.
    /// - Throws: `invalidRequest` for another certificate, `system`, `cryptography`.
    package consuming func finish(
        signedBy key: borrowing PrivateKey, _ certificate: Certificate, time: DERTime, intent: [UInt8]? = nil
    ) throws(PackageFormatError) -> SealedPackage {
        guard common.originator == certificate.sha256 else {
            throw PackageFormatError(.invalidRequest, "the header names another signer")
        }
        let (manifest, mac) = try manifest(time, intent)
        let signature = try cryptography { () throws(CryptographyError) in
            try SignedData.sign(
                contentType: Format.manifestContentType, content: manifest.encoded + mac, certificate: certificate,
                key: key)
        }
        return try close(Trailer(manifest: manifest, mac: mac, signature: signature))
    }

    /// Closes a package that claims no origin.
    package consuming func finishUnsigned(
        time: DERTime, intent: [UInt8]? = nil
    ) throws(PackageFormatError) -> SealedPackage {
        guard common.originator == nil else {
            throw PackageFormatError(.invalidRequest, "the header names a signer")
        }
        let (manifest, mac) = try manifest(time, intent)
        return try close(Trailer(manifest: manifest, mac: mac, signature: nil))
    }

    private func manifest(
        _ time: DERTime, _ intent: [UInt8]?
    ) throws(PackageFormatError) -> (Manifest, mac: [UInt8]) {
        guard intent.map({ Format.intentSizes.contains($0.count) }) ?? true else {
            throw PackageFormatError(.tooLarge, "the intent's proof would exceed 64 KiB", place: Place(.manifest))
        }
        let roots = try leaves.roots(pieces: geometry.split.n)
        let (headers, common) = (headers, common)
        let (commonHash, pieceHashes) = try cryptography { () throws(CryptographyError) in
            var hashes: [[UInt8]] = []
            for header in headers { hashes.append(try hash(.sha256, header.encoded)) }
            return (try hash(.sha256, common.encoded), hashes)
        }
        let manifest = Manifest(
            purpose: common.purpose, packageID: common.packageID, commonHeaderHash: commonHash,
            salt: headers[0].salt, commitment: headers[0].commitment, pieceHeaderHashes: pieceHashes, roots: roots,
            stripeCount: geometry.stripeCount, ciphertextLength: geometry.ciphertextLength, sealingTime: time,
            intent: intent, extensions: .none)
        let mac = try cryptography { () throws(CryptographyError) in try keys.authenticationCode(manifest) }
        return (manifest, mac)
    }

    private func close(_ trailer: Trailer) throws(PackageFormatError) -> SealedPackage {
        let end = try PieceEnd(trailer, leaves, headerLength: headers[0].encoded.count)
        let bodyLength = geometry.bodyLength
        for (header, writer) in zip(headers, writers) {
            try end.write(after: bodyLength, header: header.encoded, to: writer)
        }
        let layout = Layout(
            headerLength: end.tail.headerLength, geometry: geometry, trailerLength: end.tail.trailerLength)
        return SealedPackage(
            common: common, manifest: trailer.manifest, pieceSize: layout.fileSize, contentLength: contentLength)
    }
}

/// What was sealed.
package struct SealedPackage: Sendable {
    /// What all its pieces say first.
    package let common: CommonHeader
    /// What its signature covers.
    package let manifest: Manifest
    /// Bytes of each piece.
    package let pieceSize: UInt64
    /// Bytes of file contents in it.
    package let contentLength: UInt64

    /// Bytes of all pieces.
    package var size: UInt64 { pieceSize * UInt64(common.split.n) }
}
