import Cryptography

/// What ties a stanza to one header, so that it cannot be carried into another package.
struct StanzaBinding {
    /// "fubako/v1 …" ‖ 0x00 follow; then package id ‖ … ‖ SHA-256(CommonHeader without stanzas).
    private let packageID: [UInt8]
    private let headerHash: [UInt8]

    init(_ header: CommonHeader) throws(CryptographyError) {
        packageID = header.packageID
        headerHash = try hash(.sha256, header.encodedWithoutStanzas)
    }

    /// HPKE's info parameter for a recipient.
    /// - Parameter recipient: SHA-256 of the SubjectPublicKeyInfo, or nil if hidden.
    func info(recipient: [UInt8]?) -> [UInt8] {
        Format.wrapInfo + packageID + (recipient ?? [UInt8](repeating: 0, count: 32)) + headerHash
    }

    /// HKDF's info parameter for the passphrase.
    var passphraseInfo: [UInt8] { Format.passphraseInfo + packageID + headerHash }
}

/// Key, nonce and check value that a passphrase gives.
struct PassphraseKeys: ~Copyable {
    let key: Secret
    let nonce: [UInt8]
    let check: [UInt8]

    /// - Parameter passphrase: UTF-8, any normalisation; it is taken in NFC.
    init(
        _ passphrase: borrowing Secret, salt: [UInt8], iterations: Int, info: [UInt8]
    ) throws(CryptographyError) {
        let master = try PBKDF2.derive(
            .sha512, passphrase: passphrase.normalizedNFC(), salt: salt, iterations: iterations, count: 64)
        let expanded = try HKDF.expand(.sha512, key: master, info: info, count: 76)
        key = expanded.slice(0..<32)
        nonce = expanded.slice(32..<44).withUnsafeBytes { Array($0) }
        check = expanded.slice(44..<76).withUnsafeBytes { Array($0) }
    }
}
