import Cryptography
import Label
import Synchronization
import SystemIO

/// A part of a file that belongs at some place of a stripe.
package struct FileSegment: Sendable {
    /// The entry's path, to find the file by.
    package let path: [UInt8]
    /// What the file was when it was entered into the index.
    package let size: UInt64
    /// When its content was last changed, as it was entered into the index.
    package let modified: FileTime
    /// Where the segment starts in the file.
    package let fileOffset: UInt64
    /// Where it starts in the stripe's plaintext.
    package let stripeOffset: Int
    /// Its length in bytes.
    package let count: Int
}

/// The content of a package, front to back.
///
/// Called under one lock, by position; what can be read in parallel is returned as segments for the worker to read.
protocol ContentSource: ~Copyable, Sendable {
    /// Covers up to `room.count` bytes that follow what was covered before: by writing them to `room`, or by adding
    /// segments, whose stripe offsets start at `base`.
    /// - Returns: how many bytes are covered; 0 only at the end.
    mutating func next(
        _ room: UnsafeMutableRawBufferPointer, base: Int, _ segments: inout [FileSegment]
    ) throws(PackageFormatError) -> Int

    /// The index of what was given, once all of it was.
    mutating func takeIndex() throws(PackageFormatError) -> IndexImage
}

/// One stripe's worth of plaintext, given to one worker.
struct StripeClaim: Sendable {
    let stripe: UInt64
    /// Plaintext bytes, fewer than a full stripe only in the last one.
    let count: Int
    /// Parts of the buffer that are still to be read from files.
    let segments: [FileSegment]
}

/// Gives out the plaintext of a package stripe by stripe: content, index, prior record, padding, pointer block.
final class PlaintextFeed<Content: ContentSource & ~Copyable>: Sendable {
    private enum Phase {
        case content
        /// Position within what follows the content, in bytes.
        case closing(UInt64)
        case finished
    }

    private struct State: ~Copyable {
        var content: Content
        var phase = Phase.content
        var position: UInt64 = 0
        var stripe: UInt64 = 0
        var closing: ClosingBytes?
        var prior: Secret?
    }

    private let state: Mutex<State>
    private let isPadded: Bool

    /// - Parameter prior: the encoded record of what the content was sealed as before.
    init(_ content: consuming sending Content, padding: Bool, prior: consuming Secret? = nil) {
        state = Mutex(State(content: content, prior: prior))
        isPadded = padding
    }

    /// Gives out nothing any more.
    func stop() { state.withLock { $0.phase = .finished } }

    /// Bytes of file contents, once all of them were given out; before, 0.
    var contentLength: UInt64 { state.withLock { $0.closing?.contentLength ?? 0 } }

    /// Bytes of plaintext given out so far; of the whole plaintext once all is.
    var plaintextLength: UInt64 { state.withLock { $0.position } }

    /// The next stripe, written to `buffer` as far as it is not in the claim's segments.
    /// - Returns: nil when the last stripe was claimed.
    func claim(into buffer: UnsafeMutableRawBufferPointer) throws(PackageFormatError) -> StripeClaim? {
        try state.withLock { (state) throws(PackageFormatError) in
            if case .finished = state.phase { return nil }
            try system { () throws(SystemError) in try Interruption.check() }
            var segments: [FileSegment] = []
            var filled = 0
            while filled < buffer.count, let count = try advance(&state, buffer, filled, &segments) { filled += count }
            if filled < buffer.count { state.phase = .finished }
            defer { state.stripe += 1 }
            state.position += UInt64(filled)
            return StripeClaim(stripe: state.stripe, count: filled, segments: segments)
        }
    }

    /// - Returns: bytes covered from `filled` on, or nil at the end of the plaintext.
    private func advance(
        _ state: inout State, _ buffer: UnsafeMutableRawBufferPointer, _ filled: Int, _ segments: inout [FileSegment]
    ) throws(PackageFormatError) -> Int? {
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        switch state.phase {
        case .content:
            let count = try state.content.next(room, base: filled, &segments)
            if count == 0 {
                state.closing = try ClosingBytes(
                    state.content.takeIndex(), state.prior.take(), padding: isPadded)
                state.phase = .closing(0)
            }
            return count
        case .closing(let position):
            let count = try state.closing?.read(at: position, into: room) ?? 0
            state.phase = .closing(position + UInt64(count))
            return count > 0 ? count : nil
        case .finished: return nil
        }
    }
}

/// What follows the content: index, prior record, padding, pointer block.
private struct ClosingBytes: ~Copyable {
    private let index: IndexImage
    private let end: InsideEnd

    var contentLength: UInt64 { end.pointers.contentLength }

    init(_ index: consuming IndexImage, _ prior: consuming Secret?, padding: Bool) {
        let priorLength = UInt64(InsideEnd.length(prior))
        let bare = index.contentLength + index.length + priorLength + UInt64(PointerBlock.size)
        let pointers = PointerBlock(
            contentLength: index.contentLength, indexLength: index.length, priorLength: priorLength,
            paddingLength: padding ? Padme.paddedLength(bare) - bare : 0)
        end = InsideEnd(prior: prior, pointers: pointers)
        self.index = index
    }

    /// Writes what there is from `position` on, at most up to the end of one of the parts.
    /// - Returns: how many bytes; 0 at the end.
    func read(
        at position: UInt64, into room: UnsafeMutableRawBufferPointer
    ) throws(PackageFormatError) -> Int {
        guard position < index.length else { return end.read(at: position - index.length, into: room) }
        let part = room.part(upTo: index.length - position)
        try index.read(at: position, into: part)
        return part.count
    }
}
