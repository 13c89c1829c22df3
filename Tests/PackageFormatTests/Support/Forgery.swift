import Cryptography
import DER
import Dispersal
import Label
import SystemIO
import Transparency

@testable import PackageFormat

/// Makes packages that the sealer would not make: its steps one by one, each open to a change.
struct Forgery {
    /// What an honest sealer would take.
    var recipients: [PublicKey] = []
    var hidden = false
    var signer: TestSigner?
    var label: Label?
    var split = Split.small
    /// In place of the signer's.
    var originator: [UInt8]?
    /// In place of a random one.
    var packageID: [UInt8]?
    /// Wraps R otherwise. The header has no stanzas; the result is signed by their ephemeral keys.
    var wrap: (@Sendable (borrowing Secret, CommonHeader) throws -> CommonHeader)?
    /// Changes the manifest before its authentication code and signature are made.
    var manifest: (@Sendable (Manifest) throws -> Manifest)?
    /// Changes the leaf of a unit, counted from 0.
    var leaf: (@Sendable (UInt64, [UInt8]) -> [UInt8])?
    /// The header claims one file.
    var claimsOneFile = true
    var contentType = Format.manifestContentType
    var signingTime: DERTime?

    /// A package with this plaintext.
    func seal(_ plaintext: [UInt8]) throws -> PieceParts {
        let r = try Secret(random: 32)
        let s = try Secret(random: 32)
        let common = try commonHeader(r)
        let salt = try randomBytes(24)
        let keys = try PackageKeys(r: r, s: s, header: common, salt: salt)
        let share = s.withUnsafeBytes { Array($0) }
        let header = PieceHeader(common: common, x: 1, share: share, salt: salt, commitment: keys.chunks.commitment)
        let body = try encrypt(plaintext, keys)
        let leaves = try leaves(of: body)
        let trailer = try trailer(header, UInt64(body.count), leaves, keys)
        return PieceParts(
            header: header.encoded, body: body, hashSection: Array(leaves.joined()), trailer: trailer.encoded)
    }

    /// What the pieces say first, R wrapped in it.
    func commonHeader(_ r: borrowing Secret) throws -> CommonHeader {
        let bare = CommonHeader(
            packageID: try packageID ?? randomBytes(32), suite: .aes256GCM, split: split,
            originator: originator ?? signer?.certificate.sha256, purpose: .inside, label: label, stanzas: [],
            extensions: claimsOneFile ? try Extensions([.oneFile]) : .none)
        let addressees = Addressees(publicKeys: recipients, passphrase: nil, hidden: hidden)
        return try wrap?(r, bare) ?? addressees.wrap(r, into: bare)
    }

    func encrypt(_ plaintext: [UInt8], _ keys: borrowing PackageKeys) throws -> [UInt8] {
        var cipher = try keys.chunks.cipher()
        var stream: [UInt8] = []
        for chunk in 0...plaintext.count / ChunkedEncryption.chunkSize {
            let part = plaintext.dropFirst(chunk * ChunkedEncryption.chunkSize).prefix(ChunkedEncryption.chunkSize)
            var sealed = [UInt8](repeating: 0, count: part.count + 16)
            try Array(part).withUnsafeBytes { source in
                try sealed.withUnsafeMutableBytes { try cipher.seal(chunk: UInt64(chunk), source, into: $0) }
            }
            stream += sealed
        }
        return stream
    }

    private func leaves(of body: [UInt8]) throws -> [[UInt8]] {
        try stride(from: 0, to: body.count, by: split.unitSize).enumerated().map { number, start in
            let leaf = try hash(.sha256, [0] + body[start..<min(body.count, start + split.unitSize)])
            return self.leaf?(UInt64(number), leaf) ?? leaf
        }
    }

    private func trailer(
        _ header: PieceHeader, _ length: UInt64, _ leaves: [[UInt8]], _ keys: borrowing PackageKeys
    ) throws -> Trailer {
        try trailer([header], length, [leaves], keys)
    }

    /// - Parameter leaves: of each piece.
    func trailer(
        _ headers: [PieceHeader], _ length: UInt64, _ leaves: [[[UInt8]]], _ keys: borrowing PackageKeys
    ) throws -> Trailer {
        let roots = try leaves.map { leaves in
            var tree = try MerkleTree()
            try tree.append(batch: leaves.flatMap(\.self))
            return try tree.root().bytes
        }
        let common = headers[0].common
        let honest = Manifest(
            purpose: common.purpose, packageID: common.packageID,
            commonHeaderHash: try hash(.sha256, common.encoded), salt: headers[0].salt,
            commitment: headers[0].commitment, pieceHeaderHashes: try headers.map { try hash(.sha256, $0.encoded) },
            roots: roots, stripeCount: UInt64(leaves[0].count), ciphertextLength: length,
            sealingTime: sealingTime, intent: nil, extensions: .none)
        let manifest = try self.manifest?(honest) ?? honest
        let mac = try keys.authenticationCode(manifest)
        let signature = try signer.map {
            try SignedData.sign(
                contentType: contentType, content: manifest.encoded + mac, certificate: $0.certificate, key: $0.key,
                signingTime: signingTime)
        }
        return Trailer(manifest: manifest, mac: mac, signature: signature)
    }
}

extension Extension {
    static let oneFile = Extension(id: Format.oneFileExtension, critical: false, value: [])
}

/// The plaintext of a package, every part of it to be chosen.
struct Inside {
    var content: [UInt8] = []
    var entries: [Entry] = []
    var label: Label?
    var recipients: [[UInt8]]?
    var padding: [UInt8] = []
    /// In place of the true numbers.
    var entryCount: UInt64?
    var pointers: [UInt64]?
    /// In place of the encoded entries.
    var index: [UInt8]?

    var encoded: [UInt8] {
        let entries = self.entries.flatMap(\.encoded)
        let head = IndexHead(
            label: label, recipients: recipients, entryCount: entryCount ?? UInt64(self.entries.count))
        let index = self.index ?? head.prefix(entriesLength: UInt64(entries.count)) + entries
        let lengths = pointers ?? [content.count, index.count, 0, padding.count].map(UInt64.init)
        return content + index + padding + lengths.flatMap(bigEndian) + Format.insideTag
    }
}

extension Manifest {
    /// This manifest with some fields replaced.
    func replacing(
        purpose: Purpose? = nil, packageID: [UInt8]? = nil, commonHeaderHash: [UInt8]? = nil, salt: [UInt8]? = nil,
        commitment: [UInt8]? = nil, pieceHeaderHashes: [[UInt8]]? = nil, roots: [[UInt8]]? = nil,
        stripeCount: UInt64? = nil, ciphertextLength: UInt64? = nil
    ) -> Manifest {
        Manifest(
            purpose: purpose ?? self.purpose, packageID: packageID ?? self.packageID,
            commonHeaderHash: commonHeaderHash ?? self.commonHeaderHash, salt: salt ?? self.salt,
            commitment: commitment ?? self.commitment, pieceHeaderHashes: pieceHeaderHashes ?? self.pieceHeaderHashes,
            roots: roots ?? self.roots, stripeCount: stripeCount ?? self.stripeCount,
            ciphertextLength: ciphertextLength ?? self.ciphertextLength, sealingTime: sealingTime, intent: intent,
            extensions: extensions)
    }
}
