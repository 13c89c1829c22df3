/// A regular file among the inputs, open for reading, that must stay as it was when it was listed.
package struct SourceFile: ~Copyable, Sendable {
    private let descriptor: Descriptor
    private let path: Path
    private let expected: FileMetadata

    init(_ descriptor: consuming Descriptor, _ path: Path, expecting expected: FileMetadata) throws(SystemError) {
        self.descriptor = descriptor
        self.path = path
        self.expected = expected
        try checkUnchanged()
    }

    /// A file of which only size and time are known: that it is the same file from here to its end is still checked.
    init(
        _ descriptor: consuming Descriptor, _ path: Path, size: UInt64, modified: FileTime
    ) throws(SystemError) {
        let found = try descriptor.metadata()
        guard found.kind == .file, found.size == size, found.modified == modified else {
            throw SystemError(.changedWhileRead, "fstat", path: path)
        }
        self.descriptor = descriptor
        self.path = path
        expected = found
    }

    /// Its size in bytes.
    package var size: UInt64 { expected.size }

    /// Fills the buffer from an offset.
    /// - Throws: ``SystemError/Code/changedWhileRead`` if the file ends before that.
    package borrowing func readFully(
        into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64
    ) throws(SystemError) {
        do { try descriptor.readFully(into: buffer, at: offset) } catch {
            let code = error.code == .shortFile ? .changedWhileRead : error.code
            throw SystemError(code, error.operation, path: path, offset: error.offset, number: error.number)
        }
    }

    /// Whether there is nothing to read.
    package borrowing func isAtEnd() throws(SystemError) -> Bool {
        var byte: [UInt8] = [0]
        return try byte.withMutableRawBytes { buffer throws(SystemError) in
            do throws(SystemError) { return try descriptor.readUpToFull(into: buffer, at: 0) == 0 } catch {
                throw error.at(path)
            }
        }
    }

    /// Called when the last byte has been read: a file that was written meanwhile may have given a mixture.
    /// - Throws: ``SystemError/Code/changedWhileRead`` if file, kind, size or time of modification are others than when it
    ///   was listed.
    package borrowing func checkUnchanged() throws(SystemError) {
        let found: FileMetadata
        do { found = try descriptor.metadata() } catch { throw error.at(path) }
        let isSame =
            found.identity == expected.identity && found.kind == expected.kind && found.size == expected.size
            && found.modified == expected.modified
        if !isSame { throw SystemError(.changedWhileRead, "fstat", path: path) }
    }

    /// Tells the kernel that the file will be read from front to back.
    package borrowing func expectSequentialReads() { descriptor.expectSequentialReads() }
}
