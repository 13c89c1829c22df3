import Cryptography

/// A signing key that its passphrase has opened, with its certificate.
package struct UnlockedSigningKey: ~Copyable, Sendable {
    /// Whose key it is.
    package let identity: Identity
    /// The private half.
    package let key: PrivateKey

    /// The certificate that holds the public half.
    package var certificate: Certificate { identity.signing }
}

/// An encryption key that its passphrase has opened, with its certificate.
package struct UnlockedEncryptionKey: ~Copyable, Sendable {
    /// Whose key it is.
    package let identity: Identity
    /// The private half.
    package let key: PrivateKey

    /// The certificate that holds the public half.
    package var certificate: Certificate { identity.encryption }
}
