import Cryptography
import DER
import Keyring
import Ledger
import Routes
import SystemIO
import Transfer

/// A receipt that was signed here.
package struct IssuedReceipt: Sendable {
    /// What it says, signed.
    package let signed: SignedReceipt
    /// What its file is called.
    package let name: String
    /// Where it lies until it was delivered.
    package let path: Path
    /// The package that it is about.
    package let package: ArrivingPackage
}

/// Signs receipts for what came, and sends them back by any route.
package struct ReceiptIssuer: Sendable {
    private let store: ArrivalStore
    private let recorder: Recorder
    private let author: Author

    /// - Parameter store: held by this run.
    package init(_ store: ArrivalStore, recorder: Recorder, author: Author) {
        self.store = store
        self.recorder = recorder
        self.author = author
    }

    /// Packages of which something happened that no receipt says yet.
    package func due() throws(OperationError) -> [KeptPackage] {
        let packages = try store.packages()
        return packages.filter { $0.record.owesReceipt && !$0.record.pieces.isEmpty }
    }

    /// Which of one's own identities answers for a package: one that it was sealed to, those first that were chosen; for one that only
    /// a passphrase opens, the only one of one's own.
    /// - Returns: nil if none of one's own identities is there any more that it was sealed to.
    package func signer(
        of package: KeptPackage, in keyring: Keyring, preferring chosen: [Identity]
    ) throws(OperationError) -> Identity? {
        let openers = package.record.package.openers
        guard !openers.isEmpty else {
            if let first = chosen.first { return first }
            return try OwnIdentity.choose(nil, in: keyring)
        }
        let own = try onKeyring { () throws(KeyringError) in try keyring.identities().own }
        return (chosen + own).first { openers.contains($0.fingerprint.bytes) }
    }

    /// Signs the receipt for a package as it is now, and records that.
    /// - Throws: `transfer`, `keyring` with `expired`, `ledger`, `system`.
    package func sign(
        _ package: KeptPackage, with key: borrowing UnlockedSigningKey
    ) throws(OperationError) -> IssuedReceipt {
        let now = recorder.now
        let identity = key.identity
        try onKeyring { () throws(KeyringError) in try identity.checkSigning(at: now) }
        let opens = try package.opens()
        let receipt = try onTransfer { () throws(TransferError) in try package.record.receipt(opens: opens, at: now) }
        let signed: SignedReceipt
        do throws(TransferError) {
            signed = try SignedReceipt(receipt, certificate: key.certificate, signingKey: key.key)
        } catch { throw OperationError(.transfer, underlying: .transfer(error)) }
        let name = Self.name(receipt, identity)
        let path = store.path.appending(ArrivalStore.receiptsName).appending(name)
        try Self.write(signed, to: path, replacing: true)
        try recorder.receipt(receipt, isIssued: true, signer: identity.fingerprint.bytes, closes: false, by: author)
        return IssuedReceipt(signed: signed, name: name, path: path, package: package.record.package)
    }

    /// Sends a receipt by a route.
    /// - Throws: `route`.
    package func send(_ receipt: IssuedReceipt, by route: Route, backOff: BackOff = BackOff()) throws(OperationError) {
        let path = receipt.path
        let file = SharedDescriptor(
            try onSystem { () throws(SystemError) in try Descriptor.open(path, [.readOnly, .noFollow]) })
        do throws(RoutesError) {
            let piece = try OutgoingPiece(file, path: path)
            let name = try PieceName(receipt.name)
            let transport = route.transport()
            _ = try backOff.run { (_) throws(RoutesError) in try transport.put(piece, as: name) }
        } catch { throw OperationError(.route, underlying: .routes(error.on(route.name))) }
    }

    /// Writes a receipt into a file, or into a folder under its own name.
    /// - Returns: where it is.
    /// - Throws: `system` with `exists`.
    package func write(_ receipt: IssuedReceipt, to target: Path) throws(OperationError) -> Path {
        let path = Self.isFolder(target) ? target.appending(receipt.name) : target
        try Self.write(receipt.signed, to: path, replacing: false)
        return path
    }

    /// Whether receipts for several packages can be written there.
    package static func isFolder(_ target: Path) -> Bool {
        guard let found = try? Descriptor.open(target, .pathOnly).metadata() else { return false }
        return found.kind == .folder
    }

    /// Remembers that a receipt is on its way.
    package func sent(_ receipt: IssuedReceipt) throws(OperationError) {
        if var package = try store.package(receipt.package.manifest) {
            package.record.receiptSent()
            try store.save(package)
        }
        let path = receipt.path
        try onSystem { () throws(SystemError) in
            try PrivateFolder.open(path.folder).removeIfThere(Path(path.name))
        }
    }

    private static func write(_ signed: SignedReceipt, to path: Path, replacing: Bool) throws(OperationError) {
        try onSystem { () throws(SystemError) in
            if replacing { _ = try PrivateFolder.open(path.folder) }
            let file = try AtomicFile(path, replacing: replacing)
            try file.descriptor.writeFully(signed.encoded, at: 0)
            try file.commit()
        }
    }

    /// Another one for every receipt: nothing that has a name at a place is ever replaced.
    private static func name(_ receipt: Receipt, _ signer: Identity) -> String {
        let parts = [
            hexadecimal(receipt.packageID.prefix(8)), hexadecimal(signer.fingerprint.bytes.prefix(4)),
            String(receipt.time.text.dropLast()),
        ]
        return parts.joined(separator: ".") + SignedReceipt.suffix
    }
}
