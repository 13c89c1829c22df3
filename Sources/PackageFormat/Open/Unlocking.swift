import Cryptography
import Dispersal

/// A package that can be decrypted: its keys fit its header, its commitment and its manifest.
package struct UnlockedPackage: ~Copyable, Sendable {
    /// Everything of it but its units, checked.
    package let structure: PieceStructure
    let keys: PackageKeys

    /// Unlocks with a private key to which the package was sealed.
    /// - Throws: `wrongKey`; `inconsistentKey` if this recipient was given another key than the content was sealed with.
    package init(_ structure: PieceStructure, with key: borrowing PrivateKey) throws(PackageFormatError) {
        try self.init(structure, r: try structure.header.common.unwrap(with: key))
    }

    /// Unlocks with the package's passphrase.
    /// - Throws: `wrongPassphrase`.
    package init(
        _ structure: PieceStructure, withPassphrase passphrase: borrowing Secret
    ) throws(PackageFormatError) {
        let r = try structure.header.common.unwrap(withPassphrase: passphrase)
        do { try self.init(structure, r: r) } catch {
            // Up to the commitment every failure is the same, so that none tells a guesser how near he came.
            guard error.code == .inconsistentKey else { throw error }
            throw PackageFormatError(.wrongPassphrase, "the passphrase does not open this package")
        }
    }

    private init(_ structure: PieceStructure, r: borrowing Secret) throws(PackageFormatError) {
        let header = structure.header
        let s = try header.combinedShares()
        let keys = try cryptography { () throws(CryptographyError) in
            try PackageKeys(r: r, s: s, header: header.common, salt: header.salt)
        }
        guard equalInConstantTime(keys.chunks.commitment, header.commitment) else {
            throw PackageFormatError(
                .inconsistentKey, "the key that was unwrapped is not the content's", place: Place(.header))
        }
        let mac = try cryptography { () throws(CryptographyError) in
            try keys.authenticationCode(structure.manifest)
        }
        guard equalInConstantTime(mac, structure.trailer.mac) else {
            throw PackageFormatError(
                .damaged, "the manifest does not match its authentication code", place: Place(.manifest))
        }
        self.structure = structure
        self.keys = keys
    }
}

extension PieceHeader {
    /// S, from the one share of a package in one piece.
    fileprivate func combinedShares() throws(PackageFormatError) -> Secret {
        do { return try SecretSharing.combine([Share(x: UInt8(x), bytes: share)]) } catch {
            throw PackageFormatError(.malformed, error.code.rawValue, place: Place(.header))
        }
    }
}
