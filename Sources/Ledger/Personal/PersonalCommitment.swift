import Cryptography

/// What an entry says in the place of a personal value: HMAC-SHA-256 under a random key of the field's own.
///
///     {"hmac":"<32 bytes in base 64>"} = HMAC-SHA-256(key, name of the field ‖ 0x00 ‖ canonical JSON of the value)
///
/// With the key and the value it can be checked. Once both are erased it says nothing about the value, not even to who
/// guesses it, and the tree over the entries stays as it is.
package struct PersonalCommitment: Hashable, Sendable {
    /// 32 bytes.
    package let code: [UInt8]

    private static let member = "hmac"
    /// `{"hmac":"` and `"}` around 44 characters.
    private static let textCount = 44

    /// The commitment to a value.
    /// - Throws: ``LedgerError/Code/cryptography``.
    package init(field: String, key: PersonalKey, value: [UInt8]) throws(LedgerError) {
        let message = Array(field.utf8) + [0] + value
        code = try onCryptography { () throws(CryptographyError) in
            let secret = Secret(copying: key.bytes)
            return try HMAC.authenticationCode(.sha256, key: secret, message)
        }
    }

    /// From a field's value.
    init?(_ value: CanonicalJSON) {
        guard let members = value.members, members.count == 1, let text = members[Self.member]?.text,
            let code = Base64.decode(Array(text.utf8)), code.count == 32
        else { return nil }
        self.code = code
    }

    /// What stands in the entry.
    var json: CanonicalJSON { .object([Self.member: .string(Base64.encode(code))]) }

    /// Whether a value that is canonical is also a commitment.
    static func isEncoded(_ value: FieldValue) -> Bool {
        // The object, its only key, and that key's value.
        guard value.token.kind == .object, Int(value.token.next) == value.index + 3 else { return false }
        let (key, code) = (value.tokens[value.index + 1], value.tokens[value.index + 2])
        guard code.kind == .string, !code.mark, code.range.count == textCount,
            isEqual(UnsafeRawBufferPointer(rebasing: value.text[key.range]), "hmac")
        else { return false }
        return isBase64(UnsafeRawBufferPointer(rebasing: value.text[code.range]))
    }

    /// Whether 44 characters are base 64 of 32 bytes: 43 of the alphabet, the last without bits that mean nothing, and "=".
    private static func isBase64(_ text: UnsafeRawBufferPointer) -> Bool {
        let values = values
        var bits: UInt8 = 0
        for index in 0..<textCount - 1 {
            bits = values[Int(text[index])]
            guard bits < 64 else { return false }
        }
        return bits & 3 == 0 && text[textCount - 1] == UInt8(ascii: "=")
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// What each character of the alphabet stands for; 255 for any other.
    private static let values: [UInt8] = (0...255).map { character in
        alphabet.firstIndex(of: character).map { UInt8($0) } ?? 255
    }

    /// Whether 44 characters are the base 64 of a code; nothing is allocated.
    static func isBase64(_ text: UnsafeRawBufferPointer, of code: UnsafeRawBufferPointer) -> Bool {
        guard text.count == textCount, code.count == 32, text[textCount - 1] == UInt8(ascii: "=") else { return false }
        return alphabet.withUnsafeBufferPointer { alphabet in
            var difference: UInt8 = 0
            for group in 0...10 {
                // Three bytes are four characters; of the last group there are two bytes, and three characters.
                let last: UInt32 = group < 10 ? UInt32(code[3 * group + 2]) : 0
                let bits = UInt32(code[3 * group]) << 16 | UInt32(code[3 * group + 1]) << 8 | last
                difference |= alphabet[Int(bits >> 18)] ^ text[4 * group]
                difference |= alphabet[Int(bits >> 12 & 0x3F)] ^ text[4 * group + 1]
                difference |= alphabet[Int(bits >> 6 & 0x3F)] ^ text[4 * group + 2]
                if group < 10 { difference |= alphabet[Int(bits & 0x3F)] ^ text[4 * group + 3] }
            }
            return difference == 0
        }
    }
}

/// The random key of one personal field of one entry: 32 bytes.
///
/// It protects nothing by itself: it lies in clear beside the value, and what erases the value erases it too. So it is a
/// salt that can be forgotten rather than a secret, and is kept like one.
package struct PersonalKey: Hashable, Sendable {
    /// 32 bytes.
    package let bytes: [UInt8]

    /// Length in bytes.
    package static let count = 32

    /// A new key.
    /// - Throws: ``LedgerError/Code/cryptography``.
    init() throws(LedgerError) {
        bytes = try onCryptography { () throws(CryptographyError) in try randomBytes(Self.count) }
    }

    /// A key that was stored; nil for any other length.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.count else { return nil }
        self.bytes = bytes
    }
}
