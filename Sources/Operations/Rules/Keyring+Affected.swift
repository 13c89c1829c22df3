import Cryptography
import Keyring

extension Keyring {
    /// Identities one of whose keys is of that algorithm.
    /// - Parameter algorithm: its name on the recommended list.
    /// - Throws: `keyring` if the keyring cannot be read at all.
    package func identities(using algorithm: String) throws(OperationError) -> [Identity] {
        let all = try onKeyring { () throws(KeyringError) in try identities().identities }
        return all.filter { identity in
            let names = [
                try? identity.signing.publicKey.type.signatureListing().name,
                try? identity.encryption.publicKey.type.encryptionListing().name,
            ]
            return names.contains(algorithm)
        }
    }
}
