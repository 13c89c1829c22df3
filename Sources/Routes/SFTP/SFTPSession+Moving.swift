/// Many reads and writes under way at once, so that a long line is filled. At most ``window`` blocks are in memory.
extension SFTPSession {
    /// Bytes of one read or write: every server must take packets of 34,000 (draft-ietf-secsh-filexfer-02, 3).
    static let block = 32_768
    /// How many of them are under way.
    static let window = 64

    /// Writes the piece from an offset to its end.
    /// - Throws: what the server answered first, with the offset of the block.
    mutating func write(_ piece: OutgoingPiece, from offset: UInt64, to handle: [UInt8]) throws(RoutesError) {
        var position = offset
        var underway: [UInt32: UInt64] = [:]
        var failure: RoutesError?
        while failure == nil && position < piece.size || !underway.isEmpty {
            while failure == nil, position < piece.size, underway.count < Self.window {
                let bytes = try piece.read(Int(min(UInt64(Self.block), piece.size - position)), at: position)
                let start = position
                let identifier = request(.write) { packet in
                    packet.string(handle)
                    packet.long(start)
                    packet.string(bytes)
                }
                underway[identifier] = position
                position += UInt64(bytes.count)
            }
            failure = try acknowledge(&underway) ?? failure
        }
        if let failure { throw failure }
    }

    /// Takes one answer to a write.
    /// - Returns: why it failed, if it did.
    private mutating func acknowledge(_ underway: inout [UInt32: UInt64]) throws(RoutesError) -> RoutesError? {
        let answer = try answer()
        guard let offset = underway.removeValue(forKey: answer.identifier) else { throw SFTPAnswer.unasked }
        guard case .status(let status) = answer.content else { throw SFTPAnswer.unexpected }
        if status.code == SFTPStatus.ok { return nil }
        var error = status.error
        error.offset = offset
        return error
    }

    /// Reads from an offset up to `size`, and hands the bytes on in order.
    /// - Throws: `mismatch` if the file ends before.
    mutating func read(
        _ handle: [UInt8], from offset: UInt64, size: UInt64, _ take: ([UInt8]) throws(RoutesError) -> Void
    ) throws(RoutesError) {
        var reading = OrderedReading(from: offset, size: size, window: Self.window, block: Self.block)
        while !reading.isComplete {
            while let part = reading.next() {
                let identifier = request(.read) { packet in
                    packet.string(handle)
                    packet.long(part.offset)
                    packet.number(UInt32(part.count))
                }
                reading.asked(part, as: identifier)
            }
            let answer = try answer()
            switch answer.content {
            case .data(let bytes): try reading.answered(answer.identifier, bytes)
            case .status(let status):
                var error = status.error
                error.offset = reading.delivered
                throw error
            default: throw SFTPAnswer.unexpected
            }
            while let bytes = reading.ready() { try take(bytes) }
        }
    }
}

/// Which parts of a file were asked for, and what has come of them: servers may answer in any order, and with less.
struct OrderedReading {
    /// A part to be asked for: at most a block.
    struct Part: Hashable {
        let offset: UInt64
        let count: Int
    }

    private let size: UInt64
    private let window: Int
    private let block: Int
    /// Up to here everything was handed on.
    private(set) var delivered: UInt64
    private var position: UInt64
    /// What is left of parts that were answered with less.
    private var again: [Part] = []
    private var underway: [UInt32: Part] = [:]
    private var came: [UInt64: [UInt8]] = [:]

    init(from offset: UInt64, size: UInt64, window: Int, block: Int) {
        delivered = offset
        position = offset
        self.size = size
        self.window = window
        self.block = block
    }

    var isComplete: Bool { delivered >= size }

    /// The next part to ask for; nil while enough is under way or waits for what comes before it.
    mutating func next() -> Part? {
        if let part = again.popLast() { return part }
        guard position < size, position - delivered < UInt64(window * block), underway.count < window else {
            return nil
        }
        let part = Part(offset: position, count: Int(min(UInt64(block), size - position)))
        position += UInt64(part.count)
        return part
    }

    mutating func asked(_ part: Part, as identifier: UInt32) { underway[identifier] = part }

    /// - Throws: `malformed` for an answer that nobody asked for, or that is empty or longer than what was asked for.
    mutating func answered(_ identifier: UInt32, _ bytes: [UInt8]) throws(RoutesError) {
        guard let part = underway.removeValue(forKey: identifier) else { throw SFTPAnswer.unasked }
        guard !bytes.isEmpty, bytes.count <= part.count else {
            throw SFTPReader.malformed("the server answers with no bytes, or with more than it was asked for")
        }
        came[part.offset] = bytes
        if bytes.count < part.count {
            again.append(Part(offset: part.offset + UInt64(bytes.count), count: part.count - bytes.count))
        }
    }

    /// The bytes that come next, once they are there.
    mutating func ready() -> [UInt8]? {
        guard let bytes = came.removeValue(forKey: delivered) else { return nil }
        delivered += UInt64(bytes.count)
        return bytes
    }
}
