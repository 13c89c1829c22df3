import Keyring

/// Which of one's own identities does something, where that need not be said because there is only one.
package enum OwnIdentity {
    /// The identity of one's own.
    /// - Parameter name: as it was asked for; nil to take the only one there is.
    /// - Throws: `keyring` with `invalidName`, `notFound` or `notOwn`; `noSender`; `ambiguousSender` with their names.
    package static func choose(_ name: String?, in keyring: Keyring) throws(OperationError) -> Identity {
        guard let name else { return try onlyOne(in: keyring) }
        return try onKeyring { () throws(KeyringError) in
            let identity = try keyring.identity(try IdentityName(name))
            guard identity.isOwn else {
                throw KeyringError(.notOwn, "its private keys are not in this keyring", name: name)
            }
            return identity
        }
    }

    private static func onlyOne(in keyring: Keyring) throws(OperationError) -> Identity {
        let listing = try onKeyring { () throws(KeyringError) in try keyring.identities() }
        // One that cannot be read might be the sender's: another must not sign in its place unasked.
        if let problem = listing.problems.first { throw OperationError(.keyring, underlying: .keyring(problem)) }
        let own = listing.own
        guard let first = own.first else { throw OperationError(.noSender) }
        guard own.count == 1 else {
            var error = OperationError(.ambiguousSender)
            error.names = own.map(\.name.text)
            throw error
        }
        return first
    }
}
