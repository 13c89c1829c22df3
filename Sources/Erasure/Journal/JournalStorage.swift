import Glibc
import SystemIO

/// Where a journal is kept.
package protocol JournalStorage: AnyObject {
    /// All its bytes.
    func contents() throws(ErasureError) -> [UInt8]
    /// Adds bytes at the end. They count when ``synchronize()`` has returned.
    func append(_ bytes: [UInt8]) throws(ErasureError)
    /// Returns when everything is on the medium.
    func synchronize() throws(ErasureError)
    /// Cuts what follows.
    func truncate(to length: Int) throws(ErasureError)
}

/// A journal in a file, which one process holds at a time.
package final class JournalFile: JournalStorage {
    private let file: Descriptor
    private let path: Path

    /// The largest journal that is read: a checkpoint every ten seconds for a year.
    private static let largest = 1 << 30

    private init(_ file: consuming Descriptor, _ path: Path) {
        self.file = file
        self.path = path
    }

    /// Makes a new file of mode 0600, whose name lasts when this returns.
    /// - Throws: `system`, also where the name is taken.
    package static func create(_ path: Path) throws(ErasureError) -> JournalFile {
        let file = try onSystem(path) { () throws(SystemError) in
            let file = try Descriptor.open(path, [.readWrite, .create, .exclusive, .noFollow, .append], mode: 0o600)
            let folder = try Descriptor.open(path.folder, [.readOnly, .folder])
            try folder.synchronize()
            return file
        }
        return try held(file, path)
    }

    /// Opens the journal of a run that is to be looked at or resumed.
    /// - Throws: `system`; `inUse` if another process has it.
    package static func open(_ path: Path) throws(ErasureError) -> JournalFile {
        let file = try onSystem(path) { () throws(SystemError) in
            try Descriptor.open(path, [.readWrite, .noFollow, .append])
        }
        return try held(file, path)
    }

    /// The bytes of a journal that another process may be writing: for those who only look.
    /// - Throws: `system`.
    package static func read(_ path: Path) throws(ErasureError) -> [UInt8] {
        try onSystem(path) { () throws(SystemError) in
            try Descriptor.open(path, [.readOnly, .noFollow]).readToEnd(limit: largest)
        }
    }

    private static func held(_ file: consuming Descriptor, _ path: Path) throws(ErasureError) -> JournalFile {
        let journal = JournalFile(file, path)
        let isFree = try onSystem(path) { () throws(SystemError) in try journal.file.lockIfFree() }
        guard isFree else { throw ErasureError(.inUse, "flock", "another process writes this journal", path: path) }
        return journal
    }

    /// All its bytes.
    package func contents() throws(ErasureError) -> [UInt8] {
        try onSystem(path) { () throws(SystemError) in
            var bytes = [UInt8](repeating: 0, count: Int(clamping: min(try file.metadata().size, UInt64(Self.largest))))
            let count = try bytes.withUnsafeMutableBytes(of: file)
            return Array(bytes.prefix(count))
        }
    }

    /// Adds bytes at the end.
    package func append(_ bytes: [UInt8]) throws(ErasureError) {
        try onSystem(path) { () throws(SystemError) in try file.writeFully(bytes) }
    }

    /// fsync(2).
    package func synchronize() throws(ErasureError) {
        try onSystem(path) { () throws(SystemError) in try file.synchronize() }
    }

    /// ftruncate(2).
    package func truncate(to length: Int) throws(ErasureError) {
        try onSystem(path) { () throws(SystemError) in try file.truncate(to: UInt64(length)) }
    }
}

extension [UInt8] {
    /// Fills the array from the start of a file.
    /// - Returns: bytes read.
    fileprivate mutating func withUnsafeMutableBytes(of file: borrowing Descriptor) throws(SystemError) -> Int {
        var whole = mutableSpan
        return try whole.withUnsafeMutableBytes { buffer throws(SystemError) in
            try file.readUpToFull(into: buffer, at: 0)
        }
    }
}
