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
        try self.init(structure, try structure.header.keys(with: key))
    }

    /// Unlocks with the package's passphrase.
    /// - Throws: `wrongPassphrase`.
    package init(
        _ structure: PieceStructure, withPassphrase passphrase: borrowing Secret
    ) throws(PackageFormatError) {
        try self.init(structure, try structure.header.keys(withPassphrase: passphrase))
    }

    /// - Parameter keys: those of the structure's own header.
    /// - Throws: `damaged` if the manifest is not by who has them.
    init(_ structure: PieceStructure, _ keys: consuming PackageKeys) throws(PackageFormatError) {
        let mac: [UInt8]
        do { mac = try keys.authenticationCode(structure.manifest) } catch { throw PackageFormatError(error) }
        guard equalInConstantTime(mac, structure.trailer.mac) else {
            throw PackageFormatError(
                .damaged, "the manifest does not match its authentication code", place: Place(.manifest))
        }
        self.structure = structure
        self.keys = keys
    }
}

extension PieceHeader {
    /// The keys of the content, for a private key to which the package was sealed.
    /// - Throws: `wrongKey`; `inconsistentKey` if this recipient was given another key than the content was sealed with.
    package func keys(with key: borrowing PrivateKey) throws(PackageFormatError) -> PackageKeys {
        try keys(r: try common.unwrap(with: key))
    }

    /// The keys of the content, for the package's passphrase.
    /// - Throws: `wrongPassphrase`.
    package func keys(withPassphrase passphrase: borrowing Secret) throws(PackageFormatError) -> PackageKeys {
        let r = try common.unwrap(withPassphrase: passphrase)
        do { return try keys(r: r) } catch {
            // Up to the commitment every failure is the same, so that none tells a guesser how near he came.
            guard error.code == .inconsistentKey else { throw error }
            throw PackageFormatError(.wrongPassphrase, "the passphrase does not open this package")
        }
    }

    private func keys(r: borrowing Secret) throws(PackageFormatError) -> PackageKeys {
        let s = try combinedShares()
        let keys = try cryptography { () throws(CryptographyError) in
            try PackageKeys(r: r, s: s, header: common, salt: salt)
        }
        guard equalInConstantTime(keys.chunks.commitment, commitment) else {
            throw PackageFormatError(
                .inconsistentKey, "the key that was unwrapped is not the content's", place: Place(.header))
        }
        return keys
    }

    /// S, from the one share of a package in one piece.
    private func combinedShares() throws(PackageFormatError) -> Secret {
        do { return try SecretSharing.combine([Share(x: UInt8(x), bytes: share)]) } catch {
            throw PackageFormatError(.malformed, error.code.rawValue, place: Place(.header))
        }
    }
}
