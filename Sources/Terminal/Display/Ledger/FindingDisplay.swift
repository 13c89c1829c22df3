import Console
import Label
import Ledger

extension LedgerFinding {
    /// What is wrong and where, in one line.
    package func text(_ language: Language) -> String {
        let words = Self.words[kind]?.text(language) ?? escaped(kind.rawValue)
        var place = position.map { (Self.places[kind] ?? .placeEntry).text(language, $0) }
        if count > 1, let first = place { place = Message.placeAndMore.text(language, EscapedText(first), count) }
        return [place, field.map { EntryWords.field($0, language) }, words].compactMap(\.self).joined(separator: ": ")
    }

    static let words: [Kind: Message] = [
        .entryMissing: .findingEntryMissing, .entryUncovered: .findingEntryUncovered,
        .entryChanged: .findingEntryChanged, .entryMalformed: .findingEntryMalformed,
        .entryMisplaced: .findingEntryMisplaced, .pin: .findingPin, .textChanged: .findingTextChanged,
        .unknownKind: .findingUnknownKind,
        .firstEntry: .findingFirstEntry, .columnChanged: .findingColumnChanged,
        .hashMissing: .findingHashMissing, .hashChanged: .findingHashChanged, .hashUncovered: .findingHashUncovered,
        .checkpointMissing: .findingCheckpointMissing, .checkpointMalformed: .findingCheckpointMalformed,
        .checkpointSignature: .findingCheckpointSignature, .checkpointRoot: .findingCheckpointRoot,
        .cosignature: .findingCosignature, .witnesses: .findingWitnesses, .keyFile: .findingKeyFile,
        .rolledBack: .findingRolledBack, .otherHistory: .findingOtherHistory, .otherLedger: .findingOtherLedger,
        .anchorDamaged: .findingAnchorDamaged, .personalChanged: .findingPersonalChanged,
        .unreadable: .findingUnreadable, .indexDamaged: .findingIndexDamaged,
        .spoolRefused: .findingSpoolRefused, .schemaChanged: .findingSchemaChanged,
        .personalMissing: .findingPersonalMissing,
        .erasureIncomplete: .findingErasureIncomplete, .erasurePending: .findingErasurePending,
        .personalUncovered: .findingPersonalUncovered,
        .witnessChanged: .findingWitnessChanged, .cosignatureMissing: .findingCosignatureMissing,
        .witnessedChanged: .findingWitnessedChanged, .pinMissing: .findingPinMissing,
        .keptOtherLedger: .findingKeptOtherLedger, .keptLonger: .findingKeptLonger,
        .keptOtherHistory: .findingKeptOtherHistory, .keptNotComparable: .findingKeptNotComparable,
        .keptOtherEntry: .findingKeptOtherEntry, .quorum: .findingQuorum,
    ]

    /// The ledger's key has signed two roots over as many entries.
    static let provesFork: Set<Kind> = [.otherHistory, .keptOtherHistory]

    /// Not of the ledger itself, but of how it compares with what was kept elsewhere.
    static let leavesWhole = provesFork.union([.rolledBack, .keptLonger, .keptOtherLedger])

    /// What the position counts, where it is not entries.
    private static let places: [Kind: Message] = [
        .hashMissing: .placeHash, .hashChanged: .placeHash, .hashUncovered: .placeHash,
        .checkpointMalformed: .placeSize, .checkpointSignature: .placeSize, .checkpointRoot: .placeSize,
        .cosignature: .placeSize, .cosignatureMissing: .placeSize, .rolledBack: .placeSize, .otherHistory: .placeSize,
        .keptOtherHistory: .placeSize, .keptNotComparable: .placeSize,
        .quorum: .placeSize,
    ]
}

/// A finding for `--json`.
package struct FindingJSON: Encodable, Sendable {
    /// The stable name with hyphens.
    private let finding: String
    private let position: UInt64?
    private let count: UInt64?
    private let field: String?
    private let file: String?
    /// In English.
    private let reason: String

    /// - Parameter file: what the ledger was compared with.
    package init(_ finding: LedgerFinding, file: String? = nil) {
        self.finding = finding.kind.rawValue.replacing(" ", with: "-")
        position = finding.position
        count = finding.count > 1 ? finding.count : nil
        field = finding.field
        self.file = file
        reason = finding.reason
    }
}
