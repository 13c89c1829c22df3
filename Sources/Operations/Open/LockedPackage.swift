import Cryptography
import Keyring
import PackageFormat

/// A package whose header is known, to find out which keys open it.
package protocol LockedPackage: ~Copyable {
    /// What opens it.
    var lock: PackageLock { get }
}

extension LockedPackage where Self: ~Copyable {
    /// What it says first, visible to everyone.
    package var header: CommonHeader { lock.common }

    /// One's own identities that may be able to open the package: those that it names, or where it hides recipients all
    /// whose keys are of the right kind.
    package borrowing func openers(in keyring: Keyring) throws(OperationError) -> [Identity] {
        let own = try onKeyring { () throws(KeyringError) in try keyring.identities().own }
        let named = Set(header.stanzas.compactMap(\.recipient))
        let kems = Set(header.stanzas.compactMap(\.hiddenKEM))
        return own.filter { identity in
            let key = identity.encryption.publicKey
            return named.contains(key.keyID) || KEM(key.type).map(kems.contains) ?? false
        }
    }

    /// Whether this key opens the package: for hidden recipients, which must be tried.
    package borrowing func isSealed(to key: borrowing UnlockedEncryptionKey) throws(OperationError) -> Bool {
        do {
            _ = try lock.keys(with: key.key)
            return true
        } catch {
            if error.code == .wrongKey { return false }
            throw OperationError(.package, underlying: .package(error))
        }
    }
}

extension Stanza {
    fileprivate var hiddenKEM: KEM? {
        guard case .hpke(let hpke) = self, hpke.recipient == nil else { return nil }
        return hpke.kem
    }
}
