import Label
import SystemIO

/// The contents of all files of an index, in its order, each read by the worker whose stripe it lies in.
struct TreeContent: ~Copyable, ContentSource {
    /// Segments that one claim may collect. What exceeds it is read at once: only stripes of very many tiny files do, and
    /// memory stays bounded.
    private static let segmentLimit = 4_096

    private var entries: EntryStream
    private var index: IndexImage?
    private let files: any SegmentReader
    private var current: Entry?
    private var consumed: UInt64 = 0

    init(_ index: consuming IndexImage, files: any SegmentReader) {
        entries = EntryStream(index.entries, indexStart: 0)
        self.index = consume index
        self.files = files
    }

    mutating func next(
        _ room: UnsafeMutableRawBufferPointer, base: Int, _ segments: inout [FileSegment]
    ) throws(PackageFormatError) -> Int {
        var covered = 0
        while covered < room.count, let file = try currentFile() {
            let count = Int(min(UInt64(room.count - covered), file.size - consumed))
            let segment = FileSegment(
                path: file.path, size: file.size, modified: file.modified, fileOffset: consumed,
                stripeOffset: base + covered, count: count)
            try take(segment, &segments, UnsafeMutableRawBufferPointer(rebasing: room[covered..<covered + count]))
            covered += count
            consumed += UInt64(count)
        }
        return covered
    }

    mutating func takeIndex() throws(PackageFormatError) -> IndexImage {
        guard let index = index.take() else { throw PackageFormatError(.invalidRequest, "the index is gone") }
        return index
    }

    private func take(
        _ segment: FileSegment, _ segments: inout [FileSegment], _ part: UnsafeMutableRawBufferPointer
    ) throws(PackageFormatError) {
        guard segments.count >= Self.segmentLimit else { return segments.append(segment) }
        try files.read(segment, into: part)
    }

    /// The file that the next byte belongs to, or nil at the end.
    private mutating func currentFile() throws(PackageFormatError) -> Entry? {
        while consumed >= current?.size ?? 0 {
            consumed = 0
            current = try nextEntry()
            if current == nil { return nil }
        }
        return current
    }

    private mutating func nextEntry() throws(PackageFormatError) -> Entry? {
        guard var image = index.take() else { return nil }
        let entry = try entries.next(from: &image)
        index = consume image
        return entry
    }
}

/// Reads parts of the files that are being sealed. Called by many workers at once.
protocol SegmentReader: Sendable {
    /// Fills `buffer`, which is as long as the segment.
    /// - Throws: `system` with `changedWhileRead` if the file is no longer what the segment says.
    func read(_ segment: FileSegment, into buffer: UnsafeMutableRawBufferPointer) throws(PackageFormatError)
}
