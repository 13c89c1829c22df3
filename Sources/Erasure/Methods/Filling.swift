import Cryptography

/// What one pass puts on a device: every byte follows from its offset, so that any extent can be written or checked again
/// without anything being kept.
package enum Filling: Hashable, Sendable {
    /// These bytes again and again, counted from the start of the device: 1...``longestPeriod`` of them.
    case periodic([UInt8])
    /// The keystream of AES-256-CTR under this key, ``Cryptography/Keystream``.
    case keystream(key: [UInt8])

    /// The longest period, in bytes.
    package static let longestPeriod = 16

    /// Whether it differs from place to place, so that folded addresses and lost writes show.
    package var isKeyed: Bool {
        if case .keystream = self { return true }
        return false
    }

    /// Whether it can be written at all.
    package var isValid: Bool {
        switch self {
        case .periodic(let bytes): (1...Self.longestPeriod).contains(bytes.count)
        case .keystream(let key): key.count == Keystream.keySize
        }
    }
}

/// Makes the bytes of a ``Filling`` for one thread. No call after `init` allocates.
package struct FillingSource: ~Copyable {
    private let period: [UInt8]
    private var stream: Keystream?

    /// - Throws: `cryptography`, also for a key of another length; `invalidMethod` for a period of another length.
    package init(_ filling: Filling) throws(ErasureError) {
        guard filling.isValid else {
            throw ErasureError(.invalidMethod, "filling", "a pattern or key of a length that cannot be used")
        }
        switch filling {
        case .periodic(let bytes):
            period = bytes
            stream = nil
        case .keystream(let key):
            let keyed = try onCryptography { () throws(CryptographyError) in try Keystream(key: key) }
            period = []
            stream = consume keyed
        }
    }

    /// Fills `buffer` with what belongs at `offset`, a multiple of 16 bytes.
    /// - Throws: `cryptography`.
    package mutating func fill(_ buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(ErasureError) {
        if period.isEmpty {
            do throws(CryptographyError) { try stream?.fill(buffer, at: offset) } catch { throw ErasureError(error) }
        } else {
            repeatPeriod(buffer, phase: Int(offset % UInt64(period.count)))
        }
    }

    /// Writes one period and copies what is there already, twice as much each time.
    private func repeatPeriod(_ buffer: UnsafeMutableRawBufferPointer, phase: Int) {
        var done = min(period.count, buffer.count)
        for index in 0..<done { buffer[index] = period[(phase + index) % period.count] }
        while done > 0, done < buffer.count {
            let count = min(done, buffer.count - done)
            UnsafeMutableRawBufferPointer(rebasing: buffer[done..<done + count])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            done += count
        }
    }
}
