/// What an entry records. The raw value stands in the entry.
package struct EntryKind: RawRepresentable, Hashable, Sendable {
    /// The word in the entry.
    package let rawValue: String
    /// A kind by its word; those that this program knows are ``EntrySchema/all``.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The first entry of every ledger, and no other: its name and key.
    package static let ledger = EntryKind(rawValue: "ledger")
    /// A package is about to be sealed.
    package static let sealIntent = EntryKind(rawValue: "seal-intent")
    /// A package was sealed, or its sealing failed.
    package static let seal = EntryKind(rawValue: "seal")
    /// A package was opened, or its opening refused.
    package static let open = EntryKind(rawValue: "open")
    /// A package was verified.
    package static let verify = EntryKind(rawValue: "verify")
    /// A package takes the place of an older one, of which an algorithm was withdrawn.
    package static let reseal = EntryKind(rawValue: "reseal")
    /// A record was given another grade.
    package static let label = EntryKind(rawValue: "label")
    /// Something happened to a key.
    package static let key = EntryKind(rawValue: "key")
    /// A rule was changed.
    package static let policy = EntryKind(rawValue: "policy")
    /// The notice that trails are kept was shown, and confirmed or not.
    package static let notice = EntryKind(rawValue: "notice")
    /// Personal values were erased.
    package static let forget = EntryKind(rawValue: "forget")
    /// This ledger's keeper witnessed a checkpoint of another ledger.
    package static let witness = EntryKind(rawValue: "witness")
    /// A witness cosigned a checkpoint of this ledger.
    package static let cosigned = EntryKind(rawValue: "cosigned")
    /// Pieces of a package are about to leave, or their transfer ended.
    package static let transfer = EntryKind(rawValue: "transfer")
    /// A piece was delivered, or could not be.
    package static let delivery = EntryKind(rawValue: "delivery")
    /// A carried piece changed hands.
    package static let handover = EntryKind(rawValue: "handover")
    /// A piece came.
    package static let arrival = EntryKind(rawValue: "arrival")
    /// A receipt was signed here, or came.
    package static let receipt = EntryKind(rawValue: "receipt")
}
