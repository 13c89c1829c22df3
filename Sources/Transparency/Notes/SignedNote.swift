/// A text and the lines of those who signed it (C2SP signed-note).
///
///     text, ending in a line feed; it may hold empty lines
///                                                  the last empty line
///     — name base64(key id ‖ signature)            once or more
///
/// Reading does not verify: the text must be ignored until `verdict(by:)` says whose it is.
package struct SignedNote: Hashable, Sendable {
    /// A note has at most this many bytes.
    package static let maximumSize = 65_536
    /// A note has at most this many signatures; the specification asks for 16.
    package static let maximumSignatures = 64

    /// What is signed, up to its last line feed.
    package let text: [UInt8]
    /// The lines, in their order.
    package let signatures: [NoteSignature]

    /// A note to be written.
    /// - Throws: `malformed` for a text that no note can hold, or no signature; `tooLarge`.
    package init(text: [UInt8], signatures: [NoteSignature]) throws(TransparencyError) {
        try NoteText.check(text, maximumSize: Self.maximumSize)
        self.text = text
        self.signatures = signatures
        guard !signatures.isEmpty else { throw TransparencyError(.malformed, "no signature") }
        guard signatures.count <= Self.maximumSignatures, encoded.count <= Self.maximumSize else {
            throw TransparencyError(.tooLarge, "more than a note may hold")
        }
    }

    /// Reads the one form of a note.
    /// - Throws: `malformed` with the number of the line, `tooLarge`.
    package init(parsing bytes: [UInt8]) throws(TransparencyError) {
        try NoteText.check(bytes, maximumSize: Self.maximumSize)
        guard let end = Self.endOfText(bytes) else {
            throw TransparencyError(.malformed, "no empty line before the signatures")
        }
        text = Array(bytes[..<end])
        signatures = try Self.signatures(in: bytes, from: end + 1)
    }

    /// Where the last empty line is, which is not part of the text.
    private static func endOfText(_ bytes: [UInt8]) -> Int? {
        bytes.indices.dropFirst().last { bytes[$0] == NoteText.lineFeed && bytes[$0 - 1] == NoteText.lineFeed }
    }

    private static func signatures(
        in bytes: [UInt8], from start: Int
    ) throws(TransparencyError) -> [NoteSignature] {
        let firstLine = 1 + bytes[..<start].count { $0 == NoteText.lineFeed }
        let lines = bytes[start...].split(separator: NoteText.lineFeed)
        guard !lines.isEmpty else { throw TransparencyError(.malformed, "no signature", line: firstLine) }
        guard lines.count <= maximumSignatures else {
            throw TransparencyError(.tooLarge, "more than \(maximumSignatures) signatures")
        }
        var signatures: [NoteSignature] = []
        for (number, line) in lines.enumerated() {
            guard let signature = NoteSignature(line: line) else {
                throw TransparencyError(.malformed, "not a line of a signature", line: firstLine + number)
            }
            signatures.append(signature)
        }
        return signatures
    }

    /// The bytes of the note.
    package var encoded: [UInt8] { text + [NoteText.lineFeed] + signatures.flatMap(\.encoded) }

    /// The note with one more line at its end, unless it has that line already.
    /// - Throws: `tooLarge`.
    package func adding(_ signature: NoteSignature) throws(TransparencyError) -> SignedNote {
        guard !signatures.contains(signature) else { return self }
        return try SignedNote(text: text, signatures: signatures + [signature])
    }
}
