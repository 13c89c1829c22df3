/// Something about a ledger that is not as it must be.
package struct LedgerFinding: Hashable, Sendable {
    /// What is wrong, as a stable name.
    package struct Kind: RawRepresentable, Hashable, Sendable {
        /// The stable name.
        package let rawValue: String
        /// A kind by its name; those in use are the constants below.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// There is no entry at a position that a signed checkpoint covers; ``LedgerFinding/count`` from there on.
        package static let entryMissing = Kind(rawValue: "entry missing")
        /// An entry that no checkpoint covers; ``LedgerFinding/count`` of them, this the first.
        package static let entryUncovered = Kind(rawValue: "entry uncovered")
        /// An entry is not the one whose hash the tree has.
        package static let entryChanged = Kind(rawValue: "entry changed")
        /// An entry stands twice, or in the place of another; the position is the one that it has in the tree.
        package static let entryMisplaced = Kind(rawValue: "entry misplaced")
        /// An entry is not canonical, or not of its kind's schema.
        package static let entryMalformed = Kind(rawValue: "entry malformed")
        /// An entry of a kind that this program does not know. It may be one of a later version.
        package static let unknownKind = Kind(rawValue: "unknown kind")
        /// The first entry does not name the ledger and its key, or another entry does.
        package static let firstEntry = Kind(rawValue: "first entry")
        /// What is kept beside an entry for searching is not what the entry says.
        package static let columnChanged = Kind(rawValue: "column changed")
        /// A hash of the tree is missing; the position is that of ``HashIndex``.
        package static let hashMissing = Kind(rawValue: "hash missing")
        /// A hash of the tree is not that of what lies below it; the position is that of ``HashIndex``.
        package static let hashChanged = Kind(rawValue: "hash changed")
        /// Hashes that belong to no entry; the position is that of the first.
        package static let hashUncovered = Kind(rawValue: "hash uncovered")
        /// There is no checkpoint.
        package static let checkpointMissing = Kind(rawValue: "checkpoint missing")
        /// A checkpoint is none, or not of this ledger; the position is its size.
        package static let checkpointMalformed = Kind(rawValue: "checkpoint malformed")
        /// A checkpoint is not signed by the ledger's key; the position is its size.
        package static let checkpointSignature = Kind(rawValue: "checkpoint signature")
        /// A checkpoint's root is not that of the tree; the position is its size.
        package static let checkpointRoot = Kind(rawValue: "checkpoint root")
        /// A cosignature is not by the known witness that it names; the position is its checkpoint's size.
        package static let cosignature = Kind(rawValue: "cosignature")
        /// The witnesses are such that none can be counted.
        package static let witnesses = Kind(rawValue: "witnesses")
        /// The owner's signature over the ledger's key is not valid.
        package static let pin = Kind(rawValue: "pin")
        /// A text that goes along with an export is not the one of this version; the field is the file.
        package static let textChanged = Kind(rawValue: "text changed")
        /// The private key in the folder is not that of the ledger.
        package static let keyFile = Kind(rawValue: "key file")
        /// The ledger is older than what was seen here before; the position is the size that it had.
        package static let rolledBack = Kind(rawValue: "rolled back")
        /// The ledger's beginning is not what was seen here before; the position is the size that it had.
        package static let otherHistory = Kind(rawValue: "other history")
        /// A ledger with another key was here before.
        package static let otherLedger = Kind(rawValue: "other ledger")
        /// What was seen here before cannot be read.
        package static let anchorDamaged = Kind(rawValue: "anchor damaged")
        /// A checkpoint that was kept elsewhere is not signed by this ledger's key.
        package static let keptOtherLedger = Kind(rawValue: "kept other ledger")
        /// A checkpoint that was kept elsewhere is over entries that are not there any more, from the position on.
        package static let keptLonger = Kind(rawValue: "kept longer")
        /// A checkpoint that was kept elsewhere has another root; the position is its size.
        package static let keptOtherHistory = Kind(rawValue: "kept other history")
        /// With a checkpoint that was kept elsewhere nothing can be compared, since stored hashes are damaged; the position is
        /// its size.
        package static let keptNotComparable = Kind(rawValue: "kept not comparable")
        /// An entry whose proof was kept elsewhere is not the one at its position.
        package static let keptOtherEntry = Kind(rawValue: "kept other entry")
        /// Fewer organisations have cosigned than were asked for.
        package static let quorum = Kind(rawValue: "quorum")
        /// A personal value does not match its commitment, or belongs to no entry's field.
        package static let personalChanged = Kind(rawValue: "personal value changed")
        /// A personal value is not there, and no entry says that it is to be erased.
        package static let personalMissing = Kind(rawValue: "personal value missing")
        /// A personal value is there, although an entry says that it is to be erased.
        package static let erasureIncomplete = Kind(rawValue: "erasure incomplete")
        /// An entry says that values are to be erased, and none that it was done: they may still be in the file. The position
        /// is that of the first such entry; ``LedgerFinding/count`` is 1.
        package static let erasurePending = Kind(rawValue: "erasure pending")
        /// A personal value belongs to no entry; the position is that of the first, 0 also for those before.
        package static let personalUncovered = Kind(rawValue: "personal value uncovered")
        /// A witness is not the one that entries record, or is missing; the position is that of the entry, if there is one.
        package static let witnessChanged = Kind(rawValue: "witness changed")
        /// A cosignature that an entry records is gone; the position is its checkpoint's size.
        package static let cosignatureMissing = Kind(rawValue: "cosignature missing")
        /// What this ledger witnessed of another is not what its entries record; the position is that of the entry.
        package static let witnessedChanged = Kind(rawValue: "witnessed changed")
        /// The owner's signature over the ledger's key is gone; the position is that of the entry that records it.
        package static let pinMissing = Kind(rawValue: "pin missing")
        /// A file in the spool is no entry that was spooled; the field is its name. It is not taken into the ledger.
        package static let spoolRefused = Kind(rawValue: "spool refused")
        /// A part of the database cannot be read; the position is that of the first entry in it.
        package static let unreadable = Kind(rawValue: "unreadable")
        /// What the database keeps for searching does not fit its tables.
        package static let indexDamaged = Kind(rawValue: "index damaged")
        /// A database has a table, index, view or trigger that is not the program's own, or lacks one; the field says which.
        package static let schemaChanged = Kind(rawValue: "schema changed")
    }

    /// What is wrong.
    package let kind: Kind
    /// Which entry, hash or size; nil where the whole ledger is meant.
    package let position: UInt64?
    /// How many, from the position on.
    package var count: UInt64 = 1
    /// Which field.
    package var field: String?
    /// Why, in a sentence without untrusted text.
    package let reason: String

    init(_ kind: Kind, at position: UInt64? = nil, count: UInt64 = 1, field: String? = nil, _ reason: String) {
        self.kind = kind
        self.position = position
        self.count = count
        self.field = field
        self.reason = reason
    }
}
