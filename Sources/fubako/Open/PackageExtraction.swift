import Console
import Operations
import PackageFormat
import SystemIO
import Terminal

/// Where what is in packages goes.
struct PackageExtraction {
    let folder: Path
    /// Whether what exists is replaced.
    let replacing: Bool
    /// Whether a label is kept beside it.
    let keepsLabel: Bool

    /// Extracts from a package that was accepted, records that, and tells of it.
    func run(
        _ opened: borrowing OpenPackage, _ source: PackageSource, _ selection: Selection, _ entry: OpenLog.Entry,
        _ log: OpenLog, _ session: Session
    ) throws(any Error) -> ExtractionSummary {
        let progress = Progress()
        let label = Message.progressOpening.text(session.language, source)
        let line = ProgressLine(session.output, label: label, progress)
        defer { line.finish() }
        let summary = try opened.extract(
            selection, to: folder, replacing: replacing, keepsLabel: keepsLabel, state: session.stateFolder(),
            progress: progress
        ) { summary throws(OperationError) in try log.opening(entry, summary) }
        line.finish()
        session.output.warn(unitsOf: opened, source)
        session.output.note(
            .opened, source, folder, summary.files, summary.folders, summary.links,
            sizeText(summary.bytes, session.language))
        return summary
    }
}
