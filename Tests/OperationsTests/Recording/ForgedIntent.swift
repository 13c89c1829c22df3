import Cryptography
import DER
import Keyring
import Ledger
import PackageFormat
import SystemIO
import Transparency

@testable import Operations

/// A package whose sender signs whatever is to be said of the ledger.
struct ForgedIntent {
    let sender: Office
    let identity: Identity
    let ledger: Ledger

    init() throws {
        sender = try Office()
        identity = try sender.create("sender", validity: Office.start..<(Office.start + Office.year))
        _ = try sender.folder.write(Array("content".utf8), to: "report")
        ledger = try Self.ledger(sender, "ledger")
    }

    static func ledger(_ office: Office, _ name: String) throws -> Ledger {
        let new = NewLedger(author: Author(nil), time: Office.now)
        return try Ledger.open(at: office.path(name), creating: new, state: office.state.path)
    }

    /// An entry that announces this header truly.
    func intent(_ header: PieceHeader) throws -> NewEntry.SealIntent {
        NewEntry.SealIntent(
            package: header.common.packageID, header: try Cryptography.hash(.sha256, header.common.encoded),
            purpose: "inside")
    }

    /// The proof of an entry that is appended now.
    func proof(_ entry: NewEntry, in other: Ledger? = nil) throws -> EntryProof {
        let ledger = other ?? ledger
        guard let appended = try ledger.append([entry]).first else { throw OperationError(.badIntent) }
        return try EntryProof(
            ledger.proof(of: appended.position),
            ProofStatement(entry: appended.entry.bytes, key: ledger.key))
    }

    func announced(_ intent: NewEntry.SealIntent) -> NewEntry { .sealIntent(intent, by: Author(nil), at: Office.now) }

    /// - Parameter text: what the manifest says, for the package's header.
    func seal(_ package: String = "package", _ text: (PieceHeader) throws -> [UInt8]) throws {
        var plan = SealPlan(purpose: .inside)
        plan.signer = identity.signing
        let addressees = Addressees(publicKeys: [identity.encryption.publicKey], passphrase: nil, hidden: false)
        let output = try Descriptor.open(sender.path(package), [.readWrite, .create, .truncate])
        let scan = try TreeScan(SourceTree([sender.path("report")])) { _ in false }
        let sealer = try PackageSealer(plan, to: addressees)
        let intent = try text(sealer.headers[0])
        let body = try sealer.seal(scan, to: [PieceOutput(output)], progress: Progress())
        let key = try sender.keyring.unlockSigning(identity, passphrase: Office.passphrase)
        _ = try body.finish(signedBy: key.key, key.certificate, time: Office.now, intent: intent)
    }
}
