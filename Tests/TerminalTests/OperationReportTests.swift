import Label
import Ledger
import Operations
import SystemIO
import Testing

@testable import Console
@testable import Terminal

@Suite("Every error of a workflow is explained")
struct OperationReportTests {
    static let rows: [(OperationError.Code, ExitCode)] = [
        (.noSender, .notFound), (.ambiguousSender, .usage), (.noRecipient, .usage), (.specialFiles, .refused),
        (.algorithmRefused, .refused), (.labelLowered, .refused), (.badPattern, .usage), (.unsigned, .originUnknown),
        (.signerUnknown, .signerUnknown), (.otherSigner, .badSignature), (.signerNotValid, .refused),
        (.notARecipient, .wrongKey), (.badIntent, .damaged), (.algorithmWithdrawn, .refused),
        (.unknownAlgorithm, .usage), (.badReason, .usage),
        (.notWithdrawn, .refused), (.recipientUnknown, .notFound), (.passphraseNeeded, .wrongKey),
        (.claimsUnsigned, .refused), (.claimsUnknownSigner, .refused), (.claimsOtherSigner, .refused),
        (.severalPackages, .refused), (.noSuchPackage, .notFound), (.foreignPiece, .refused),
        (.noSuchPiece, .usage), (.noPieceNames, .usage), (.collectingBusy, .inputOutput), (.pieceTooLarge, .tooLarge),
        (.enoughDamaged, .refused), (.receiptForeign, .notFound), (.receiptOtherManifest, .refused),
        (.receiptSignerUnknown, .signerUnknown), (.receiptNotRecipient, .refused),
        (.passphraseWayMissing, .refused), (.passphraseWayNeedless, .usage), (.replacementDiffers, .damaged),
        (.nothingToRebuildFrom, .tooFewPieces),
    ]

    @Test("each code has its exit code", arguments: rows)
    func exitCode(_ code: OperationError.Code, _ exitCode: ExitCode) {
        #expect(OperationError(code).report(in: .en).exitCode == exitCode)
    }

    @Test("the table has a row for every code there is")
    func table() { #expect(OperationError.explanations.count == 38 && Self.rows.count == 38) }

    @Test("an error of a lower module explains itself")
    func underlying() {
        let error = SystemError(.notFound, "open", path: "x")
        let wrapped = OperationError(.system, underlying: .system(error))
        #expect(wrapped.report(in: .ja) == error.report(in: .ja))
        let label = LabelError(.badValue, .grade, text: "x")
        #expect(OperationError(.label, underlying: .label(label)).report(in: .en) == label.report(in: .en))
    }

    @Test("names, files and years that are meant are named, escaped")
    func arguments() {
        var error = OperationError(.ambiguousSender)
        error.names = ["a", "b\u{202E}"]
        #expect(error.report(in: .en).why == #"there are several identities of one's own: a, b\u{202E}"#)
        error = OperationError(.specialFiles)
        error.paths = [Array("x\u{1B}".utf8), [0xFF]]
        #expect(error.report(in: .en).why == #"devices, sockets or FIFOs are among the inputs: x\x1B, \xFF"#)
        error = OperationError(.algorithmRefused, "RSA")
        error.year = 2051
        #expect(error.report(in: .en).why == "RSA must not protect anything until 2051")
    }

    static let ledgerRows: [(LedgerError.Code, ExitCode)] = [
        (.malformed, .damaged), (.notCanonical, .damaged), (.tooLarge, .refused), (.unknownKind, .unsupported),
        (.missingField, .damaged), (.unexpectedField, .damaged), (.badValue, .usage), (.notFound, .notFound),
        (.exists, .refused), (.damaged, .damaged), (.inconsistent, .damaged), (.rolledBack, .damaged),
        (.otherHistory, .forked), (.otherLedger, .damaged), (.lost, .damaged), (.noSpace, .inputOutput),
        (.readOnly, .inputOutput), (.logPending, .inputOutput), (.busy, .inputOutput), (.database, .inputOutput),
        (.transparency, .damaged), (.foreignSchema, .damaged), (.erasurePending, .inputOutput),
        (.anchorDamaged, .damaged), (.notAnExport, .damaged),
    ]

    @Test("a ledger that is not there is told apart from an entry that is not")
    func missing() {
        var error = LedgerError(.notFound, "there is no ledger")
        #expect(error.report(in: .en).why == "the ledger does not have it")
        error.path = "/srv/ledger"
        #expect(error.report(in: .en).why == "there is no ledger here")
        #expect(error.report(in: .en).place == "/srv/ledger")
        #expect(error.report(in: .ja).exitCode == .notFound)
    }

    @Test("each code of the ledger has its exit code", arguments: ledgerRows)
    func ledger(_ code: LedgerError.Code, _ exitCode: ExitCode) {
        #expect(LedgerError(code, "").report(in: .en).exitCode == exitCode)
        #expect(
            OperationError(.ledger, underlying: .ledger(LedgerError(code, ""))).report(in: .ja).exitCode == exitCode)
        #expect(LedgerError.explanations.count == Self.ledgerRows.count && Self.ledgerRows.count == 25)
    }
}
