import Console
import Label
import Operations
import SystemIO

extension OperationError: Reportable {
    /// What a person is told about it, in that language.
    package func report(in language: Language) -> ErrorReport {
        switch underlying {
        case .keyring(let error): error.report(in: language)
        case .package(let error): error.report(in: language)
        case .system(let error):
            paths.isEmpty
                ? error.report(in: language)
                : error.report(in: language).replacing(hint: Message.hintRecord.text(language))
        case .label(let error):
            paths.first.map { error.report(ofRecord: Path($0), language) } ?? error.report(in: language)
        case .cryptography(let error): error.report(in: language)
        case .ledger(let error): error.report(in: language)
        case .routes(let error): error.report(in: language)
        case .transfer(let error): error.report(in: language)
        case nil:
            ErrorReport(
                Self.explanations[code], module: "operation", code: code.rawValue, language,
                what: (Self.subjects[code] ?? .whatPackage).text(language),
                place: code == .unknownAlgorithm ? subject.map { escaped($0) } : nil, arguments(language))
        }
    }

    /// What an error is about, where that is no package.
    private static let subjects: [Code: Message] = [
        .unknownAlgorithm: .whatAlgorithm, .notWithdrawn: .whatAlgorithm, .badReason: .whatReason,
        .algorithmWithdrawn: .whatAlgorithm, .algorithmRefused: .whatAlgorithm, .collectingBusy: .whatReceiving,
        .receiptForeign: .whatReceipt, .receiptOtherManifest: .whatReceipt, .receiptSignerUnknown: .whatReceipt,
        .receiptNotRecipient: .whatReceipt,
    ]

    /// What is meant: the files, else the names, else the subject; then the year.
    private func arguments(_ language: Language) -> [any MessageArgument] {
        let files = paths.map { Path($0).shown }
        let meant = files.isEmpty ? names.map { escaped($0) } : files
        let list = meant.isEmpty ? [subject ?? ""].map { escaped($0) } : meant
        return [EscapedText(list.joined(separator: language.separator)), year ?? 0]
    }

    static let explanations: [Code: Explanation] = [
        .noSender: Explanation(.notFound, .operationNoSender, .hintKeyNew),
        .ambiguousSender: Explanation(.usage, .operationAmbiguousSender, .hintFrom),
        .noRecipient: Explanation(.usage, .operationNoRecipient, .hintRecipient),
        .specialFiles: Explanation(.refused, .operationSpecialFiles, .hintSpecial),
        .algorithmRefused: Explanation(.refused, .operationAlgorithmRefused),
        .algorithmWithdrawn: Explanation(.refused, .operationAlgorithmWithdrawn, .hintPolicyShow),
        .unknownAlgorithm: Explanation(.usage, .operationUnknownAlgorithm),
        .notWithdrawn: Explanation(.refused, .operationNotWithdrawn, .hintPolicyShow),
        .badReason: Explanation(.usage, .operationBadReason),
        .recipientUnknown: Explanation(.notFound, .operationRecipientUnknown, .hintRecipientUnknown),
        .passphraseNeeded: Explanation(.wrongKey, .operationPassphraseNeeded, .hintPackagePassphrase),
        .labelLowered: Explanation(.refused, .operationLabelLowered, .hintLowered),
        .badPattern: Explanation(.usage, .operationBadPattern),
        .unsigned: Explanation(.originUnknown, .operationUnsigned, .hintUnsigned),
        .signerUnknown: Explanation(.signerUnknown, .operationSignerUnknown, .hintSignerUnknown),
        .otherSigner: Explanation(.badSignature, .operationOtherSigner, .hintSignature),
        .signerNotValid: Explanation(.refused, .operationSignerNotValid, .hintSignature),
        .claimsUnsigned: Explanation(.refused, .operationClaimsUnsigned, .hintClaimsUnsigned),
        .claimsUnknownSigner: Explanation(.refused, .operationClaimsUnknownSigner, .hintClaimsUnknownSigner),
        .claimsOtherSigner: Explanation(.refused, .operationClaimsOtherSigner, .hintClaimsOtherSigner),
        .badIntent: Explanation(.damaged, .operationBadIntent, .hintDamaged),
        .severalPackages: Explanation(.refused, .operationSeveralPackages, .hintManifest),
        .foreignPiece: Explanation(.refused, .operationForeignPiece, .hintManifest),
        .noSuchPackage: Explanation(.notFound, .operationNoSuchPackage, .hintManifest),
        .noSuchPiece: Explanation(.usage, .operationNoSuchPiece),
        .noPieceNames: Explanation(.usage, .operationNoPieceNames, .hintPieceNames),
        .passphraseWayMissing: Explanation(.refused, .operationPassphraseWayMissing, .hintPassphraseWay),
        .passphraseWayNeedless: Explanation(.usage, .operationPassphraseWayNeedless),
        .replacementDiffers: Explanation(.damaged, .operationReplacementDiffers, .hintSendAnew),
        .nothingToRebuildFrom: Explanation(.tooFewPieces, .operationNothingToRebuildFrom, .hintSendAnew),
        .notARecipient: Explanation(.wrongKey, .operationNotARecipient, .hintWrongKey),
        .collectingBusy: Explanation(.inputOutput, .operationCollectingBusy),
        .pieceTooLarge: Explanation(.tooLarge, .operationPieceTooLarge, .hintPieceTooLarge),
        .enoughDamaged: Explanation(.refused, .operationEnoughDamaged),
        .receiptForeign: Explanation(.notFound, .operationReceiptForeign, .hintReceiptForeign),
        .receiptOtherManifest: Explanation(.refused, .operationReceiptOtherManifest),
        .receiptSignerUnknown: Explanation(.signerUnknown, .operationReceiptSignerUnknown, .hintReceiptSigner),
        .receiptNotRecipient: Explanation(.refused, .operationReceiptNotRecipient),
    ]
}
