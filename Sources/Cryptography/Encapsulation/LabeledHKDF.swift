/// LabeledExtract and LabeledExpand (RFC 9180, 4).
struct LabeledHKDF {
    let hash: HashAlgorithm
    /// suite_id.
    let suite: [UInt8]

    private static let version = Array("HPKE-v1".utf8)

    /// "KEM" ‖ kem_id.
    static func encapsulation(_ kem: KEM) -> LabeledHKDF {
        LabeledHKDF(hash: kem.hash, suite: Array("KEM".utf8) + bigEndian(kem.rawValue))
    }

    /// "HPKE" ‖ kem_id ‖ kdf_id ‖ aead_id.
    static func schedule(_ kem: KEM, _ aead: AEAD) -> LabeledHKDF {
        let identifiers = [kem.rawValue, kem.kdfID, aead.hpkeID].flatMap(bigEndian)
        return LabeledHKDF(hash: kem.hash, suite: Array("HPKE".utf8) + identifiers)
    }

    /// Extract(salt, "HPKE-v1" ‖ suite_id ‖ label ‖ input). Both parts of the input go into one HMAC,
    /// so that a secret one is never copied.
    func extract(
        salt: borrowing Secret, label: String, _ input: borrowing Secret
    ) throws(CryptographyError) -> Secret {
        var context = try HMACContext(hash, key: salt)
        try context.update(Self.version + suite + Array(label.utf8))
        try input.withUnsafeBytes { (bytes) throws(CryptographyError) in try context.update(bytes) }
        return try Secret(count: context.size) { (code) throws(CryptographyError) in try context.finish(into: code) }
    }

    /// Expand(key, count ‖ "HPKE-v1" ‖ suite_id ‖ label ‖ info, count).
    func expand(
        _ key: borrowing Secret, label: String, _ info: [UInt8], count: Int
    ) throws(CryptographyError) -> Secret {
        let labeled = Self.bigEndian(UInt16(clamping: count)) + Self.version + suite + Array(label.utf8) + info
        return try HKDF.expand(hash, key: key, info: labeled, count: count)
    }

    private static func bigEndian(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xFF)] }
}
