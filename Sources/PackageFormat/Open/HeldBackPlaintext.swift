import SystemIO

/// The end of a plaintext that is read forward, as much of it as may not be content.
///
///     ... content │ index and prior record, at most `indexLimit` │ zeros, any number │ pointer block, 48 bytes
///                 └── of a package whose index obeys that limit all of this is held back
///
/// What follows is not known while one reads, so that every place counts as the end. Then the index began at most
/// `indexLimit` bytes before the last byte that is not zero and not among the last 48: what lies before that is content.
/// Zeros are counted, not kept, so that memory does not grow with the padding.
struct HeldBackPlaintext: ~Copyable, RandomAccessBytes {
    /// Where bytes go that are known to be content.
    typealias Sink = (UnsafeRawBufferPointer) throws(PackageFormatError) -> Void

    private static let zeroBlock = [UInt8](repeating: 0, count: 16_384)

    /// Bytes that were released: where what is held begins.
    private(set) var released: UInt64 = 0
    /// The bytes that are held up to the last one that counts, in a ring.
    private let ring: StripeBuffer
    private var start = 0
    private var count = 0
    /// Zeros after them.
    private var zeros: UInt64 = 0
    /// What comes after the zeros: the last bytes, which may be those of the pointer block, and room for a stripe.
    private let last: StripeBuffer
    private var lastCount = 0

    /// - Parameters:
    ///   - indexLimit: bytes that an index, and a prior record after it, have at most.
    ///   - stripe: bytes that are added at once at most.
    init(indexLimit: Int, stripe: Int) {
        ring = StripeBuffer(count: indexLimit)
        last = StripeBuffer(count: PointerBlock.size + stripe)
    }

    /// Bytes of plaintext so far.
    var length: UInt64 { released + UInt64(count) + zeros + UInt64(lastCount) }

    /// Takes the next plaintext, and gives to `sink` what cannot be anything but content now.
    mutating func append(_ plaintext: UnsafeRawBufferPointer, _ sink: Sink) throws(PackageFormatError) {
        last.part(lastCount, plaintext.count).copyMemory(from: plaintext)
        let total = lastCount + plaintext.count
        lastCount = min(total, PointerBlock.size)
        let passed = UnsafeRawBufferPointer(last.part(0, total - lastCount))
        let significant = Self.significantCount(passed)
        if significant > 0 {
            try pushZeros(sink)
            try push(UnsafeRawBufferPointer(rebasing: passed[..<significant]), sink)
        }
        zeros += UInt64(passed.count - significant)
        // The ranges may overlap: copyMemory is memmove(3).
        last.part(0, lastCount).copyMemory(from: UnsafeRawBufferPointer(last.part(total - lastCount, lastCount)))
    }

    /// Reads what is held.
    /// - Throws: `notOneFile` for what was released: then the index was longer than that of one file can be.
    mutating func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer) throws(PackageFormatError) {
        guard offset >= released else {
            throw PackageFormatError(.notOneFile, "the content ended before", place: Place(.inside, offset: offset))
        }
        guard offset + UInt64(buffer.count) <= length else {
            throw PackageFormatError(.badIndex, "a range beyond the end", place: Place(.inside, offset: offset))
        }
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            filled += copy(from: offset - released + UInt64(filled), into: rest)
        }
    }

    /// Copies what lies together from a position on, counted from the first byte that is held.
    /// - Returns: bytes copied, at least one.
    private func copy(from position: UInt64, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let zerosEnd = UInt64(count) + zeros
        if position >= UInt64(count), position < zerosEnd {
            let size = Int(min(zerosEnd - position, UInt64(buffer.count)))
            UnsafeMutableRawBufferPointer(rebasing: buffer[..<size]).initializeMemory(as: UInt8.self, repeating: 0)
            return size
        }
        let part = position < zerosEnd ? inRing(from: Int(position)) : inLast(from: Int(position - zerosEnd))
        let size = min(part.count, buffer.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(part)[..<size]))
        return size
    }

    private func inLast(from position: Int) -> UnsafeMutableRawBufferPointer {
        last.part(position, lastCount - position)
    }

    /// What lies together in the ring.
    private func inRing(from position: Int) -> UnsafeMutableRawBufferPointer {
        let first = ring.count - start
        return position < first
            ? ring.part(start + position, min(first, count) - position) : ring.part(position - first, count - position)
    }

    /// Bytes up to the last one that is not zero, looking at whole blocks as long as they are zero.
    private static func significantCount(_ bytes: UnsafeRawBufferPointer) -> Int {
        var end = bytes.count
        while end > 0 {
            let start = max(0, end - zeroBlock.count)
            let block = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            if !block.isZero, let last = block.lastIndex(where: { $0 != 0 }) { return start + last + 1 }
            end = start
        }
        return 0
    }

    private mutating func pushZeros(_ sink: Sink) throws(PackageFormatError) {
        while zeros > 0 {
            let size = Int(min(zeros, UInt64(Self.zeroBlock.count)))
            zeros -= UInt64(size)
            try Self.zeroBlock.withRawBytes { block throws(PackageFormatError) in
                try push(UnsafeRawBufferPointer(rebasing: block[..<size]), sink)
            }
        }
    }

    /// Puts bytes into the ring, and gives away what falls out of it.
    private mutating func push(_ bytes: UnsafeRawBufferPointer, _ sink: Sink) throws(PackageFormatError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let size = min(rest.count, ring.count)
            try release(count + size - ring.count, sink)
            let end = (start + count) % ring.count
            let first = min(size, ring.count - end)
            ring.part(end, first).copyBytes(from: rest.prefix(first))
            ring.part(0, size - first).copyBytes(from: rest.prefix(size).dropFirst(first))
            count += size
            rest = rest.dropFirst(size)
        }
    }

    private mutating func release(_ excess: Int, _ sink: Sink) throws(PackageFormatError) {
        var excess = excess
        while excess > 0 {
            let size = min(excess, ring.count - start)
            try sink(UnsafeRawBufferPointer(ring.part(start, size)))
            start = (start + size) % ring.count
            count -= size
            released += UInt64(size)
            excess -= size
        }
    }
}
