import Cryptography
import DER
import Keyring
import Ledger
import PackageFormat
import Routes
import SystemIO
import Transfer

/// A package that is sealed into the outbox of a transfer which does not exist yet.
package struct StagedSending: Sendable {
    private let planning: SendPlanning
    private let staged: StagedTransfer
    private let split: Split

    /// Makes the outbox. As long as ``begin(_:recipients:recorder:by:at:)`` was not called it vanishes with this value.
    /// - Throws: `transfer`.
    package init(_ planning: SendPlanning, split: Split, in store: TransferStore) throws(OperationError) {
        self.planning = planning
        self.split = split
        staged = try onTransfer { () throws(TransferError) in try store.stage() }
    }

    /// The folder that the package is written into, so that it is refused among the inputs.
    /// - Throws: `system`.
    package func outboxIdentity() throws(OperationError) -> FileIdentity {
        try onSystem { () throws(SystemError) in
            try Descriptor.open(staged.outbox, [.pathOnly, .folder]).metadata().identity
        }
    }

    /// Where the package is sealed to.
    package var target: PackageTarget {
        PackageTarget(staged.outbox.appending(Self.interim + ".fubako"), split, replacing: false)
    }

    private static let interim = "piece"

    /// Makes the transfer of what was sealed: its plan is in the ledger and in the store when this returns, and nothing has left.
    /// - Parameter recipients: fingerprints of everyone but the sender.
    /// - Throws: `route` with `tooLarge`; `ledger`, `transfer`, `system`.
    package func begin(
        _ package: SealedPackage, recipients: [[UInt8]], recorder: Recorder, by author: Author, at time: DERTime
    ) throws(OperationError) -> HeldTransfer {
        try planning.check(pieceSize: package.pieceSize)
        let manifest = package.manifest
        let digest = try onCryptography(manifest.sha256)
        let pieces = try pieces(named: hexadecimal(Array(manifest.packageID.prefix(4))))
        let plan = try planning.plan(
            PlannedPackage(
                id: manifest.packageID, manifest: digest, name: planning.name, k: split.k, pieces: pieces,
                created: time, recipients: recipients))
        let state = TransferState(plan)
        // What could not be kept is found before anything is said of it.
        _ = try onTransfer { () throws(TransferError) in try state.encoded() }
        try recorder.transfer(.planned, plan, plan.assignments, by: author, at: time)
        return try onTransfer { () throws(TransferError) in try staged.keep(state) }
    }

    /// Gives the files names that say nothing of what they hold, since routes show them, and hashes them.
    private func pieces(named stem: String) throws(OperationError) -> [PlannedPiece] {
        let outbox = SharedDescriptor(
            try onSystem { () throws(SystemError) in try Descriptor.open(staged.outbox, [.readOnly, .folder]) })
        let width = String(split.n).count
        var pieces: [PlannedPiece] = []
        for (index, path) in target.paths.enumerated() {
            let name =
                split.n == 1
                ? Array((stem + ".fubako").utf8) : PieceNames.name(Array(stem.utf8), index + 1, width: width)
            let file = try onSystem { () throws(SystemError) in
                try outbox.descriptor.rename(
                    Path(path.name), to: outbox.descriptor, as: Path(name), replacing: false)
                return SharedDescriptor(try Descriptor.open(Path(name), in: outbox.descriptor, .readOnly))
            }
            let piece = try onRoute { () throws(RoutesError) in try OutgoingPiece(file) }
            pieces.append(
                PlannedPiece(fileName: String(decoding: name, as: UTF8.self), size: piece.size, digest: piece.digest))
        }
        try onSystem { () throws(SystemError) in try outbox.descriptor.synchronize() }
        return pieces
    }
}
