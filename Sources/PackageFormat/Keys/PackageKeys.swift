import Cryptography

/// The secrets of one package and what is derived from them.
package struct PackageKeys: ~Copyable, Sendable {
    /// R and S, in bytes.
    static let secretSize = 32
    /// R and the tag of the AEAD that wraps it.
    static let wrappedSize = 48

    /// Keys of the chunk stream.
    let chunks: ChunkKeys
    /// What recipients unwrap. A record of this package must keep it.
    let r: Secret
    /// What k shares give. A record of this package must keep it, too.
    let s: Secret
    private let macKey: Secret

    /// - Parameters:
    ///   - r: what recipients unwrap, 32 bytes.
    ///   - s: what k shares give, 32 bytes.
    ///   - salt: the chunk stream's salt, 24 bytes.
    init(
        r: borrowing Secret, s: borrowing Secret, header: CommonHeader, salt: [UInt8]
    ) throws(CryptographyError) {
        let key = try HKDF.extract(.sha512, salt: header.packageID, inputKey: r.concatenated(with: s))
        let contentKey = try HKDF.expand(.sha512, key: key, info: Format.contentKeyInfo, count: 32)
        let macKey = try HKDF.expand(.sha512, key: key, info: Format.macKeyInfo, count: Format.macSize)
        let chunks = try ChunkKeys(
            header.suite.aead, inputKey: contentKey, salt: salt, context: hash(.sha256, header.encoded))
        self.chunks = chunks
        self.macKey = macKey
        self.r = r.copy()
        self.s = s.copy()
    }

    /// HMAC-SHA-512 of a manifest.
    borrowing func authenticationCode(_ manifest: Manifest) throws(CryptographyError) -> [UInt8] {
        try HMAC.authenticationCode(.sha512, key: macKey, manifest.encoded)
    }
}
