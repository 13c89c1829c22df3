import PackageFormat
import SystemIO

/// Where a package is read from.
package enum PackageSource: Hashable, Sendable {
    case file(Path)
    case standardInput

    /// Opens it for reading at any offset. What comes through a pipe is first copied, still encrypted, to an unlinked file.
    func open() throws(OperationError) -> Descriptor {
        switch self {
        case .file(let path):
            let file = try onSystem { () throws(SystemError) in try Descriptor.open(path, .readOnly) }
            return try Self.seekable(file, path)
        case .standardInput:
            let file = try onSystem { () throws(SystemError) in try Descriptor.standardInput.duplicate() }
            return try Self.seekable(file, nil)
        }
    }

    private static func seekable(_ file: consuming Descriptor, _ path: Path?) throws(OperationError) -> Descriptor {
        let kind = try onSystem { () throws(SystemError) in try file.metadata().kind }
        if kind == .folder {
            throw OperationError(.system, underlying: .system(SystemError(.isFolder, "open", path: path)))
        }
        guard kind != .file else { return file }
        return try spool(file)
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
