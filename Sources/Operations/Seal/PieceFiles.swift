import PackageFormat
import SystemIO

/// The files of a package's pieces: all appear, or none.
struct PieceFiles {
    let isReplacing: Bool
    /// A file that takes the place of another gets the permissions that this had.
    var keepsMode = false
    let state: StateFolder?

    /// Opens all files, lets `body` write them, and gives them their names, the last one first.
    /// - Parameter outputs: those that are open already.
    /// - Throws: `system` with the path; what `body` throws.
    func write<Result>(
        _ paths: ArraySlice<Path>, _ outputs: [PieceOutput] = [],
        _ body: ([PieceOutput]) throws(OperationError) -> Result
    ) throws(OperationError) -> Result {
        guard let path = paths.first else { return try body(outputs) }
        let file = try onSystem { () throws(SystemError) in
            let mode = keepsMode ? try path.metadata().mode & 0o777 : FileMode.newFile
            return try AtomicFile(path, replacing: isReplacing, mode: mode, state: state)
        }
        let descriptor = try onSystem { () throws(SystemError) in try file.descriptor.duplicate() }
        let others = paths.dropFirst()
        let result = try write(others, outputs + [PieceOutput(descriptor, path: path)], body)
        // Not in a closure, which could not consume it.
        do throws(SystemError) { try file.commit() } catch {
            removeCommitted(others)
            throw OperationError(.system, underlying: .system(error))
        }
        return result
    }

    /// What took the place of something else is left: it is whole, and nothing else is there any more.
    private func removeCommitted(_ paths: ArraySlice<Path>) {
        guard !isReplacing else { return }
        for path in paths {
            // The first error is the one to report.
            try? Descriptor.open(path.folder, [.readOnly, .folder]).remove(Path(path.name))
        }
    }
}
