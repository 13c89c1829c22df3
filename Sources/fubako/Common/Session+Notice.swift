import Console
import Ledger
import Operations
import SystemIO
import Terminal

extension Session {
    /// Tells a person once that trails are kept, and records that. Whoever sits at a terminal says that it was read; pipes
    /// are never kept waiting, and where nothing is to be said, as with `--quiet`, it waits for another run.
    func notify(_ author: Author, _ recorder: Recorder) {
        guard !output.isQuiet, !output.isJSON, recorder.owesNotice(to: author) else { return }
        let isTerminal = Descriptor.standardError.isTerminal
        output.note(.noticeTrails)
        let isConfirmed = isTerminal && Descriptor.standardInput.isTerminal && prompt.acknowledge(.noticeConfirm)
        do throws(OperationError) {
            try recorder.noticeShown(to: author, onTerminal: isTerminal, confirmed: isConfirmed)
        } catch { output.warn(.ledgerNotRecorded, ErrorReport(error, language)) }
    }
}
