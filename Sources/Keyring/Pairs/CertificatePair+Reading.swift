import SystemIO

extension CertificatePair {
    /// Reads the pair in a certificate file, which may be a pipe.
    /// - Throws: as ``init(pem:)``, with the path; ``KeyringError/Code/system``.
    package init(file path: Path) throws(KeyringError) {
        let file = try onSystem(path) { () throws(SystemError) in try Descriptor.open(path, .readOnly) }
        try self.init(reading: file, path)
    }

    /// Reads the pair to the end of what is open already.
    /// - Parameter path: what errors call it.
    /// - Throws: as ``init(file:)``.
    package init(reading file: borrowing Descriptor, _ path: Path) throws(KeyringError) {
        let bytes = try readBounded(file, path, limit: Self.maximumPEMCount)
        do throws(KeyringError) { try self.init(pem: bytes) } catch { throw error.at(path) }
    }
}
