internal import COpenSSL

/// Authenticated encryption with associated data (RFC 5116). Both have 32-byte keys, 12-byte nonces and 16-byte tags.
package enum AEAD: Sendable, CaseIterable {
    /// AES-256 in Galois/Counter Mode (NIST SP 800-38D).
    case aes256GCM
    /// ChaCha20 and Poly1305 (RFC 8439).
    case chacha20Poly1305

    /// Length of a key in bytes.
    package static let keySize = 32
    /// Length of a nonce in bytes.
    package static let nonceSize = 12
    /// Length of an authentication tag in bytes, which follows the ciphertext.
    package static let tagSize = 16

    /// The name in IANA's registry "Authenticated Encryption with Associated Data (AEAD) Parameters".
    package var ianaName: String {
        switch self {
        case .aes256GCM: "AEAD_AES_256_GCM"
        case .chacha20Poly1305: "AEAD_CHACHA20_POLY1305"
        }
    }

    /// The AEAD identifier of HPKE (RFC 9180, 7.3).
    package var hpkeID: UInt16 {
        switch self {
        case .aes256GCM: 2
        case .chacha20Poly1305: 3
        }
    }

    /// The name on the recommended list.
    package var name: String {
        switch self {
        case .aes256GCM: "AES-256-GCM"
        case .chacha20Poly1305: "ChaCha20-Poly1305"
        }
    }

    /// OpenSSL's EVP_CIPHER, fetched once.
    /// - Throws: `unsupportedAlgorithm` if no provider offers it.
    func method() throws(CryptographyError) -> OpaquePointer {
        switch self {
        case .aes256GCM: try Self.fetchedAES.pointer()
        case .chacha20Poly1305: try Self.fetchedChaCha.pointer()
        }
    }

    private static let fetchedAES = FetchedAlgorithm(aes256GCM.name, EVP_CIPHER_fetch)
    private static let fetchedChaCha = FetchedAlgorithm(chacha20Poly1305.name, EVP_CIPHER_fetch)
}
