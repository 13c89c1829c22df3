import Cryptography
import Label
import Synchronization
import SystemIO

/// The contents of an opened package, to be sealed again. They start where they started, so that a worker's stripe lies in
/// few of the old ones; each is verified before it is decrypted.
struct ResealContent: ~Copyable, ContentSource {
    private let length: UInt64
    private var position: UInt64 = 0
    private var index: IndexImage?

    /// - Parameter index: that of the package, byte for byte.
    init(_ index: consuming IndexImage) {
        length = index.contentLength
        self.index = consume index
    }

    mutating func next(
        _ room: UnsafeMutableRawBufferPointer, base: Int, _ segments: inout [FileSegment]
    ) throws(PackageFormatError) -> Int {
        let count = room.part(upTo: length - position).count
        guard count > 0 else { return 0 }
        segments.append(
            FileSegment(
                path: [], size: length, modified: FileTime(seconds: 0), fileOffset: position, stripeOffset: base,
                count: count))
        position += UInt64(count)
        return count
    }

    mutating func takeIndex() throws(PackageFormatError) -> IndexImage {
        guard let index = index.take() else { throw PackageFormatError(.invalidRequest, "the index is gone") }
        return index
    }
}

/// Reads the plaintext of an opened package for many workers, each with a reader of its own.
final class PlaintextReaders: SegmentReader {
    /// A reader that at most one worker uses.
    private final class Lane: Sendable {
        let reader: Mutex<PlaintextReader>

        init(_ package: borrowing UnlockedPackage) throws(PackageFormatError) {
            reader = Mutex(try PlaintextReader(package))
        }
    }

    private let idle: Mutex<[Lane]>

    /// - Parameter count: as many as there are workers.
    init(
        _ package: borrowing UnlockedPackage, count: Int
    ) throws(PackageFormatError) {
        var lanes: [Lane] = []
        for _ in 0..<max(count, 1) { lanes.append(try Lane(package)) }
        idle = Mutex(lanes)
    }

    func read(_ segment: FileSegment, into buffer: UnsafeMutableRawBufferPointer) throws(PackageFormatError) {
        guard let lane = idle.withLock({ $0.popLast() }) else {
            throw PackageFormatError(.invalidRequest, "more workers than readers")
        }
        defer { idle.withLock { $0.append(lane) } }
        try lane.reader.withLock { (reader) throws(PackageFormatError) in
            try reader.read(at: segment.fileOffset, into: buffer)
        }
    }
}
