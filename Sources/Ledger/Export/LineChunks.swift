import Glibc
import SystemIO

/// The lines of a file of an archive, by pieces of equal length that several workers can take: to a piece belong the lines
/// that begin in it.
struct LineChunks: ~Copyable {
    private let archive: ExportArchive
    private let extent: Range<UInt64>
    private var buffer: [UInt8]

    /// Large enough to make what is done once for a piece cheap, small enough for the cache of a processor to help.
    static let size: UInt64 = 1 << 18
    /// How much is read behind a piece at first: most entries that begin in it end there.
    private static let tail: UInt64 = 1 << 12
    /// An entry, and its line feed.
    private static let longest = UInt64(CanonicalJSON.maximumCount) + 1

    init(_ archive: ExportArchive, _ member: ExportMember) {
        self.archive = archive
        extent = archive.extent(member)
        // The byte before the piece, and one before that.
        buffer = [UInt8](repeating: 0, count: Int(min(UInt64(extent.count), Self.size + Self.longest)) + 2)
    }

    /// How many pieces there are.
    static func count(_ extent: Range<UInt64>) -> UInt64 { (UInt64(extent.count) + size - 1) / size }

    /// How many pieces there are.
    var count: UInt64 { Self.count(extent) }

    /// Calls `body` with each line that begins in a piece; and whether it has an end, which the last line may not have, and
    /// one that is longer than an entry can be: of that one only the beginning is given.
    /// - Parameter body: gets a line without its end, behind a byte 0x00: as a leaf is hashed (RFC 6962, 2.1).
    mutating func forEach(
        in number: UInt64, _ body: (_ leaf: UnsafeRawBufferPointer, _ isWhole: Bool) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        // The byte before the piece tells whether a line begins with it.
        let start = extent.lowerBound + number * Self.size
        let from = number == 0 ? start : start - 1
        let own = Int(min(extent.upperBound, start + Self.size) - from)
        var to = min(extent.upperBound, start + Self.size + Self.tail)
        try fill(from..<to)
        if to < extent.upperBound, !hasLineFeed(own - 1..<Int(to - from)) {
            to = min(extent.upperBound, start + Self.size + Self.longest)
            try fill(from..<to)
        }
        let count = Int(to - from)
        try buffer.withMutableRawBytes { (bytes) throws(LedgerError) in
            let text = UnsafeMutableRawBufferPointer(rebasing: bytes[..<(1 + count)])
            try Self.lines(text, own: own, skippingFirst: number > 0, body)
        }
    }

    /// Reads into the buffer behind its first byte.
    private mutating func fill(_ range: Range<UInt64>) throws(LedgerError) {
        let archive = archive
        try buffer.withMutableRawBytes { (bytes) throws(LedgerError) in
            let part = UnsafeMutableRawBufferPointer(rebasing: bytes[1...Int(range.count)])
            try onSystem(archive.path) { () throws(SystemError) in
                try archive.file.descriptor.readFully(into: part, at: range.lowerBound)
            }
        }
    }

    private func hasLineFeed(_ range: Range<Int>) -> Bool {
        buffer.withUnsafeBytes { bytes in
            Self.lineFeed(UnsafeRawBufferPointer(rebasing: bytes[1...range.upperBound]), from: range.lowerBound) != nil
        }
    }

    /// - Parameter bytes: a byte that belongs to nothing, and the text.
    private static func lines(
        _ bytes: UnsafeMutableRawBufferPointer, own: Int, skippingFirst: Bool,
        _ body: (UnsafeRawBufferPointer, Bool) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        let text = UnsafeRawBufferPointer(rebasing: bytes[1...])
        var start = 0
        if skippingFirst {
            guard let end = lineFeed(text, from: 0) else { return }
            start = end + 1
        }
        while start < own {
            let end = lineFeed(text, from: start)
            // In the place of the end of the line before.
            bytes[start] = 0x00
            try body(UnsafeRawBufferPointer(rebasing: bytes[start...(end ?? text.count)]), end != nil)
            guard let end else { return }
            start = end + 1
        }
    }

    private static func lineFeed(_ text: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let base = text.baseAddress, start < text.count,
            let found = memchr(base + start, 0x0A, text.count - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }
}

/// The lines of a file of an archive, one after the other.
struct LineSequence: ~Copyable {
    private var chunks: LineChunks
    private var upcoming: UInt64 = 0
    private var lines: [Line] = []
    private var place = 0

    /// One line, without its end.
    struct Line {
        let bytes: [UInt8]
        /// Whether it has an end, and is no longer than an entry can be.
        let isWhole: Bool
    }

    init(_ archive: ExportArchive, _ member: ExportMember) { chunks = LineChunks(archive, member) }

    /// Nil behind the last.
    mutating func next() throws(LedgerError) -> Line? {
        while place == lines.count {
            guard upcoming < chunks.count else { return nil }
            var read: [Line] = []
            try chunks.forEach(in: upcoming) { leaf, isWhole throws(LedgerError) in
                read.append(Line(bytes: Array(leaf.dropFirst()), isWhole: isWhole))
            }
            lines = read
            place = 0
            upcoming += 1
        }
        place += 1
        return lines[place - 1]
    }
}
