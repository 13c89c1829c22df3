internal import COpenSSL
import DER

/// Encryption of private keys under a passphrase: PBES2 (RFC 8018, 6.2) with PBKDF2 and AES-256-CBC, and nothing else.
///
/// The parameters are read strictly before any work is done, so that a file can neither choose another scheme nor a cost.
/// 1. Key derivation is PBKDF2 with HMAC over SHA-256, SHA-384 or SHA-512, a salt of 8 to 64 bytes, and
///    1,000 to 10,000,000 iterations.
/// 2. The cipher is AES-256-CBC; a stated key length is 32.
/// 3. The ciphertext is at most 64 KiB.
enum PBES2 {
    /// What is accepted; the upper end is some seconds of work.
    static let iterations: ClosedRange<Int64> = 1_000...10_000_000
    static let saltSize: Int32 = 16
    static let maximumSize = 65_536

    static let pbes2 = ObjectIdentifier(1, 2, 840, 113_549, 1, 5, 13)
    static let pbkdf2 = ObjectIdentifier(1, 2, 840, 113_549, 1, 5, 12)
    static let aes256CBC = ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 1, 42)
    /// hmacWithSHA256, -384, -512 (RFC 8018, B.1.2).
    static let functions: [ObjectIdentifier] = [9, 10, 11].map { ObjectIdentifier(1, 2, 840, 113_549, 2).appending($0) }

    private static let operation = "reading an encrypted private key"

    /// The key in an EncryptedPrivateKeyInfo (RFC 5208, 6).
    /// - Throws: `malformed`, `unsupportedAlgorithm`, `outOfRange` for the number of iterations, `wrongPassphrase`.
    static func decrypt(_ der: [UInt8], passphrase: borrowing Secret) throws(CryptographyError) -> PrivateKeyInfo {
        try requireParameters(der)
        let envelope = try EncryptedPrivateKeyInfo(der)
        let pointer = envelope.pointer
        return try passphrase.withUnsafeBytes { (text) throws(CryptographyError) in
            let start = text.baseAddress?.assumingMemoryBound(to: CChar.self)
            let info = try OpenSSL.pointer("PKCS8_decrypt", .wrongPassphrase) {
                PKCS8_decrypt(pointer, start, Int32(clamping: text.count))
            }
            return PrivateKeyInfo(takingOwnershipOf: info)
        }
    }

    /// The EncryptedPrivateKeyInfo of a key, with HMAC-SHA-512 and a random salt of 16 bytes.
    /// - Throws: `outOfRange` for the number of iterations, `opensslFailure`.
    static func encrypt(
        _ info: borrowing PrivateKeyInfo, passphrase: borrowing Secret, iterations: Int
    ) throws(CryptographyError) -> [UInt8] {
        guard Self.iterations.contains(Int64(iterations)), let rounds = Int32(exactly: iterations) else {
            throw CryptographyError(
                .outOfRange, operation: "encrypting a private key", reason: "\(iterations) iterations")
        }
        let algorithm = try OpenSSL.pointer("PKCS5_pbe2_set_iv") {
            PKCS5_pbe2_set_iv(EVP_aes_256_cbc(), rounds, nil, saltSize, nil, NID_hmacWithSHA512)
        }
        let pointer = info.pointer
        let envelope: OpaquePointer
        do throws(CryptographyError) {
            envelope = try passphrase.withUnsafeBytes { (text) throws(CryptographyError) in
                let start = text.baseAddress?.assumingMemoryBound(to: CChar.self)
                return try OpenSSL.pointer("PKCS8_set0_pbe") {
                    PKCS8_set0_pbe(start, Int32(clamping: text.count), pointer, algorithm)
                }
            }
        } catch {
            X509_ALGOR_free(algorithm)
            throw error
        }
        return try EncryptedPrivateKeyInfo(takingOwnershipOf: envelope).der()
    }

    private static func requireParameters(_ der: [UInt8]) throws(CryptographyError) {
        guard der.count <= maximumSize else { throw .malformed(operation, "more than 64 KiB") }
        let scheme = try parseDER(operation, der) { (reader) throws(DERError) in
            try reader.sequence { (inner) throws(DERError) in
                let scheme = try AlgorithmIdentifier(&inner)
                _ = try inner.octetString(16...maximumSize)
                return scheme
            }
        }
        try require(scheme.algorithm == pbes2, "scheme \(scheme.algorithm)")
        var cipher = AlgorithmIdentifier(aes256CBC)
        let derivation = try parseDER(operation, scheme.parameters ?? []) { (reader) throws(DERError) in
            try reader.sequence { (inner) throws(DERError) in
                let derivation = try AlgorithmIdentifier(&inner)
                cipher = try AlgorithmIdentifier(&inner)
                return derivation
            }
        }
        try require(cipher.algorithm == aes256CBC, "cipher \(cipher.algorithm)")
        _ = try parseDER(operation, cipher.parameters ?? []) { (reader) throws(DERError) in
            try reader.octetString(count: 16)
        }
        try require(derivation.algorithm == pbkdf2, "key derivation \(derivation.algorithm)")
        try requireDerivation(derivation.parameters ?? [])
    }

    /// PBKDF2-params (RFC 8018, A.2). Without a function it would be HMAC-SHA-1.
    private static func requireDerivation(_ der: [UInt8]) throws(CryptographyError) {
        var count: Int64 = 0
        let function = try parseDER(operation, der) { (reader) throws(DERError) in
            try reader.sequence { (inner) throws(DERError) -> AlgorithmIdentifier? in
                _ = try inner.octetString(8...64)
                count = try inner.integer(0...Int64.max)
                if inner.nextTag == .integer { _ = try inner.integer(32...32) }
                return inner.isAtEnd ? nil : try AlgorithmIdentifier(&inner)
            }
        }
        guard let function, functions.contains(function.algorithm), function.hasNoParameters else {
            throw CryptographyError(
                .unsupportedAlgorithm, operation: operation,
                reason: "pseudorandom function \(function.map { "\($0.algorithm)" } ?? "HMAC-SHA-1")")
        }
        guard iterations.contains(count) else {
            throw CryptographyError(.outOfRange, operation: operation, reason: "\(count) iterations")
        }
    }

    private static func require(_ condition: Bool, _ found: String) throws(CryptographyError) {
        guard condition else { throw CryptographyError(.unsupportedAlgorithm, operation: operation, reason: found) }
    }
}

