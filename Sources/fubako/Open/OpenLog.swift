import Console
import Keyring
import Ledger
import Operations
import PackageFormat
import Terminal

/// What opening packages leaves in the ledger.
struct OpenLog {
    let recorder: Recorder
    private let session: Session

    /// The package at hand, as far as it was read.
    struct Entry {
        fileprivate let package: NewEntry.Received?
        fileprivate let opener: Identity?

        init(_ unlocker: borrowing Unlocker) {
            package = unlocker.received
            opener = unlocker.opener
        }
    }

    /// - Throws: `ledger` if the ledger cannot be used, and nothing is to be done then.
    init(_ session: Session, _ recorder: Recorder) throws(any Error) {
        self.session = session
        self.recorder = recorder
        let author = session.author(nil)
        try recorder.prepare(by: author)
        session.notify(author, recorder)
    }

    /// Before the content appears.
    func opening(_ entry: Entry, _ summary: ExtractionSummary) throws(OperationError) {
        guard let package = entry.package else { return }
        try recorder.opened(
            package, bytes: summary.bytes, entries: summary.files + summary.folders + summary.links,
            by: session.author(entry.opener))
    }

    /// Before the names in it appear.
    func listing(_ entry: Entry, count: UInt64) throws(OperationError) {
        guard let package = entry.package else { return }
        try recorder.listed(package, entries: count, by: session.author(entry.opener))
    }

    /// After one file went to standard output.
    func opened(_ entry: Entry, bytes: UInt64) throws(OperationError) {
        guard let package = entry.package else { return }
        try recorder.openedAlready(package, bytes: bytes, entries: 1, by: session.author(entry.opener))
    }

    /// After all of a stream went by, when more is known of it.
    func opened(_ content: StreamedContent, _ entry: Entry, bytes: UInt64) throws(OperationError) {
        let package = try NewEntry.Received(content.structure, content.judgement)
        try recorder.openedAlready(package, bytes: bytes, entries: 1, by: session.author(entry.opener))
    }

    /// The reason is the error to report; that it is not recorded is only warned about.
    func refused(_ entry: Entry, _ error: any Error) {
        guard let package = entry.package else { return }
        do throws(OperationError) {
            let cause = ErrorReport(error, .en).name
            try recorder.refused(package, cause: cause, by: session.author(entry.opener))
        } catch { session.output.warn(.ledgerNotRecorded, ErrorReport(error, session.language)) }
    }
}
