import Cryptography
import Keyring
import Ledger
import SystemIO
import Transfer

/// What importing a receipt gave.
package struct ReceiptImport: Sendable {
    /// What it says.
    package let receipt: Receipt
    /// Who signed it.
    package let signer: Identity
    /// What the transfer is called here.
    package let transfer: String
    /// Whether it says anything that no receipt said before. One that came before changes nothing.
    package let isNew: Bool
    /// Whether it closed the transfer: every recipient has opened the package.
    package let closes: Bool
    /// Whether its signer has opened the package.
    package var isOpened: Bool { receipt.state == .opened }
}

/// Takes over what recipients say of packages that were sent from here.
///
/// A receipt counts only if package and manifest are those of a transfer, and its signer is trusted and one of the package's
/// recipients. Where the recipients are not known, or a passphrase opens the package, trust must do.
package struct ReceiptImporter: Sendable {
    private let keyring: Keyring
    private let transfers: TransferStore
    private let recorder: Recorder
    private let author: Author

    /// - Parameter state: the program's state folder.
    package init(keyring: Keyring, state: Path, recorder: Recorder, author: Author) {
        self.keyring = keyring
        transfers = TransferStore(state: state)
        self.recorder = recorder
        self.author = author
    }

    /// Lengths of the pieces of all transfers that have not ended, by their names. A transfer that cannot be read has none.
    func sentPieces() -> [String: UInt64] {
        let open = ((try? transfers.list()) ?? []).compactMap(\.state).filter { $0.ending == nil }
        let pieces = open.flatMap(\.plan.package.pieces).map { ($0.fileName, $0.size) }
        return Dictionary(pieces) { first, _ in first }
    }

    /// The bytes of a receipt's file.
    /// - Throws: `transfer` with `tooMuch`; `system`.
    package static func read(_ path: Path) throws(OperationError) -> [UInt8] {
        do throws(SystemError) {
            let file = try Descriptor.open(path, [.readOnly, .nonBlocking])
            guard try file.metadata().kind == .file else { throw SystemError(.notRegularFile, "open", path: path) }
            return try file.readToEnd(limit: SignedReceipt.maximumSize)
        } catch {
            guard error.code == .tooLarge else { throw OperationError(.system, underlying: .system(error)) }
            let failure = TransferError(.tooMuch, "the receipt is too large")
            throw OperationError(.transfer, underlying: .transfer(failure.of(path)))
        }
    }

    /// Checks a receipt, and keeps what it says with its transfer.
    /// - Throws: `transfer` with `malformed`, `unsupported`, `badSignature`, `busy`; `receiptForeign`, `receiptOtherManifest`,
    ///   `receiptSignerUnknown`, `receiptNotRecipient`; `ledger`, `system`. Nothing is changed then.
    package func importReceipt(_ bytes: [UInt8]) throws(OperationError) -> ReceiptImport {
        let signed = try onTransfer { () throws(TransferError) in try SignedReceipt(encoded: bytes) }
        let verified = try onTransfer { () throws(TransferError) in try signed.verify() }
        let receipt = signed.receipt
        let transfer = try transfer(of: receipt)
        let package = transfer.state.plan.package
        let signer = try signer(verified, receipt, transfer.state.plan)
        let digest = try onTransfer { () throws(TransferError) in try signed.sha256() }
        var state = transfer.state
        let isNew = try count(receipt, signer, digest, &state)
        let closes = state.ending != transfer.state.ending
        // First: after a kill an entry may be there twice, and none is missing.
        if isNew {
            try recorder.receipt(
                receipt, isIssued: false, signer: signer.fingerprint.bytes, closes: closes, by: author)
        }
        if closes { try recorder.transfer(.closed, state.plan, [], by: author, at: recorder.now) }
        let counted = state
        try onTransfer { () throws(TransferError) in
            try transfer.update { (state) throws(TransferError) in state = counted }
            // Nothing of it is kept to be sent.
            if closes { try transfer.removeOutbox() }
        }
        return ReceiptImport(
            receipt: receipt, signer: signer, transfer: package.name, isNew: isNew, closes: closes)
    }

    private func transfer(of receipt: Receipt) throws(OperationError) -> HeldTransfer {
        let transfer: HeldTransfer
        do throws(TransferError) { transfer = try transfers.hold(receipt.packageID) } catch {
            guard error.code == .notFound else { throw OperationError(.transfer, underlying: .transfer(error)) }
            throw OperationError(.receiptForeign, hexadecimal(receipt.packageID))
        }
        let package = transfer.state.plan.package
        guard package.manifest == receipt.manifest, package.k == receipt.k, package.n == receipt.n else {
            throw OperationError(.receiptOtherManifest, package.name)
        }
        return transfer
    }

    private func signer(
        _ verified: VerifiedSignature, _ receipt: Receipt, _ plan: TransferPlan
    ) throws(OperationError) -> Identity {
        let judgement = try SignerJudgement(verified.certificate, keyring)
        guard case .trusted(let identity) = judgement, judgement.wasValid(at: receipt.time) else {
            throw OperationError(.receiptSignerUnknown, verified.certificate.subject.commonName)
        }
        // Whoever knows the passphrase is a recipient too, and the plan cannot name him.
        let recipients = plan.package.recipients
        let isAnybody = recipients.isEmpty || plan.passphrase != nil
        guard isAnybody || recipients.contains(identity.fingerprint.bytes) else {
            throw OperationError(.receiptNotRecipient, identity.name.text)
        }
        return identity
    }

    /// - Returns: whether it was new.
    private func count(
        _ receipt: Receipt, _ signer: Identity, _ digest: [UInt8], _ state: inout TransferState
    ) throws(OperationError) -> Bool {
        let fingerprint = signer.fingerprint.bytes
        let counted = CountedReceipt(digest: digest, signer: fingerprint, time: receipt.time, state: receipt.state)
        let pieces = receipt.pieces.map { piece in
            PieceReceipt(
                piece: piece.number, verdict: piece.verdict, received: piece.received, route: piece.route,
                signer: fingerprint)
        }
        return try onTransfer { () throws(TransferError) in try state.count(counted, pieces) }
    }
}
