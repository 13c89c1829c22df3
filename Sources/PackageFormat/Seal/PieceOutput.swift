import SystemIO

/// Where a piece is written.
package final class PieceOutput: Sendable {
    let descriptor: Descriptor
    /// What errors call it.
    let path: Path?
    /// Everything is written front to back, as to standard output.
    let isOrdered: Bool

    /// - Parameters:
    ///   - descriptor: written from its start; a pipe, in order.
    ///   - isOrdered: whether it must be written front to back.
    package init(_ descriptor: consuming Descriptor, path: Path? = nil, isOrdered: Bool = false) {
        self.descriptor = descriptor
        self.path = path
        self.isOrdered = isOrdered
    }

    /// What was written, to be read from the medium.
    package func written() throws(PackageFormatError) -> PieceFile {
        let duplicate = try system { () throws(SystemError) in
            try descriptor.synchronize()
            descriptor.forgetCached()
            return try descriptor.duplicate()
        }
        return PieceFile(duplicate, path: path)
    }
}
