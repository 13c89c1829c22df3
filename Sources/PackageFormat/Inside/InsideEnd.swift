import Cryptography

/// What follows the index in a plaintext: prior record, padding, pointer block.
struct InsideEnd: ~Copyable, Sendable {
    /// The encoded record of a former self.
    private let prior: Secret?
    let pointers: PointerBlock

    /// - Parameter prior: as long as the pointer block says.
    init(prior: consuming Secret?, pointers: PointerBlock) {
        self.prior = prior
        self.pointers = pointers
    }

    /// Bytes of a record; 0 for none.
    static func length(_ prior: borrowing Secret?) -> Int {
        switch prior {
        case .some(let prior): prior.count
        case .none: 0
        }
    }

    /// Writes what there is from `position`, counted from the end of the index, at most up to the end of one of the
    /// three parts.
    /// - Returns: how many bytes; 0 at the end.
    func read(at position: UInt64, into room: UnsafeMutableRawBufferPointer) -> Int {
        let paddingEnd = pointers.priorLength + pointers.paddingLength
        if position < pointers.priorLength { return readPrior(at: Int(position), into: room) }
        if position < paddingEnd {
            let part = room.part(upTo: paddingEnd - position)
            part.initializeMemory(as: UInt8.self, repeating: 0)
            return part.count
        }
        let rest = pointers.encoded.dropFirst(Int(position - paddingEnd)).prefix(room.count)
        room.copyBytes(from: rest)
        return rest.count
    }

    private func readPrior(at position: Int, into room: UnsafeMutableRawBufferPointer) -> Int {
        switch prior {
        case .some(let prior):
            prior.withUnsafeBytes { record in
                let part = room.part(upTo: UInt64(record.count - position))
                part.copyMemory(from: UnsafeRawBufferPointer(rebasing: record[position..<position + part.count]))
                return part.count
            }
        case .none: 0
        }
    }
}

extension UnsafeMutableRawBufferPointer {
    /// The first `count` bytes, or all if there are fewer.
    func part(upTo count: UInt64) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: self[..<Int(Swift.min(UInt64(self.count), count))])
    }
}
