internal import COpenSSL

/// The owner of one EVP_CIPHER_CTX, keyed for one direction.
///
/// No call after `init` allocates: each message only sets a new nonce.
struct CipherContext: ~Copyable {
    private let context: OpenSSLObject

    /// Keys a context; the C functions are EVP_CIPHER_CTX_new and EVP_CipherInit_ex2.
    /// - Throws: `unsupportedAlgorithm`, `opensslFailure`.
    init(_ aead: AEAD, key: UnsafeRawBufferPointer, encrypts: Bool) throws(CryptographyError) {
        let method = try aead.method()
        let context = try OpenSSLObject("EVP_CIPHER_CTX_new", freedBy: EVP_CIPHER_CTX_free) { EVP_CIPHER_CTX_new() }
        let start = key.baseAddress?.assumingMemoryBound(to: UInt8.self)
        try OpenSSL.check("EVP_CipherInit_ex2") {
            EVP_CipherInit_ex2(context.pointer, method, start, nil, encrypts ? 1 : 0, nil)
        }
        self.context = context
    }

    /// Begins a message under a nonce of `AEAD.nonceSize` bytes.
    mutating func begin(nonce: UnsafeRawBufferPointer) throws(CryptographyError) {
        let start = nonce.baseAddress?.assumingMemoryBound(to: UInt8.self)
        // -1 keeps the direction.
        try OpenSSL.check("EVP_CipherInit_ex2") { EVP_CipherInit_ex2(context.pointer, nil, nil, start, -1, nil) }
    }

    /// Adds associated data; the C function is EVP_CipherUpdate without an output.
    mutating func authenticate(_ data: UnsafeRawBufferPointer) throws(CryptographyError) {
        try update(data, into: nil)
    }

    /// Encrypts or decrypts `input` to `output`, which has room for as many bytes.
    mutating func transform(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CryptographyError) {
        try update(input, into: output.baseAddress?.assumingMemoryBound(to: UInt8.self))
    }

    private mutating func update(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutablePointer<UInt8>?
    ) throws(CryptographyError) {
        guard input.count > 0 else { return }
        guard let count = Int32(exactly: input.count) else {
            throw CryptographyError(.outOfRange, operation: "AEAD", reason: "more than 2^31 - 1 bytes at once")
        }
        let start = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        var written: Int32 = 0
        try OpenSSL.check("EVP_CipherUpdate") { EVP_CipherUpdate(context.pointer, output, &written, start, count) }
    }

    /// Ends an encryption and writes its tag of `AEAD.tagSize` bytes.
    mutating func finish(tag: UnsafeMutableRawBufferPointer) throws(CryptographyError) {
        try OpenSSL.check("EVP_CipherFinal_ex") { final() }
        try OpenSSL.check("EVP_CTRL_AEAD_GET_TAG") {
            EVP_CIPHER_CTX_ctrl(context.pointer, EVP_CTRL_AEAD_GET_TAG, Int32(AEAD.tagSize), tag.baseAddress)
        }
    }

    /// Ends a decryption.
    /// - Returns: whether `tag`, of `AEAD.tagSize` bytes, is that of the data.
    mutating func finish(verifying tag: UnsafeRawBufferPointer) throws(CryptographyError) -> Bool {
        // OpenSSL only reads the tag, although the parameter of its control function is not const.
        let expected = UnsafeMutableRawPointer(mutating: tag.baseAddress)
        try OpenSSL.check("EVP_CTRL_AEAD_SET_TAG") {
            EVP_CIPHER_CTX_ctrl(context.pointer, EVP_CTRL_AEAD_SET_TAG, Int32(AEAD.tagSize), expected)
        }
        return try OpenSSL.verdict("EVP_CipherFinal_ex") { final() }
    }

    /// EVP_CipherFinal_ex writes nothing for these ciphers, but wants an address.
    private func final() -> Int32 {
        var written: Int32 = 0
        var nothing: UInt8 = 0
        return EVP_CipherFinal_ex(context.pointer, &nothing, &written)
    }
}