/// The owner of one X509_SIG, OpenSSL's name for an EncryptedPrivateKeyInfo.
private struct EncryptedPrivateKeyInfo: ~Copyable {
    let pointer: OpaquePointer

    init(takingOwnershipOf pointer: OpaquePointer) { self.pointer = pointer }

    init(_ der: [UInt8]) throws(CryptographyError) {
        pointer = try OpenSSL.pointer("d2i_X509_SIG", .malformed) {
            der.withUnsafeBufferPointer { buffer in
                var position = buffer.baseAddress
                return d2i_X509_SIG(nil, &position, buffer.count)
            }
        }
    }

    deinit { X509_SIG_free(pointer) }

    func der() throws(CryptographyError) -> [UInt8] {
        var output: UnsafeMutablePointer<UInt8>?
        let count = try OpenSSL.count("i2d_X509_SIG") { i2d_X509_SIG(pointer, &output) }
        defer { fubako_openssl_free(output) }
        return Array(UnsafeBufferPointer(start: output, count: count))
    }
}

extension PrivateKey {
    private static let label = "ENCRYPTED PRIVATE KEY"

    /// Reads a key as `encryptedPKCS8PEM(passphrase:iterations:)` writes it; see `PBES2` for what else is accepted.
    /// - Throws: `malformed`, `unsupportedAlgorithm`, `outOfRange` for the number of iterations, `wrongPassphrase`,
    ///   `invalidKey`.
    package init(encryptedPKCS8PEM pem: [UInt8], passphrase: borrowing Secret) throws(CryptographyError) {
        let der = try PEM.singleBlock(in: pem, label: Self.label)
        let info = try PBES2.decrypt(der, passphrase: passphrase)
        try self.init(info)
    }

    /// The key as PKCS#8 under PBES2, in PEM (RFC 7468, 11), as `openssl pkey` reads it. The passphrase is used as it
    /// is; 600,000 iterations take about a quarter of a second.
    /// - Throws: `outOfRange` outside 1,000 to 10,000,000 iterations, `opensslFailure`.
    package borrowing func encryptedPKCS8PEM(
        passphrase: borrowing Secret, iterations: Int = 600_000
    ) throws(CryptographyError) -> [UInt8] {
        let info = try PrivateKeyInfo(key)
        let der = try PBES2.encrypt(info, passphrase: passphrase, iterations: iterations)
        return Array(PEM.encode(der, label: Self.label).utf8)
    }
}
