import SystemIO

/// The content of one file that comes through a pipe, its size known only at the end.
struct StreamContent: ~Copyable, ContentSource {
    private let input: Descriptor
    private let name: [UInt8]
    private let modified: FileTime
    private let makeIndex: @Sendable (Entry) throws(PackageFormatError) -> IndexImage
    private var size: UInt64 = 0

    /// - Parameters:
    ///   - name: the entry's path.
    ///   - makeIndex: makes the index of the one entry.
    init(
        _ input: consuming Descriptor, name: [UInt8], modified: FileTime,
        makeIndex: @escaping @Sendable (Entry) throws(PackageFormatError) -> IndexImage
    ) {
        self.input = input
        self.name = name
        self.modified = modified
        self.makeIndex = makeIndex
    }

    mutating func next(
        _ room: UnsafeMutableRawBufferPointer, base: Int, _ segments: inout [FileSegment]
    ) throws(PackageFormatError) -> Int {
        let count: Int
        do { count = try input.readUpToFull(into: room) } catch {
            throw PackageFormatError(error)
        }
        size += UInt64(count)
        return count
    }

    mutating func takeIndex() throws(PackageFormatError) -> IndexImage {
        try makeIndex(Entry(path: name, mode: 0o600, modified: modified, node: .file(size)))
    }
}
