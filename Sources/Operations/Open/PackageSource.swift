import PackageFormat
import SystemIO

/// Where a package is read from.
package enum PackageSource: Hashable, Sendable {
    case file(Path)
    case standardInput
    /// Files that are pieces of one package, or seem to be.
    case pieces([Path])

    /// The files it is read from; none for standard input.
    package var paths: [Path] {
        switch self {
        case .file(let path): [path]
        case .standardInput: []
        case .pieces(let paths): paths
        }
    }

    /// Where it is, or its first piece, from wherever that is looked for; nil for what comes through a pipe.
    var recordedPath: [UInt8]? { paths.first.map { Array(((try? $0.absolute()) ?? $0).bytes) } }

    /// Opens it for reading at any offset. What comes through a pipe, or begins amid a file, is first copied, still
    /// encrypted, to an unlinked file.
    func open() throws(OperationError) -> [PieceFile] {
        guard case .pieces(let paths) = self else { return [PieceFile(try openOne())] }
        var files: [PieceFile] = []
        for path in paths { files.append(PieceFile(try PackageSource.file(path).openOne(), path: path)) }
        return files
    }

    private func openOne() throws(OperationError) -> Descriptor {
        let file = try openForward()
        let isWhole = try onSystem { () throws(SystemError) in try file.metadata().kind == .file && file.isAtStart }
        return isWhole ? file : try Self.spool(file)
    }

    /// Refuses the file that standard output writes to, before anything is read or written.
    /// - Throws: `system` with `inputIsOutput`, `notFound`.
    package func requireApartFromStandardOutput() throws(OperationError) {
        try onSystem { () throws(SystemError) in
            for path in paths { try Descriptor.open(path, .pathOnly).requireApartFromStandardOutput(path) }
            guard case .standardInput = self else { return }
            try Descriptor.standardInput.requireApartFromStandardOutput(Descriptor.standardInputName)
        }
    }

    /// Opens it for reading from front to back only: of several pieces the first.
    func openForward() throws(OperationError) -> Descriptor {
        let path = paths.first
        return try onSystem { () throws(SystemError) in
            let file: Descriptor
            if let path {
                file = try Descriptor.open(path, .readOnly)
            } else {
                file = try Descriptor.standardInput.duplicate()
            }
            if try file.metadata().kind == .folder { throw SystemError(.isFolder, "open", path: path) }
            return file
        }
    }

    /// What is no package is refused at its first block, before it fills a disk.
    private static func spool(_ input: borrowing Descriptor) throws(OperationError) -> Descriptor {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4_096)
        defer { buffer.deallocate() }
        var spill = try onSystem { () throws(SystemError) in try SpillFile() }
        while true {
            let count = try onSystem { () throws(SystemError) in
                try Interruption.check()
                return try input.readUpToFull(into: buffer)
            }
            if count == 0 { break }
            let block = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            if spill.count == 0 { try onPackage { () throws(PackageFormatError) in try PieceStart.check(block) } }
            do { try spill.append(block) } catch { throw OperationError(.system, underlying: .system(error)) }
        }
        return try onSystem { () throws(SystemError) in try spill.descriptor.duplicate() }
    }
}
