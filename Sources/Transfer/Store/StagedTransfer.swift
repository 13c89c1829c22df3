import Glibc
import SystemIO

/// Waits a moment before something is tried again.
func pause() { usleep(50_000) }

/// The folder of a transfer that is being made: the package is sealed into its outbox, and it becomes a transfer in one step
/// when its plan is known. Without that it is removed, by this process or the next one.
package final class StagedTransfer: Sendable {
    private let store: SharedDescriptor
    private let folder: SharedDescriptor
    private let folderPath: Path
    private let name: [UInt8]
    /// Where all transfers are.
    private let parent: Path

    /// Where the pieces are to be written.
    package var outbox: Path { folderPath.appending(TransferStore.outboxName) }

    fileprivate init(_ store: SharedDescriptor, _ folder: SharedDescriptor, name: [UInt8], in parent: Path) {
        self.store = store
        self.folder = folder
        self.name = name
        self.parent = parent
        folderPath = parent.appending(name)
    }

    deinit {
        // Nothing can be reported here; what stays is removed by the next run. After ``keep(_:)`` there is no such name.
        try? store.descriptor.removeTree(Path(name))
    }

    /// Makes the transfer, which is held from the beginning.
    /// - Throws: `exists` if the package has one already; as ``HeldTransfer/update(_:)``.
    package func keep(_ state: TransferState) throws(TransferError) -> HeldTransfer {
        try HeldTransfer.write(state, folderPath.appending(TransferStore.fileName))
        let final = state.plan.package.id.hexadecimal
        do throws(SystemError) {
            try folder.descriptor.synchronize()
            try store.descriptor.rename(Path(name), to: store.descriptor, as: Path(final), replacing: false)
            try store.descriptor.synchronize()
        } catch {
            var failure = TransferError(
                error.code == .exists ? .exists : .system, "the transfer could not be put into its place")
            failure.path = parent.appending(final)
            failure.system = error
            throw failure
        }
        return HeldTransfer(folder, parent.appending(final), state)
    }
}

extension TransferStore {
    /// Begins a transfer: makes its folder with an empty outbox, and holds it.
    /// - Throws: `system`, `busy`.
    package func stage() throws(TransferError) -> StagedTransfer {
        let store = try lockedStore()
        return try onSystem(folder) { () throws(SystemError) in
            let name = Self.newPrefix + Array(try RandomName().digits.utf8)
            try store.makeFolder(Path(name), mode: FileMode.privateFolder)
            let path = folder.appending(name)
            let own = SharedDescriptor(try PrivateFolder.openExisting(path))
            _ = try own.descriptor.lockIfFree()
            try own.descriptor.makeFolder(Path(Self.outboxName), mode: FileMode.privateFolder)
            // An open file of its own: the lock on this one ends here.
            return StagedTransfer(SharedDescriptor(try PrivateFolder.openExisting(folder)), own, name: name, in: folder)
        }
    }

    /// Removes what processes left that were killed while they sealed, and the outboxes of transfers that have ended.
    /// - Returns: how many sealed packages it was that nobody had sent.
    /// - Throws: `system`, `busy`.
    package func clean() throws(TransferError) -> Int {
        guard try onSystem(folder, { () throws(SystemError) in try isPresent() }) else { return 0 }
        let store = try lockedStore()
        try cleanOutboxes()
        return try onSystem(folder) { () throws(SystemError) in
            var count = 0
            for name in try store.names() where name.starts(with: Self.newPrefix) {
                guard try Descriptor.open(folder.appending(name), [.readOnly, .folder, .noFollow]).lockIfFree() else {
                    continue
                }
                try store.removeTree(Path(name))
                count += 1
            }
            return count
        }
    }

    /// A transfer that a receipt ended, or one whose run was killed just before it removed the outbox.
    private func cleanOutboxes() throws(TransferError) {
        for listed in try list() where listed.state?.ending != nil {
            guard (try? Descriptor.open(outbox(listed.id), [.pathOnly, .folder, .noFollow])) != nil else { continue }
            // Whoever holds it does the same.
            guard let held = try? hold(listed.id, patience: .zero) else { continue }
            try held.removeOutbox()
        }
    }

    private func isPresent() throws(SystemError) -> Bool {
        do throws(SystemError) {
            _ = try PrivateFolder.openExisting(folder)
            return true
        } catch {
            if error.code == .notFound { return false }
            throw error
        }
    }

    /// The folder of all transfers, which is made if it is missing. As long as it is held nobody makes or clears new ones.
    private func lockedStore() throws(TransferError) -> Descriptor {
        let store = try onSystem(folder) { () throws(SystemError) in try PrivateFolder.open(folder) }
        try Self.take(store, folder)
        return store
    }
}
