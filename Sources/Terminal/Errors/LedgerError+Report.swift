import Console
import Label
import Ledger

extension LedgerError: Reportable {
    /// What a person is told about it, in that language.
    package func report(in language: Language) -> ErrorReport {
        // The ledger knows the whole path, the system call often only its last component.
        if code == .system, let system { return (path.map(system.at) ?? system).report(in: language) }
        if code == .cryptography, let cryptography { return cryptography.report(in: language) }
        // Where a path is named, what is not there is the ledger itself; and nothing more can be said of a file that is
        // missing or none of a ledger, while of what SQLite finds damaged a verification tells the extent.
        let path = sqlite == nil ? path : nil
        let explanation = path == nil ? Self.explanations[code] : Self.ofFiles[code] ?? Self.explanations[code]
        return ErrorReport(
            explanation, module: "ledger", code: code.rawValue, language,
            what: Message.whatLedger.text(language), place: place(language), [detail], detail: detail)
    }

    private var detail: String {
        let number = sqlite.map { " (SQLite \($0))" } ?? ""
        return [reason + number, transparency?.reason, system?.systemMessage].compactMap(\.self).joined(separator: ": ")
    }

    private func place(_ language: Language) -> String? {
        let position = position.map { Message.placeEntry.text(language, $0) }
        let parts = [path?.shown, position, field.map { escaped($0) }].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: language.separator)
    }

    /// Where a whole file is meant.
    private static let ofFiles: [Code: Explanation] = [
        .notFound: Explanation(.notFound, .ledgerNone, .hintLedgerOption),
        .damaged: Explanation(.damaged, .ledgerDamaged, .hintLedgerBackup),
    ]

    static let explanations: [Code: Explanation] = [
        .malformed: Explanation(.damaged, .ledgerEntryMalformed),
        .notCanonical: Explanation(.damaged, .ledgerEntryMalformed),
        .tooLarge: Explanation(.refused, .ledgerEntryTooLarge),
        .unknownKind: Explanation(.unsupported, .ledgerUnknownKind, .hintNewerVersion),
        .missingField: Explanation(.damaged, .ledgerEntryMalformed),
        .unexpectedField: Explanation(.damaged, .ledgerEntryMalformed),
        .badValue: Explanation(.usage, .ledgerBadValue),
        .notAnExport: Explanation(.damaged, .ledgerNotExport),
        .notFound: Explanation(.notFound, .ledgerNotFound),
        .exists: Explanation(.refused, .ledgerExists),
        .damaged: Explanation(.damaged, .ledgerDamaged, .hintLedgerVerify),
        .inconsistent: Explanation(.damaged, .ledgerInconsistent, .hintLedgerVerify),
        .rolledBack: Explanation(.damaged, .ledgerRolledBack, .hintLedgerBackup),
        .otherHistory: Explanation(.forked, .ledgerOtherHistory, .hintLedgerBackup),
        .otherLedger: Explanation(.damaged, .ledgerOtherLedger, .hintLedgerBackup),
        .foreignSchema: Explanation(.damaged, .ledgerForeignSchema, .hintLedgerVerify),
        .erasurePending: Explanation(.inputOutput, .ledgerErasurePending, .hintErasurePending),
        .anchorDamaged: Explanation(.damaged, .ledgerAnchorDamaged, .hintLedgerAnchor),
        .lost: Explanation(.damaged, .ledgerLost, .hintLedgerLost),
        .noSpace: Explanation(.inputOutput, .ledgerNoSpace, .hintLedgerUnavailable),
        .readOnly: Explanation(.inputOutput, .ledgerReadOnly, .hintLedgerUnavailable),
        .logPending: Explanation(.inputOutput, .ledgerLogPending, .hintLedgerLog),
        .busy: Explanation(.inputOutput, .ledgerBusy),
        .database: Explanation(.inputOutput, .ledgerDatabase, .hintLedgerVerify),
        .transparency: Explanation(.damaged, .ledgerProof),
    ]
}
