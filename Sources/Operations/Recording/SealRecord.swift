import Cryptography
import DER
import Keyring
import Ledger
import PackageFormat
import Synchronization
import SystemIO
import Transparency

/// What one sealing leaves in the ledger: the intent before anything of the package is written, and how it ended.
final class SealRecord: Sendable {
    private let recorder: Recorder
    private let author: Author
    private let recipients: [[UInt8]]
    private let state = Mutex(State())

    private struct State: Sendable {
        /// The package that was announced.
        var package: [UInt8]?
        var names: [String] = []
        /// How many entries the checkpoint covers that travels along.
        var sentSize: UInt64?
        /// What says that the package is being sealed, and how that will have ended.
        var held: HeldOutcome?
    }

    /// - Parameter recipients: fingerprints of those who will get the package.
    init(_ recorder: Recorder, sender: Identity?, recipients: [[UInt8]]) {
        self.recorder = recorder
        author = Author(sender)
        self.recipients = recipients
    }

    /// Appends the intent.
    /// - Returns: the proof for the manifest; nil if there is none to give, because the entry was spooled or no ledger is kept.
    /// - Throws: `ledger`: the package must not be made.
    func announce(_ intent: NewEntry.SealIntent) throws(OperationError) -> [UInt8]? {
        let entry = NewEntry.sealIntent(intent, by: author, at: recorder.now)
        try hold(intent.package)
        let appended = try recorder.append(entry, by: author)
        state.withLock { state in
            state.package = intent.package
            state.names = intent.names
            state.sentSize = appended?.checkpoint.checkpoint.size
        }
        guard let appended else { return nil }
        return try onLedger { () throws(LedgerError) in try proof(appended) }
    }

    /// From here on, whatever happens to this run, a later one can tell that it was interrupted.
    private func hold(_ package: [UInt8]) throws(OperationError) {
        guard let place = recorder.place else { return }
        do throws(LedgerError) {
            let held = try OutcomeFolder(state: place.state, ledger: place.ledger).hold(package)
            state.withLock { $0.held = held }
        } catch {
            // Of a folder that is not ours a warning tells; it stops nothing.
            if error.system?.isForeign ?? false { return }
            throw OperationError(.ledger, underlying: .ledger(error))
        }
    }

    /// Keeps what ``end(_:entries:output:former:)`` will tell, before the package gets its name: should this run be killed
    /// after that, a later one tells it.
    /// - Parameters:
    ///   - count: how many files, folders and links it holds.
    ///   - output: the file that gets its name last.
    ///   - former: the package whose place it takes.
    /// - Throws: `ledger`: the package must not get its name.
    func keep(
        _ package: SealedPackage, entries count: UInt64, output: Path, former: Former? = nil
    ) throws(OperationError) {
        guard let held = state.withLock({ $0.held }) else { return }
        let folder = try onSystem { () throws(SystemError) in try output.folder.absolute() }
        let path = folder.appending(output.name)
        let list = try entries(package, count, path, former)
        try onLedger { () throws(LedgerError) in
            var prepared: [PreparedEntry] = []
            for entry in list { prepared.append(try entry.prepared()) }
            try held.keep(KeptOutcome(output: path, entries: prepared))
        }
    }

    /// The proof with the entry, the ledger's key, and as much as there is room for that shows the recipients how the ledger
    /// has grown since they saw it last.
    private func proof(_ appended: Appended) throws(LedgerError) -> [UInt8]? {
        guard let ledger = try recorder.ledger(createdBy: nil) else { return nil }
        let size = appended.checkpoint.checkpoint.size
        let proof = try ledger.proof(of: appended.position, size: size)
        var statement = ProofStatement(entry: appended.entry.bytes, key: ledger.key)
        for old in try ledger.sizesSent(to: recipients).filter({ $0 < size }).suffix(ProofStatement.maximumGrowths) {
            statement.consistency.append(.init(old: old, proof: try ledger.consistency(from: old, to: size)))
        }
        while true {
            let encoded = try EntryProof(proof, statement).encoded
            if encoded.count <= Format.intentSizes.upperBound || statement.consistency.isEmpty { return encoded }
            statement.consistency.removeFirst()
        }
    }

