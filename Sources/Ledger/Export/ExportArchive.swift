import SystemIO

/// An export that is read, and where each of its files lies in the archive. Accepted is what ``TarWriter`` writes and
/// nothing else, so that no byte between the files can say anything.
struct ExportArchive: Sendable {
    let file: SharedDescriptor
    let path: Path
    private let extents: [ExportMember: Range<UInt64>]

    /// - Throws: ``LedgerError/Code/notAnExport`` with the offset for another archive, or one that is cut off;
    ///   ``LedgerError/Code/system``.
    init(_ path: Path) throws(LedgerError) {
        let file = try onSystem(path) { () throws(SystemError) in
            // A named pipe would wait for a writer.
            SharedDescriptor(try Descriptor.open(path, [.readOnly, .nonBlocking]))
        }
        let length = try onSystem(path) { () throws(SystemError) in
            let metadata = try file.descriptor.metadata()
            guard metadata.kind == .file else { throw SystemError(.notRegularFile, "open", path: path) }
            return metadata.size
        }
        var headers = Headers(file: file, path: path, length: length)
        extents = try headers.read()
        self.file = file
        self.path = path
    }

    /// Something that no export has.
    func malformed(_ reason: String) -> LedgerError {
        var error = LedgerError(.notAnExport, reason)
        error.path = path
        return error
    }

    /// Whether a file is there.
    func holds(_ member: ExportMember) -> Bool { extents[member] != nil }

    /// Where a file's content lies; empty if the file is not there.
    func extent(_ member: ExportMember) -> Range<UInt64> { extents[member] ?? 0..<0 }

    /// The whole content of a file, which has a limit; nil if it is not there.
    func bytes(_ member: ExportMember) throws(LedgerError) -> [UInt8]? {
        guard let extent = extents[member] else { return nil }
        return try bytes(extent)
    }

    /// A part of the archive.
    func bytes(_ range: Range<UInt64>) throws(LedgerError) -> [UInt8] {
        try onSystem(path) { () throws(SystemError) in
            try file.descriptor.readFully(count: Int(range.count), at: range.lowerBound)
        }
    }

    /// Reads the headers from front to back.
    private struct Headers {
        let file: SharedDescriptor
        let path: Path
        let length: UInt64
        var offset: UInt64 = 0

        mutating func read() throws(LedgerError) -> [ExportMember: Range<UInt64>] {
            var extents: [ExportMember: Range<UInt64>] = [:]
            var upcoming = try next()
            for member in ExportMember.allCases {
                guard let header = upcoming, header.name == member.rawValue else {
                    if member.isOptional { continue }
                    throw malformed("the file \(member.rawValue) is missing, or not in its place")
                }
                extents[member] = try content(header, member)
                upcoming = try next()
            }
            guard upcoming == nil else { throw malformed("a file that no export has") }
            return extents
        }

        private func malformed(_ reason: String) -> LedgerError {
            var error = LedgerError(.notAnExport, "\(reason), at offset \(offset)", offset: Int(clamping: offset))
            error.path = path
            return error
        }

        /// - Returns: nil at the end of the archive.
        private mutating func next() throws(LedgerError) -> UstarHeader? {
            let block = try bytes(UstarHeader.blockSize)
            if let header = UstarHeader(block) {
                offset += UInt64(UstarHeader.blockSize)
                return header
            }
            let end = try bytes(2 * UstarHeader.blockSize)
            guard end.allSatisfy({ $0 == 0 }), offset + UInt64(end.count) == length else {
                throw malformed("neither a file nor the end of the archive")
            }
            return nil
        }

        private mutating func content(
            _ header: UstarHeader, _ member: ExportMember
        ) throws(LedgerError) -> Range<UInt64> {
            guard header.size <= member.limit ?? .max else { throw malformed("a file that is too large") }
            guard header.size <= length - offset else { throw malformed("the archive ends too early") }
            let start = offset
            offset += header.size
            guard try bytes(header.paddingCount).allSatisfy({ $0 == 0 }) else {
                throw malformed("something stands between the files")
            }
            offset += UInt64(header.paddingCount)
            return start..<start + header.size
        }

        private func bytes(_ count: Int) throws(LedgerError) -> [UInt8] {
            guard UInt64(count) <= length - offset else { throw malformed("the archive ends too early") }
            return try onSystem(path) { () throws(SystemError) in
                try file.descriptor.readFully(count: count, at: offset)
            }
        }
    }
}
