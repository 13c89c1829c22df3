import Console
import PackageFormat

extension ProgressLine {
    /// Shows how far a piece of work on a package has come.
    /// - Parameter label: what is being done and with what; escaped.
    package convenience init(_ output: Output, label: String, _ progress: Progress) {
        self.init(output, label: label) { ProgressCount(completed: progress.completed, total: progress.total) }
    }
}
