import SystemIO

/// A part of a stripe that belongs into a file.
struct ExtractedSegment: Sendable {
    let entry: Entry
    /// Where the segment starts in the file.
    let fileOffset: UInt64
    /// Where it starts in the stripe's plaintext.
    let stripeOffset: Int
    let count: Int

    /// The whole file lies in this segment.
    var isWhole: Bool { fileOffset == 0 && UInt64(count) == entry.size }
}

/// What one worker does next: open a stripe and write parts of it to files.
struct ExtractionClaim: Sendable {
    let stripe: UInt64
    var segments: [ExtractedSegment]
    /// Range of the stripe's plaintext that must be zero: padding.
    var zeros: Range<Int>
}

/// Passes over the entries of a package in order, makes folders and the files that several workers will write, and gives
/// out what the stripes hold. Used under one lock.
struct ExtractionCursor: ~Copyable {
    /// Files that one claim may hold; a stripe with more is given out several times, so that memory stays bounded.
    private static let segmentLimit = 4_096

    private var plaintext: PlaintextReader
    private var entries: EntryStream
    private let selection: Selection
    private let stripeSize: UInt64
    private let padding: Range<UInt64>
    private var nextPaddingStripe: UInt64
    /// The file that the next segment belongs to, and the range of it that is left, in the plaintext.
    private var current: (entry: Entry, start: UInt64, left: Range<UInt64>)?
    private var contentEnd: UInt64 = 0
    private(set) var isStopped = false

    init(
        _ package: borrowing UnlockedPackage, _ contents: borrowing Contents,
        _ selection: Selection
    ) throws(PackageFormatError) {
        plaintext = try PlaintextReader(package)
        entries = contents.entryStream
        self.selection = selection
        stripeSize = UInt64(package.structure.geometry.plaintextPerStripe)
        let start = contents.pointers.paddingOffset
        padding = selection.isEverything ? start..<start + contents.pointers.paddingLength : start..<start
        nextPaddingStripe = padding.lowerBound / stripeSize
    }

    mutating func stop() { isStopped = true }

    /// The next work, or nil when there is none. Folders and empty files are made here, files of several stripes begun.
    mutating func claim(in root: borrowing ExtractionRoot) throws(PackageFormatError) -> ExtractionClaim? {
        if isStopped { return nil }
        var claim: ExtractionClaim?
        while let file = try currentFile(in: root) {
            let stripe = file.left.lowerBound / stripeSize
            if let claim, claim.stripe != stripe || claim.segments.count == Self.segmentLimit { return claim }
            let end = min(file.left.upperBound, (stripe + 1) * stripeSize)
            let segment = ExtractedSegment(
                entry: file.entry, fileOffset: file.left.lowerBound - file.start,
                stripeOffset: Int(file.left.lowerBound - stripe * stripeSize), count: Int(end - file.left.lowerBound))
            claim = claim ?? ExtractionClaim(stripe: stripe, segments: [], zeros: 0..<0)
            claim?.segments.append(segment)
            current = (file.entry, file.start, end..<file.left.upperBound)
        }
        return claim ?? claimPadding()
    }

    private mutating func claimPadding() -> ExtractionClaim? {
        let start = max(padding.lowerBound, nextPaddingStripe * stripeSize)
        guard start < padding.upperBound else { return nil }
        let stripe = nextPaddingStripe
        nextPaddingStripe += 1
        let end = min(padding.upperBound, nextPaddingStripe * stripeSize)
        return ExtractionClaim(
            stripe: stripe, segments: [], zeros: Int(start - stripe * stripeSize)..<Int(end - stripe * stripeSize))
    }

    /// The file whose content comes next, or nil after the last.
    private mutating func currentFile(
        in root: borrowing ExtractionRoot
    ) throws(PackageFormatError) -> (entry: Entry, start: UInt64, left: Range<UInt64>)? {
        while current?.left.isEmpty ?? true {
            guard let entry = try entries.next(from: &plaintext) else { return nil }
            let range = contentEnd..<contentEnd + entry.size
            contentEnd = range.upperBound
            guard selection.contains(entry) else { continue }
            try begin(entry, range, root)
            current = (entry, range.lowerBound, range)
        }
        return current
    }

    /// Makes what must exist before workers write: folders, empty files, and files that lie in several stripes.
    private func begin(
        _ entry: Entry, _ range: Range<UInt64>, _ root: borrowing ExtractionRoot
    ) throws(PackageFormatError) {
        try extracting(entry) { () throws(SystemError) in
            switch entry.node {
            case .folder: try root.createFolder(entry.path)
            case .link: return
            case .file(0):
                let file = try root.createFile(entry.path)
                try file.setMetadata(mode: entry.mode, modified: entry.modified)
                try file.close()
            case .file:
                if spans(range) { try root.createFile(entry.path).close() }
            }
        }
    }

    private func spans(_ range: Range<UInt64>) -> Bool {
        range.lowerBound / stripeSize != (range.upperBound - 1) / stripeSize
    }
}

/// Runs a call for an entry, its error wrapped with the path.
func extracting<T: ~Copyable>(
    _ entry: Entry, _ body: () throws(SystemError) -> T
) throws(PackageFormatError) -> T {
    do { return try body() } catch {
        throw PackageFormatError(error, path: entry.path)
    }
}
