import Cryptography

/// That an entry stands in a log, in one text that is verified offline (C2SP tlog-proof).
///
///     c2sp.org/tlog-proof@v1
///     extra BASE64         opaque, signed by nobody; may be missing
///     index NUMBER         of the entry, from 0
///     base64(hash)         inclusion proof from the leaf's sibling upwards, at most 63 lines
///                          empty
///     checkpoint           a signed note, with cosignatures
package struct TlogProof: Hashable, Sendable {
    /// A proof has at most this many bytes.
    package static let maximumSize = 262_144

    private static let header = "c2sp.org/tlog-proof@v1"

    /// What travels along, not empty. Whoever uses it must verify it by other means.
    package let extra: [UInt8]?
    /// The entry's place, from 0.
    package let index: UInt64
    /// From the entry's leaf to the root.
    package let inclusion: InclusionProof
    /// The checkpoint whose root is meant.
    package let checkpoint: SignedCheckpoint

    /// - Throws: `outOfRange` for an index that the checkpoint's tree does not have, `malformed` for an empty `extra`,
    ///   `tooLarge`.
    package init(
        extra: [UInt8]?, index: UInt64, inclusion: InclusionProof, checkpoint: SignedCheckpoint
    ) throws(TransparencyError) {
        guard index < checkpoint.checkpoint.size else {
            throw TransparencyError(.outOfRange, "entry \(index) of \(checkpoint.checkpoint.size)")
        }
        guard extra?.isEmpty != true else { throw TransparencyError(.malformed, "nothing extra") }
        self.extra = extra
        self.index = index
        self.inclusion = inclusion
        self.checkpoint = checkpoint
        guard inclusion.hashes.count <= InclusionProof.maximumCount, encoded.count <= Self.maximumSize else {
            throw TransparencyError(.tooLarge, "more than a proof may hold")
        }
    }

    /// Reads the one form of a proof. It verifies nothing.
    /// - Throws: `malformed` with the number of the line in the proof or, behind the empty line, in the checkpoint;
    ///   `tooLarge`, `outOfRange`.
    package init(parsing bytes: [UInt8]) throws(TransparencyError) {
        try NoteText.check(bytes, maximumSize: Self.maximumSize)
        var lines = LineReader(bytes)
        guard try lines.next().elementsEqual(Self.header.utf8) else { throw lines.malformed("not a tlog-proof@v1") }
        let extra = try Self.extra(&lines)
        guard let text = try lines.next(after: "index"), let index = NoteText.number(text) else {
            throw TransparencyError(.malformed, "not an index", line: extra == nil ? 2 : 3)
        }
        let inclusion = InclusionProof(hashes: try lines.hashes(maximum: InclusionProof.maximumCount))
        try self.init(
            extra: extra, index: index, inclusion: inclusion,
            checkpoint: SignedCheckpoint(parsing: Array(lines.rest)))
    }

    private static func extra(_ lines: inout LineReader) throws(TransparencyError) -> [UInt8]? {
        guard let text = try lines.next(after: "extra") else { return nil }
        guard !text.isEmpty, let extra = Base64.decode(Array(text)) else { throw lines.malformed("not base 64") }
        return extra
    }

    /// The bytes of the proof.
    package var encoded: [UInt8] {
        let extra = extra.map { ["extra " + Base64.encode($0)] } ?? []
        let lines = [Self.header] + extra + ["index \(index)"] + inclusion.hashes.map(\.base64) + ["", ""]
        return Array(lines.joined(separator: "\n").utf8) + checkpoint.encoded
    }

    /// Whether the leaf with this hash stands at `index` of the checkpoint's tree. Whose that checkpoint is, its own
    /// verdict says.
    /// - Throws: `cryptography`.
    package func includes(leafHash: TreeHash) throws(TransparencyError) -> Bool {
        let tree = checkpoint.checkpoint
        return try inclusion.verify(leafHash: leafHash, index: index, size: tree.size, root: tree.root)
    }
}
