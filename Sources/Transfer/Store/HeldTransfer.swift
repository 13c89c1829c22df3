import Synchronization
import SystemIO

/// A transfer that this process holds, so that no other one changes it meanwhile. Several threads may use it.
package final class HeldTransfer: Sendable {
    /// Its folder.
    package let path: Path
    /// Where its pieces are.
    package var outbox: Path { path.appending(TransferStore.outboxName) }
    /// Holds the lock.
    private let folder: SharedDescriptor
    private let current: Mutex<TransferState>

    init(_ folder: SharedDescriptor, _ path: Path, _ state: TransferState) {
        self.folder = folder
        self.path = path
        current = Mutex(state)
    }

    /// What is known of it now.
    package var state: TransferState { current.withLock { $0 } }

    /// Changes it, and writes it before anybody sees the change: after a crash it is the old or the new one.
    /// - Throws: what `body` throws, `tooMuch`, `badValue`, `system`; then nothing is changed.
    package func update<Result: Sendable>(
        _ body: (inout TransferState) throws(TransferError) -> Result
    ) throws(TransferError) -> Result {
        try current.withLock { (current) throws(TransferError) in
            var state = current
            let result = try body(&state)
            guard state != current else { return result }
            try Self.write(state, path.appending(TransferStore.fileName))
            current = state
            return result
        }
    }

    static func write(_ state: TransferState, _ path: Path) throws(TransferError) {
        let bytes = try state.encoded()
        try onSystem(path) { () throws(SystemError) in
            let file = try AtomicFile(path, replacing: true)
            try file.descriptor.writeFully(bytes)
            try file.commit()
        }
    }

    /// Removes the outbox with what is in it.
    /// - Throws: `system`.
    package func removeOutbox() throws(TransferError) {
        try onSystem(outbox) { () throws(SystemError) in
            try folder.descriptor.removeTree(Path(TransferStore.outboxName))
        }
    }
}

extension TransferStore {
    /// How long another process is waited for.
    package static let patience = Duration.seconds(2)

    /// Holds a transfer until the value is gone, and removes what killed processes left in its folder.
    /// - Parameter patience: how long another process is waited for.
    /// - Throws: as ``read(_:)``; `busy`.
    package func hold(
        _ id: [UInt8], patience: Duration = TransferStore.patience
    ) throws(TransferError) -> HeldTransfer {
        let path = path(id)
        let folder: SharedDescriptor
        do throws(SystemError) { folder = SharedDescriptor(try PrivateFolder.openExisting(path)) } catch {
            guard error.code == .notFound else { throw systemFailure(path, error) }
            throw TransferError(.notFound, "there is no such transfer").of(path)
        }
        try Self.take(folder.descriptor, path, patience: patience)
        let state = try read(id)
        try onSystem(path) { () throws(SystemError) in
            for name in try folder.descriptor.names() where name.starts(with: Array(AtomicFile.interimPrefix.utf8)) {
                try folder.descriptor.removeTree(Path(name))
            }
        }
        return HeldTransfer(folder, path, state)
    }

    static func take(
        _ folder: borrowing Descriptor, _ path: Path, patience: Duration = TransferStore.patience
    ) throws(TransferError) {
        let end = ContinuousClock.now.advanced(by: patience)
        while true {
            let isFree = try onSystem(path) { () throws(SystemError) in
                try Interruption.check()
                return try folder.lockIfFree()
            }
            if isFree { return }
            guard ContinuousClock.now < end else {
                throw TransferError(.busy, "another process works on the transfer").of(path)
            }
            pause()
        }
    }
}
