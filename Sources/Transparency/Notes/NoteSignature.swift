import Cryptography

/// A line of a signature (C2SP signed-note): `— name base64(id ‖ signature)`.
package struct NoteSignature: Hashable, Sendable {
    /// Who says to have signed.
    package let name: NoteName
    /// With which of the keys of that name.
    package let keyID: NoteKeyID
    /// The signature, of a form that depends on the key: at least one byte.
    package let bytes: [UInt8]

    /// U+2014 EM DASH and a space.
    private static let start = Array("\u{2014} ".utf8)

    init(key: VerifierKey, bytes: [UInt8]) {
        name = key.name
        keyID = key.keyID
        self.bytes = bytes
    }

    /// From a line without its end; nil for anything else.
    init?(line: ArraySlice<UInt8>) {
        guard line.starts(with: Self.start) else { return nil }
        let parts = line.dropFirst(Self.start.count)
            .split(separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let name = NoteName(parts[0]), let content = Base64.decode(Array(parts[1])),
            content.count > 4
        else { return nil }
        self.name = name
        keyID = NoteKeyID(content)
        bytes = Array(content.dropFirst(4))
    }

    /// From the whole line with its end, as a witness hands it over.
    /// - Throws: `malformed`, `tooLarge`.
    package init(parsing line: [UInt8]) throws(TransparencyError) {
        try NoteText.check(line, maximumSize: SignedNote.maximumSize)
        guard let signature = NoteSignature(line: line.dropLast()) else {
            throw TransparencyError(.malformed, "not one line of a signature", line: 1)
        }
        self = signature
    }

    /// The whole line with its end.
    package var encoded: [UInt8] {
        Self.start + name.bytes + [UInt8(ascii: " ")] + Base64.encode(keyID.bytes + bytes).utf8 + [NoteText.lineFeed]
    }

    /// The signature of a note's text, of type `note`.
    /// - Parameter text: ends in a line feed.
    /// - Throws: `cryptography`.
    package static func sign(
        _ text: [UInt8], name: NoteName, key: borrowing Ed25519PrivateKey
    ) throws(TransparencyError) -> NoteSignature {
        let verifier = try VerifierKey(name: name, type: .note, publicKey: key.publicKey)
        do throws(CryptographyError) { return NoteSignature(key: verifier, bytes: try key.sign(text)) } catch {
            throw TransparencyError(error)
        }
    }
}

/// A signature of a note that a known key has made.
package struct VerifiedSignature: Hashable, Sendable {
    /// The key.
    package let key: VerifierKey
    /// When a witness says to have signed, in seconds since 1970; nil for a signature of the text alone.
    package let time: UInt64?
    /// The line.
    package let signature: NoteSignature
}
