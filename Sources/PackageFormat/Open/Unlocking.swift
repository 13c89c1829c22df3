import Cryptography

/// A package that can be decrypted: its keys fit its header, its commitment and its manifest.
package struct UnlockedPackage: ~Copyable, Sendable {
    /// Everything of it but its units, checked.
    package let structure: PackageStructure
    let keys: PackageKeys

    /// Unlocks with a private key to which the package was sealed.
    /// - Throws: `wrongKey`; `inconsistentKey` if this recipient was given another key than the content was sealed with.
    package init(_ structure: PackageStructure, with key: borrowing PrivateKey) throws(PackageFormatError) {
        try self.init(structure, try structure.lock.keys(with: key))
    }

    /// Unlocks with the package's passphrase.
    /// - Throws: `wrongPassphrase`.
    package init(
        _ structure: PackageStructure, withPassphrase passphrase: borrowing Secret
    ) throws(PackageFormatError) {
        try self.init(structure, try structure.lock.keys(withPassphrase: passphrase))
    }

    /// - Parameter keys: those of the structure's own header.
    /// - Throws: `damaged` if the manifest is not by who has them.
    init(_ structure: PackageStructure, _ keys: consuming PackageKeys) throws(PackageFormatError) {
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
