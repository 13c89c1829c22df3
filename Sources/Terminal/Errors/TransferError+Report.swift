import Console
import Label
import Transfer

extension TransferError: Reportable {
    /// What a person is told about it, in that language.
    package func report(in language: Language) -> ErrorReport {
        // The transfer knows the whole path, the system call often only its last component.
        if code == .system, let system { return (path.map(system.at) ?? system).report(in: language) }
        if code == .cryptography, let cryptography { return cryptography.report(in: language) }
        let subject: Message = code == .badSignature ? .whatReceipt : .whatTransfer
        let detail = [reason, cryptography?.reason].compactMap(\.self).joined(separator: ": ")
        return ErrorReport(
            Self.explanations[code], module: "transfer", code: code.rawValue, language, what: subject.text(language),
            place: place(language),
            [reason, EscapedText(names.map { escaped($0) }.joined(separator: language.separator))],
            detail: detail)
    }

    private func place(_ language: Language) -> String? {
        let parts: [String?] = [
            path?.shown, route.map { escaped($0) }, piece.map { Message.placePiece.text(language, $0) },
            field.map { escaped($0) }, offset.map { Message.whereOffset.text(language, $0) },
        ]
        let known = parts.compactMap(\.self)
        return known.isEmpty ? nil : known.joined(separator: language.separator)
    }

    static let explanations: [Code: Explanation] = [
        .malformed: Explanation(.damaged, .transferMalformed),
        .unsupported: Explanation(.unsupported, .transferUnsupported, .hintNewerVersion),
        .badValue: Explanation(.usage, .transferBadValue),
        .tooMuch: Explanation(.refused, .transferTooMuch),
        .carriesOther: Explanation(.refused, .transferCarriesOther, .hintTransferOtherRoute),
        .passphraseRoute: Explanation(.refused, .transferPassphraseRoute, .hintPassphraseRoute),
        .tooFewRoutes: Explanation(.usage, .transferTooFewRoutes, .hintTooFewRoutes),
        .tooManyRoutes: Explanation(.usage, .transferTooManyRoutes, .hintSplit),
        .noSuchPiece: Explanation(.usage, .transferNoSuchPiece, .hintTransferStatus),
        .notFound: Explanation(.notFound, .transferNotFound, .hintTransferList),
        .ambiguous: Explanation(.usage, .transferAmbiguous, .hintTransferIdentifier),
        .exists: Explanation(.refused, .transferExists, .hintTransferStatus),
        .busy: Explanation(.inputOutput, .transferBusy, .hintTransferBusy),
        .ended: Explanation(.refused, .transferEnded, .hintTransferStatus),
        .badSignature: Explanation(.badSignature, .transferBadSignature, .hintReceiptAgain),
    ]
}
