/// A file of an export. They stand in the archive in this order.
enum ExportMember: String, Sendable, CaseIterable {
    /// How to check the rest, in English and Japanese.
    case readme = "README"
    /// A script that does.
    case script = "check.py"
    /// Which fields the entries of each kind have, ``EntrySchema/described``.
    case schemas = "schemas.json"
    /// The text of the ledger's public key, and a line feed.
    case key
    /// The owner's signature over it (CMS SignedData), which holds the owner's certificate.
    case pin = "pin.p7s"
    /// The last checkpoint, with its cosignatures.
    case checkpoint
    /// Earlier ones that have cosignatures: in each line one, as a string of JSON.
    case checkpoints
    /// The hash of each entry in the tree, 32 bytes, by which a fault is found at its entry.
    case leaves
    /// The entries, one in each line.
    case entries
    /// A line for each personal value, only if it was asked for: `{"entry":,"field":,"key":,"value":}`.
    case personal

    var isOptional: Bool { [.pin, .personal].contains(self) }

    /// Bytes at most; nil for those that are read line by line.
    var limit: UInt64? {
        switch self {
        case .leaves, .entries, .personal, .checkpoints: nil
        case .key, .pin, .checkpoint: 131_072
        case .readme, .script, .schemas: 4_194_304
        }
    }
}
