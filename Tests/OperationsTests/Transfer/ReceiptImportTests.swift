import Cryptography
import DER
import Keyring
import Ledger
import SystemIO
import Testing
import Transfer

@testable import Operations

/// A sender's desk with a transfer, and those who sign receipts for it.
private struct Desk {
    let office: Office
    let recipient: Identity
    let id = [UInt8](repeating: 1, count: 32)
    let manifest = [UInt8](repeating: 2, count: 32)

    /// - Parameters:
    ///   - hidden: whether the transfer does not know its recipients.
    ///   - passphrase: how a recipient gets it; nil for a package that has none.
    init(hidden: Bool = false, passphrase: PassphraseWay? = nil) throws {
        office = try Office()
        recipient = try office.create("recipient")
        let recipients = hidden ? [] : [recipient.fingerprint.bytes]
        let pieces = (1...3).map { x in
            PlannedPiece(fileName: "report.\(x).fubako", size: 1, digest: [UInt8](repeating: UInt8(x), count: 32))
        }
        let package = PlannedPackage(
            id: id, manifest: manifest, name: "report", k: 2, pieces: pieces, created: Office.now,
            recipients: recipients)
        _ = try TransferStore(state: office.state.path).stage().keep(
            TransferState(TransferPlan(package, passphrase: passphrase)))
    }

    var state: TransferState { get throws { try TransferStore(state: office.state.path).read(id) } }

    func receipt(
        id: [UInt8]? = nil, manifest: [UInt8]? = nil, k: Int = 2, n: Int = 3, pieces: [Int] = [1],
        state: ReceiverState = .collecting, at seconds: Int64 = 2_000
    ) throws -> Receipt {
        let list = try pieces.map {
            try ReceivedPiece(number: $0, verdict: .good, received: Office.now, route: "nas")
        }
        return try Receipt(
            packageID: id ?? self.id, manifest: manifest ?? self.manifest, k: k, n: n, pieces: list, state: state,
            time: Office.time(seconds))
    }

    func file(_ receipt: Receipt, by signer: Identity, of office: Office? = nil) throws -> [UInt8] {
        let key = try (office ?? self.office).keyring.unlockSigning(signer, passphrase: Office.passphrase)
        return try SignedReceipt(receipt, certificate: key.certificate, signingKey: key.key).encoded
    }

    @discardableResult
    func take(_ bytes: [UInt8]) throws -> ReceiptImport {
        let importer = ReceiptImporter(
            keyring: office.keyring, state: office.state.path, recorder: .none(now: Office.now), author: Author(nil))
        return try importer.importReceipt(bytes)
    }
}

@Suite("A receipt counts at the sender")
struct ReceiptImportTests {
    @Test("when package, manifest and signer are right, and only once")
    func counted() throws {
        let desk = try Desk()
        let first = try desk.file(desk.receipt(), by: desk.recipient)
        let second = try desk.file(desk.receipt(pieces: [1, 3], state: .opened, at: 3_000), by: desk.recipient)
        #expect(try desk.take(first).isNew)
        #expect(try desk.take(second).isNew)
        let state = try desk.state
        #expect(try !desk.take(first).isNew && !desk.take(second).isNew)
        #expect(try desk.state == state)
        #expect(state.receipts.map(\.state) == [.collecting, .opened])
        #expect(try state.history(of: 1).receipts.map(\.verdict) == [.good])
        #expect(try state.history(of: 2).receipts.isEmpty && state.history(of: 3).receipts.count == 1)
    }

    @Test("by anybody trusted, where the recipients are hidden")
    func hidden() throws {
        let desk = try Desk(hidden: true)
        let other = try desk.office.create("other")
        #expect(try desk.take(desk.file(desk.receipt(), by: other)).isNew)
    }

    @Test("by anybody trusted, where a passphrase opens the package")
    func passphrase() throws {
        let desk = try Desk(passphrase: .words("telephone"))
        let other = try desk.office.create("other")
        #expect(try desk.take(desk.file(desk.receipt(), by: other)).isNew)
    }

    @Test("not for another package, another manifest of the same identifier, or another split")
    func otherPackages() throws {
        let desk = try Desk()
        let other = [UInt8](repeating: 9, count: 32)
        let foreign = try desk.file(desk.receipt(id: other), by: desk.recipient)
        #expect(refusal { try desk.take(foreign) } == Refusal(.receiptForeign))
        for receipt in [try desk.receipt(manifest: other), try desk.receipt(k: 1), try desk.receipt(n: 4)] {
            let file = try desk.file(receipt, by: desk.recipient)
            #expect(refusal { try desk.take(file) } == Refusal(.receiptOtherManifest))
        }
        #expect(try desk.state.receipts.isEmpty)
    }

    @Test("not by a stranger, somebody without trust, somebody who is no recipient, or with an expired certificate")
    func otherSigners() throws {
        let desk = try Desk()
        let elsewhere = try Office()
        let stranger = try elsewhere.create("stranger")
        let file = try desk.file(desk.receipt(), by: stranger, of: elsewhere)
        #expect(refusal { try desk.take(file) } == Refusal(.receiptSignerUnknown))
        try desk.office.add(stranger, trusted: false)
        #expect(refusal { try desk.take(file) } == Refusal(.receiptSignerUnknown))
        let colleague = try desk.office.create("colleague")
        let byColleague = try desk.file(desk.receipt(), by: colleague)
        #expect(refusal { try desk.take(byColleague) } == Refusal(.receiptNotRecipient))
        let late = try desk.file(desk.receipt(at: 2 * Office.year), by: desk.recipient)
        #expect(refusal { try desk.take(late) } == Refusal(.receiptSignerUnknown))
        #expect(try desk.state.receipts.isEmpty)
    }

    @Test("not when a byte of it was changed, or anything else is called a receipt")
    func edited() throws {
        let desk = try Desk()
        let bytes = try desk.file(desk.receipt(), by: desk.recipient)
        for position in stride(from: 0, to: bytes.count, by: 7) {
            var changed = bytes
            changed[position] ^= 0x10
            #expect(failure { try desk.take(changed) } != nil)
        }
        #expect(refusal { try desk.take([]) } == Refusal(.transfer, "malformed"))
        #expect(try desk.state.receipts.isEmpty)
    }
}
