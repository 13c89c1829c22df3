import Cryptography

/// What two people compare: one number that stands for both public keys of an identity, so that neither can be swapped.
///
/// SHA-256("fubako/v1 identity" ‖ 0x00 ‖ SubjectPublicKeyInfo of signing ‖ SubjectPublicKeyInfo of encryption), both DER.
package struct Fingerprint: Hashable, Sendable {
    /// 32 bytes.
    package let bytes: [UInt8]

    private static let context = Array("fubako/v1 identity".utf8) + [0]

    /// - Throws: ``KeyringError/Code/cryptography``.
    package init(signing: PublicKey, encryption: PublicKey) throws(KeyringError) {
        let input = Self.context + signing.spki + encryption.spki
        bytes = try onCryptography { () throws(CryptographyError) in try Cryptography.hash(.sha256, input) }
    }

    /// Reads 64 hexadecimal digits of either case; spaces and colons among them are skipped. Nil for anything else.
    package init?(_ text: some StringProtocol) {
        var digits = [UInt8]()
        for octet in text.utf8 where octet != UInt8(ascii: " ") && octet != UInt8(ascii: ":") {
            guard digits.count < 64, octet < 0x80, let digit = Character(Unicode.Scalar(octet)).hexDigitValue else {
                return nil
            }
            digits.append(UInt8(digit))
        }
        guard digits.count == 64 else { return nil }
        bytes = stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// 16 groups of 4 upper-case hexadecimal digits, with one space between groups.
    package var text: String {
        let digits = Array("0123456789ABCDEF")
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if index > 0 && index.isMultiple(of: 2) { text.append(" ") }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }
}

extension Fingerprint: CustomStringConvertible {
    /// The same as ``text``.
    package var description: String { text }
}
