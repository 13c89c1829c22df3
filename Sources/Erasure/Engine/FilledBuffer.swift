/// A buffer with what a pass puts at one place or another, which is made again only where it differs.
struct FilledBuffer: ~Copyable {
    private let buffer: AlignedBuffer
    private var source: FillingSource
    /// Bytes after which the filling repeats itself, or nil if it never does.
    private let period: UInt64?
    /// Which bytes of the filling the buffer holds, where that is worth knowing.
    private var held: Held?

    private struct Held: Equatable {
        let phase: UInt64
        let count: Int
    }

    init(_ filling: Filling, count: Int, alignment: Int) throws(ErasureError) {
        let source = try FillingSource(filling)
        self.source = source
        buffer = AlignedBuffer(count: count, alignment: alignment)
        period = if case .periodic(let bytes) = filling { UInt64(bytes.count) } else { nil }
        held = nil
    }

    /// What belongs at `offset`, valid until the next call. `count` is no more than the buffer holds.
    mutating func bytes(_ count: Int, at offset: UInt64) throws(ErasureError) -> UnsafeRawBufferPointer {
        let block = buffer.prefix(count)
        guard let period else {
            try source.fill(block, at: offset)
            return UnsafeRawBufferPointer(block)
        }
        let wanted = Held(phase: offset % period, count: count)
        if held != wanted {
            try source.fill(block, at: offset)
            held = wanted
        }
        return UnsafeRawBufferPointer(block)
    }
}

/// What one thread needs to write a pass. Made once for a pass; nothing is allocated while it writes.
///
/// Sendable because each is used by one thread at a time: that of its number.
final class WriteWorker: @unchecked Sendable {
    private var buffer: FilledBuffer

    init(_ filling: Filling, _ settings: RunSettings, alignment: Int) throws(ErasureError) {
        buffer = try FilledBuffer(filling, count: settings.blockSize, alignment: alignment)
    }

    /// What belongs at `offset`, valid until the next call.
    func bytes(_ count: Int, at offset: UInt64) throws(ErasureError) -> UnsafeRawBufferPointer {
        try buffer.bytes(count, at: offset)
    }
}
