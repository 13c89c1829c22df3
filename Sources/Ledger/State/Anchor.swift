import Transparency

/// The last checkpoint of a ledger that was seen on this machine. It lies outside of the ledger's folder, so that an older
/// copy which is put back there is noticed.
package struct Anchor: Hashable, Sendable {
    /// The ledger's key.
    package let key: VerifierKey
    /// Signed by that key.
    package let checkpoint: SignedCheckpoint

    /// How many leaves the ledger had.
    package var size: UInt64 { checkpoint.checkpoint.size }
    /// The root over them.
    package var root: TreeHash { checkpoint.checkpoint.root }

    init(key: VerifierKey, checkpoint: SignedCheckpoint) {
        self.key = key
        self.checkpoint = checkpoint
    }

    /// Reads what ``encoded`` writes, with or without line feeds behind it; nil for anything else, and for a checkpoint that
    /// the key has not signed.
    init?(_ padded: [UInt8]) {
        var bytes = padded[...]
        while bytes.suffix(2).elementsEqual([0x0A, 0x0A]) { bytes.removeLast() }
        guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
        do throws(TransparencyError) {
            key = try VerifierKey(text: String(decoding: bytes[..<end], as: UTF8.self))
            checkpoint = try SignedCheckpoint(parsing: Array(bytes[(end + 1)...]))
            guard case .signed = try checkpoint.verdict(log: key) else { return nil }
        } catch { return nil }
    }

    /// The key's text, a line feed, the checkpoint.
    var encoded: [UInt8] { Array(key.text.utf8) + [0x0A] + checkpoint.encoded }
}