    /// Lets the sender vouch for the ledger's key, once in the ledger's life.
    func pin(signedBy key: borrowing UnlockedSigningKey) throws(OperationError) {
        guard state.withLock({ $0.sentSize != nil }) else { return }
        do throws(LedgerError) {
            guard let ledger = try recorder.ledger(createdBy: nil), try ledger.pin() == nil else { return }
            let pin = try LedgerPin(
                ledger.key, certificate: key.certificate, signingKey: key.key, time: recorder.now)
            try ledger.setPin(pin.signedData)
            try ledger.append([.policy("pinned", by: author, at: recorder.now)])
        } catch { throw OperationError(.ledger, underlying: .ledger(error)) }
    }

    /// Records that the package is there.
    /// - Parameters:
    ///   - count: how many files, folders and links it holds.
    ///   - output: where it is; nil if it went through a pipe.
    ///   - former: the package whose place it takes.
    func end(
        _ package: SealedPackage, entries count: UInt64, output: Path?, former: Former? = nil
    ) throws(OperationError) {
        guard recorder.place != nil else { return }
        // From wherever it is looked for. It is there, so that only a folder that cannot be searched leaves it as it is.
        let path = output.map { (try? $0.absolute()) ?? $0 }
        try recorder.appendAfterwards(entries(package, count, path, former), by: author)
        let (size, held) = state.withLock { ($0.sentSize, $0.held) }
        // What stays is removed by a later run, which finds that the ledger has the outcome.
        try? held?.remove()
        guard let size else { return }
        // What is forgotten here costs a proof that could have travelled along, nothing else.
        try? recorder.ledger(createdBy: nil)?.rememberSent(size, to: recipients)
    }

    private func entries(
        _ package: SealedPackage, _ count: UInt64, _ output: Path?, _ former: Former?
    ) throws(OperationError) -> [NewEntry] {
        let manifest = package.manifest
        let digest = try onCryptography(manifest.sha256)
        var list = [
            NewEntry.sealed(
                manifest.packageID, manifest: digest, bytes: package.size, entries: count,
                names: state.withLock { $0.names }, output: output.map { Array($0.bytes) }, by: author,
                at: recorder.now)
        ]
        if let former { list.append(try entry(manifest.packageID, takesPlaceOf: former)) }
        return list
    }

    /// A package that was sealed again.
    struct Former {
        let manifest: Manifest
        /// What was withdrawn; nil if it was sealed again for another reason.
        let affectedBy: String?
    }

    private func entry(_ package: [UInt8], takesPlaceOf former: Former) throws(OperationError) -> NewEntry {
        let digest = try onCryptography(former.manifest.sha256)
        return .resealed(
            package, from: former.manifest.packageID, manifest: digest, affectedBy: former.affectedBy, by: author,
            at: recorder.now)
    }

    /// Records that an announced package did not come into being. The reason for that is the error to report, whatever
    /// happens here.
    func fail(_ error: OperationError) {
        let (package, held) = state.withLock { ($0.package, $0.held) }
        guard let package else {
            // Nothing was announced.
            try? held?.remove()
            return
        }
        do throws(OperationError) {
            try recorder.appendAfterwards(
                .sealFailed(package, cause: error.cause, by: author, at: recorder.now), by: author)
        } catch { return }
        try? held?.remove()
    }
}

extension OperationError {
    /// A stable name for an entry, such as "system.no-space"; the module of the error that led to this one first.
    package var cause: String {
        let inner =
            switch underlying {
            case .keyring(let error): error.code.rawValue
            case .package(let error): error.code.rawValue
            case .system(let error): error.code.rawValue
            case .label(let error): error.code.rawValue
            case .cryptography(let error): error.code.rawValue
            case .ledger(let error): error.code.rawValue
            case .routes(let error): error.code.rawValue
            case .transfer(let error): error.code.rawValue
            case nil: code.rawValue
            }
        let module = underlying == nil ? "operation" : code.rawValue
        return (module + "." + inner).replacing(" ", with: "-")
    }
}
