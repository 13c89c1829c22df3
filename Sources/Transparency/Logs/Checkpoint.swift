/// What a log claims of its tree (C2SP tlog-checkpoint): the text of a signed note.
///
///     origin
///     size in decimal
///     base64(root)
///     extension lines, which this program never writes
package struct Checkpoint: Sendable {
    /// The text of the note, as it was read or will be signed.
    package let text: [UInt8]
    /// Which log it is, one line that is not empty; by custom the name of its key.
    package let origin: String
    /// Leaves, at most 2^63 - 1.
    package let size: UInt64
    /// Root over them.
    package let root: TreeHash
    /// Further lines, none of which is empty. Nobody vouches for them.
    package let extensions: [String]

    /// A checkpoint to be signed by a key that has the log's name.
    /// - Throws: `outOfRange` beyond `HashIndex.maximumSize`, or for an empty tree whose root is not that of nothing.
    package init(origin: NoteName, size: UInt64, root: TreeHash) throws(TransparencyError) {
        guard size <= HashIndex.maximumSize, size > 0 || root == .emptyRoot else {
            throw TransparencyError(.outOfRange, "no tree of \(size) leaves has this root")
        }
        self.origin = origin.text
        self.size = size
        self.root = root
        extensions = []
        text = Array("\(origin.text)\n\(size)\n\(root.base64)\n".utf8)
    }

    /// Reads the text of a note.
    /// - Throws: `malformed` with the number of the line, `tooLarge`.
    package init(parsing text: [UInt8]) throws(TransparencyError) {
        try NoteText.check(text, maximumSize: SignedNote.maximumSize)
        var lines = LineReader(text)
        origin = try Self.text(lines.next(), lines)
        guard let size = NoteText.number(try lines.next()) else { throw lines.malformed("not a size") }
        guard let root = TreeHash(base64: try lines.next()) else { throw lines.malformed("not the base 64 of a root") }
        guard size > 0 || root == .emptyRoot else { throw lines.malformed("not the root of an empty tree") }
        var extensions: [String] = []
        while !lines.isAtEnd { extensions.append(try Self.text(lines.next(), lines)) }
        self.text = text
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    private static func text(_ line: ArraySlice<UInt8>, _ lines: LineReader) throws(TransparencyError) -> String {
        guard !line.isEmpty else { throw lines.malformed("an empty line") }
        return String(decoding: line, as: UTF8.self)
    }

    /// Whether the log is called like this, byte for byte.
    package func isFrom(_ name: NoteName) -> Bool { origin.utf8.elementsEqual(name.bytes) }
}

extension Checkpoint: Hashable {
    /// Equal if the texts are.
    package static func == (left: Checkpoint, right: Checkpoint) -> Bool { left.text == right.text }

    /// By the text.
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
