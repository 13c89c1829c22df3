import Glibc
import SystemIO

/// What was collected and not opened yet, and what is remembered of what was collected before: `received` below the state folder.
///
///     received/                        held by a flock for a whole run
///     received/MANIFEST/record         what came of a package, and what became of it
///     received/MANIFEST/3.fubako       a piece that is whole
///     received/MANIFEST/4.damaged-1.fubako
///     received/incoming/ROUTE/KEY      what is being fetched, or will be continued
///     received/seen/ROUTE/KEY          that a file need not be fetched again
///     received/receipts/NAME           a receipt on its way
///
/// A piece gets its name when it is verified and synchronised. A record is written before the file that it speaks of has its name, so
/// that one whose file is missing is simply not there.
package final class ArrivalStore: Sendable {
    /// Where it is.
    package let path: Path
    /// Holds the lock.
    private let folder: Descriptor

    static let incomingName = "incoming"
    static let seenName = "seen"
    static let receiptsName = "receipts"
    static let recordName = "record"

    /// Opens the store, and makes it if it is missing.
    /// - Parameters:
    ///   - state: the program's state folder.
    ///   - patience: how long another run is waited for.
    /// - Throws: `collectingBusy`; `system`.
    package init(below state: Path, patience: Duration = .seconds(3)) throws(OperationError) {
        let path = state.appending("received")
        let folder = try onSystem { () throws(SystemError) in try PrivateFolder.open(path) }
        let end = ContinuousClock.now.advanced(by: patience)
        while try !onSystem({ () throws(SystemError) in try folder.lockIfFree() }) {
            guard ContinuousClock.now < end else { throw OperationError(.collectingBusy, path.string) }
            try onSystem { () throws(SystemError) in try Interruption.check() }
            usleep(50_000)
        }
        self.path = path
        self.folder = folder
    }
}
