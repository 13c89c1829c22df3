import Cryptography

/// What a key signs, as the byte before the public key says (C2SP signed-note, "Signature types").
package enum SignatureType: UInt8, Sendable {
    /// The text of a note.
    case note = 0x01
    /// A time and the text of a checkpoint, for a witness (C2SP tlog-cosignature).
    case cosignature = 0x04
}

/// The first four bytes of a hash that tell the keys of one name apart (C2SP signed-note, "key ID").
package struct NoteKeyID: Hashable, Sendable {
    /// The bytes as a number in big endian.
    package let value: UInt32

    /// As eight lower-case hexadecimal digits.
    package var hex: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// In the order of transmission.
    var bytes: [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }

    /// The first four of `bytes`.
    init(_ bytes: some Sequence<UInt8>) { value = bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } }
}

/// A public key by whose name and identifier signatures are found in a note: `name+hex(id)+base64(type ‖ key)`.
package struct VerifierKey: Hashable, Sendable {
    /// Who signs.
    package let name: NoteName
    /// What is signed.
    package let type: SignatureType
    /// The key of Ed25519.
    package let publicKey: Ed25519PublicKey
    /// SHA-256(name ‖ 0x0A ‖ type ‖ public key), its first four bytes.
    package let keyID: NoteKeyID

    /// - Throws: `cryptography`.
    package init(name: NoteName, type: SignatureType, publicKey: Ed25519PublicKey) throws(TransparencyError) {
        self.name = name
        self.type = type
        self.publicKey = publicKey
        let identified = name.bytes + [NoteText.lineFeed, type.rawValue] + publicKey.bytes
        keyID = NoteKeyID(
            try cryptography { () throws(CryptographyError) in try Cryptography.hash(.sha256, identified) })
    }

    /// Reads the one form that `text` writes.
    /// - Throws: `malformed`, `badName`, `unsupportedKey` for a type that is not known here, `wrongKeyID`, and
    ///   `cryptography` for bytes that are no key of Ed25519.
    package init(text: String) throws(TransparencyError) {
        // Base 64 may hold a plus sign, a name may not.
        let parts = text.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let key = Base64.decode(Array(parts[2])), let type = key.first else {
            throw TransparencyError(.malformed, "not of the form name+id+key")
        }
        guard let known = SignatureType(rawValue: type) else {
            throw TransparencyError(.unsupportedKey, "signature type \(type)")
        }
        try self.init(
            name: NoteName(String(decoding: parts[0], as: UTF8.self)), type: known,
            publicKey: cryptography { () throws(CryptographyError) in try Ed25519PublicKey(Array(key.dropFirst())) })
        guard keyID.hex.utf8.elementsEqual(parts[1]) else {
            throw TransparencyError(.wrongKeyID, "the identifier is not that of the name and the key")
        }
    }

    /// `name+hex(id)+base64(type ‖ key)`.
    package var text: String {
        "\(name.text)+\(keyID.hex)+\(Base64.encode([type.rawValue] + publicKey.bytes))"
    }

    /// Whether this is the key that `signature` says to be by.
    func isNamed(by signature: NoteSignature) -> Bool { name == signature.name && keyID == signature.keyID }
}
