internal import CSystem
import Glibc

/// Space on disk for what would need too much memory: a file that never has a name, and is gone with its descriptor.
package struct SpillFile: ~Copyable {
    /// The file, for reading and writing at offsets.
    package let descriptor: Descriptor
    /// Where it lies, for errors: it has no name of its own.
    private let folder: Path
    /// Bytes appended so far.
    package private(set) var count: UInt64 = 0

    /// Makes a file in the folder that TMPDIR names, else in `folder`, else in /var/tmp, else in /tmp: the first of them
    /// that allows it.
    /// - Throws: what the last of them threw.
    package init(preferring folder: Path? = nil) throws(SystemError) {
        let opened = try Self.open(in: Self.candidates(folder)[...])
        self.folder = opened.folder
        descriptor = opened.descriptor
    }

    private struct Opened: ~Copyable {
        let descriptor: Descriptor
        let folder: Path
    }

    /// Writes at the end. Many small pieces are better gathered first: each call is one pwrite(2).
    package mutating func append(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
        try write(bytes, at: count)
        count += UInt64(bytes.count)
    }

    /// Writes at the end.
    package mutating func append(_ bytes: [UInt8]) throws(SystemError) {
        try write(bytes, at: count)
        count += UInt64(bytes.count)
    }

    /// Writes at an offset; what lies before it and was never written is a hole.
    /// - Throws: the code of errno, with the folder.
    package borrowing func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemError) {
        do { try descriptor.writeFully(bytes, at: offset) } catch { throw error.naming(folder) }
    }

    /// Writes at an offset; what lies before it and was never written is a hole.
    /// - Throws: the code of errno, with the folder.
    package borrowing func write(_ bytes: [UInt8], at offset: UInt64) throws(SystemError) {
        do { try descriptor.writeFully(bytes, at: offset) } catch { throw error.naming(folder) }
    }

    private static func candidates(_ folder: Path?) -> [Path] {
        let configured = getenv("TMPDIR").map { Path(String(cString: $0)) }.flatMap { $0.isAbsolute ? $0 : nil }
        return [configured, folder, "/var/tmp", "/tmp"].compactMap { $0 }
    }

    private static func open(in folders: ArraySlice<Path>) throws(SystemError) -> Opened {
        guard let folder = folders.first else { throw SystemError(.notFound, "open", path: "/tmp") }
        do { return Opened(descriptor: try open(in: folder), folder: folder) } catch {
            if folders.count == 1 || error.code == .interrupted { throw error }
            return try open(in: folders.dropFirst())
        }
    }

    private static func open(in folder: Path) throws(SystemError) -> Descriptor {
        do { return try Descriptor.open(folder, [.readWrite, .unnamed, .exclusive]) } catch {
            guard error.lacksUnnamedFiles else { throw error }
        }
        let parent = try Descriptor.open(folder, [.readOnly, .folder])
        let name = Path(try RandomName().file)
        let file = try Descriptor.open(name, in: parent, [.readWrite, .create, .exclusive, .noFollow])
        try parent.remove(name)
        return file
    }
}

extension SystemError {
    /// Whether open(2) failed because the filesystem has no O_TMPFILE. Kernels without it take the flag for an attempt to
    /// write to a folder.
    var lacksUnnamedFiles: Bool { number == EOPNOTSUPP || number == EISDIR }
}
