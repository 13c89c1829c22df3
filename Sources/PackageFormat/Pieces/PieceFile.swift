import SystemIO

/// A file that is, or may be, a piece of a package. Its bytes are read at any offset by many workers.
package final class PieceFile: Sendable {
    let descriptor: Descriptor
    /// What errors call it; nil where there is only one.
    package let path: Path?

    /// - Parameter descriptor: seekable, positioned anywhere.
    package init(_ descriptor: consuming Descriptor, path: Path? = nil) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Bytes in it now.
    func size() throws(PackageFormatError) -> UInt64 {
        try system { () throws(SystemError) in try descriptor.metadata().size }
    }

    /// - Returns: nil if there are fewer, or the medium has lost them.
    func readIfThere(_ count: Int, at offset: UInt64) throws(PackageFormatError) -> [UInt8]? {
        do { return try descriptor.readFully(count: count, at: offset) } catch {
            if error.isLoss { return nil }
            throw PackageFormatError(error)
        }
    }

    /// - Throws: `system` if there are fewer.
    func read(_ count: Int, at offset: UInt64) throws(PackageFormatError) -> [UInt8] {
        try system { () throws(SystemError) in try descriptor.readFully(count: count, at: offset) }
    }
}
