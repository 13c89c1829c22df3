internal import COpenSSL

// A PrivateKeyInfo of Ed25519 without public half or attributes (RFC 8410, 7) has 48 bytes, of which 16 are always the
// same; in PEM they are one line of 64 characters. So both are read by comparison, and the seed never leaves a Secret.
extension Ed25519PrivateKey {
    private static let operation = "reading an Ed25519 private key"
    /// SEQUENCE { INTEGER 0, SEQUENCE { 1.3.101.112 }, OCTET STRING { OCTET STRING of 32 bytes } }, up to those bytes.
    private static let prefix: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]
    private static let begin = Array("-----BEGIN PRIVATE KEY-----\n".utf8)
    private static let end = Array("\n-----END PRIVATE KEY-----\n".utf8)
    private static let lineSize = 64

    /// The DER of a PrivateKeyInfo in the clear (RFC 8410, 7): version 0, no attributes.
    /// - Throws: `malformed` for anything else.
    package init(unencryptedPKCS8 der: borrowing Secret) throws(CryptographyError) {
        let isExpected = der.withUnsafeBytes { bytes in
            bytes.count == Self.prefix.count + Self.seedSize && bytes.starts(with: Self.prefix)
        }
        guard isExpected else { throw .malformed(Self.operation, "not the DER of an Ed25519 PrivateKeyInfo") }
        try self.init(seed: der.dropping(first: Self.prefix.count))
    }

    /// The PEM of such a PrivateKeyInfo, exactly as `unencryptedPKCS8PEM` and `openssl pkey` write it.
    /// - Throws: `malformed` for anything else.
    package init(unencryptedPKCS8PEM pem: borrowing Secret) throws(CryptographyError) {
        guard let der = Self.decoded(pem) else {
            throw .malformed(Self.operation, "not the PEM of an Ed25519 PrivateKeyInfo")
        }
        try self.init(unencryptedPKCS8: der)
    }

    /// The DER of the PrivateKeyInfo in the clear (RFC 8410, 7).
    /// - Throws: `opensslFailure`.
    package borrowing func unencryptedPKCS8() throws(CryptographyError) -> Secret {
        try Secret(copying: Self.prefix).concatenated(with: seed())
    }

    /// The PEM of the PrivateKeyInfo in the clear (RFC 7468, 10), for a file that only its owner can read.
    /// - Throws: `opensslFailure`.
    package borrowing func unencryptedPKCS8PEM() throws(CryptographyError) -> Secret {
        try Self.encoded(unencryptedPKCS8())
    }

    /// The C function is EVP_EncodeBlock, which ends its output with a zero byte; `end` then overwrites it.
    private static func encoded(_ der: borrowing Secret) -> Secret {
        Secret(count: begin.count + lineSize + end.count) { text in
            text.copyBytes(from: begin)
            let line = UnsafeMutableRawBufferPointer(rebasing: text[begin.count...])
            der.withUnsafeBytes { bytes in
                _ = EVP_EncodeBlock(
                    line.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(clamping: bytes.count))
            }
            UnsafeMutableRawBufferPointer(rebasing: line[lineSize...]).copyBytes(from: end)
        }
    }

    /// The C function is EVP_DecodeBlock. It lets pass what is not canonical; so the result must encode to the same text.
    private static func decoded(_ pem: borrowing Secret) -> Secret? {
        guard pem.count == begin.count + lineSize + end.count else { return nil }
        let size = prefix.count + seedSize
        var count: Int32 = 0
        let der = Secret(count: size) { output in
            pem.withUnsafeBytes { text in
                let line = UnsafeRawBufferPointer(rebasing: text[begin.count...])
                count = EVP_DecodeBlock(
                    output.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    line.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(lineSize))
            }
        }
        guard count == size, encoded(der).equalsInConstantTime(pem) else { return nil }
        return der
    }
}
