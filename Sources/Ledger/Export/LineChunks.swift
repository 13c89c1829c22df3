import Glibc
import SystemIO

/// The lines of a file of an archive, by pieces of equal length that several workers can take: to a piece belong the lines
/// that begin in it.
struct LineChunks: ~Copyable {
    private let archive: ExportArchive
    private let extent: Range<UInt64>
    private var buffer: [UInt8]

    /// Large enough to make what is done once for a piece cheap, small enough for the cache of a processor to help.
    static let size: UInt64 = 1 << 20
    /// An entry, and its line feed.
    private static let longest = UInt64(CanonicalJSON.maximumCount) + 1

    init(_ archive: ExportArchive, _ member: ExportMember) {
        self.archive = archive
        extent = archive.extent(member)
        buffer = [UInt8](repeating: 0, count: Int(min(UInt64(extent.count), Self.size + Self.longest) + 1))
    }

    /// How many pieces there are.
    static func count(_ extent: Range<UInt64>) -> UInt64 { (UInt64(extent.count) + size - 1) / size }

    /// How many pieces there are.
    var count: UInt64 { Self.count(extent) }

    /// Calls `body` with each line that begins in a piece, without its end; and whether it has an end, which the last line
    /// may not have, and one that is longer than an entry can be: of that one only the beginning is given.
    mutating func forEach(
        in number: UInt64, _ body: (_ line: UnsafeRawBufferPointer, _ isWhole: Bool) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        // The byte before the piece tells whether a line begins with it.
        let start = extent.lowerBound + number * Self.size
        let from = number == 0 ? start : start - 1
        let to = min(extent.upperBound, start + Self.size + Self.longest)
        let own = Int(min(extent.upperBound, start + Self.size) - from)
        try fill(from..<to)
        let count = Int(to - from)
        let failure = buffer.withUnsafeBytes { bytes -> LedgerError? in
            do throws(LedgerError) {
                let text = UnsafeRawBufferPointer(rebasing: bytes[..<count])
                try Self.lines(text, own: own, skippingFirst: number > 0, body)
                return nil
            } catch { return error }
        }
        if let failure { throw failure }
    }

    private mutating func fill(_ range: Range<UInt64>) throws(LedgerError) {
        var failure: SystemError?
        let archive = archive
        buffer.withUnsafeMutableBytes { bytes in
            let part = UnsafeMutableRawBufferPointer(rebasing: bytes[..<Int(range.count)])
            do throws(SystemError) { try archive.file.descriptor.readFully(into: part, at: range.lowerBound) } catch {
                failure = error
            }
        }
        if let failure { try onSystem(archive.path) { () throws(SystemError) in throw failure } }
    }

    private static func lines(
        _ text: UnsafeRawBufferPointer, own: Int, skippingFirst: Bool,
        _ body: (UnsafeRawBufferPointer, Bool) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        var start = 0
        if skippingFirst {
            guard let end = lineFeed(text, from: 0) else { return }
            start = end + 1
        }
        while start < own {
            let end = lineFeed(text, from: start)
            let line = text[start..<(end ?? text.count)]
            try body(UnsafeRawBufferPointer(rebasing: line), end != nil)
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
            try chunks.forEach(in: upcoming) { line, isWhole throws(LedgerError) in
                read.append(Line(bytes: Array(line), isWhole: isWhole))
            }
            lines = read
            place = 0
            upcoming += 1
        }
        place += 1
        return lines[place - 1]
    }
}
