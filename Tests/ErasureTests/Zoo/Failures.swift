@testable import Erasure

/// A device that is pulled out, or changes, after so many bytes were written.
final class VanishingDevice: ZooDevice, @unchecked Sendable {
    enum End: Sendable, CaseIterable {
        /// It answers that it is gone.
        case gone
        /// It answers every call as a bad sector would.
        case errors
        /// It takes no writes any more.
        case writeProtected
        /// It is there, with another size.
        case resized
    }

    private let end: End
    private var left: Int
    /// Whether it is back: plugged in again, or unlocked.
    var isBack = false

    init(size: Int, after bytes: Int, end: End, sectorSize: Int = 512) {
        left = bytes
        self.end = end
        super.init(size: size, sectorSize: sectorSize)
    }

    private var hasEnded: Bool { left <= 0 && !isBack }

    override func store(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(ErasureError) {
        if hasEnded {
            switch end {
            case .gone: throw .lost
            case .errors, .resized: throw .medium(offset)
            case .writeProtected: throw ErasureError(.writeProtected, "zoo", "write-protected")
            }
        }
        left -= bytes.count
        try super.store(bytes, at: offset)
    }

    override func load(_ range: Range<Int>) throws(ErasureError) -> [UInt8] {
        if hasEnded, end != .writeProtected { throw end == .gone ? .lost : .medium(range.lowerBound) }
        return try super.load(range)
    }

    override func empty() throws(ErasureError) { if hasEnded, end != .writeProtected { throw .lost } }

    override func look() -> DevicePresence {
        guard hasEnded else { return .same }
        return switch end {
        case .gone, .errors: .gone
        case .writeProtected: .readOnly
        case .resized: .resized(0)
        }
    }
}

/// A device whose flush fails so many times, and loses then what was written since the last one that did not.
final class FailingFlushDevice: ZooDevice, @unchecked Sendable {
    private var failures: Int
    private var kept: [UInt8] = []

    init(size: Int, failures: Int, sectorSize: Int = 512) {
        self.failures = failures
        super.init(size: size, sectorSize: sectorSize)
        kept = medium
    }

    override func empty() throws(ErasureError) {
        guard failures > 0 else {
            kept = medium
            return
        }
        failures -= 1
        medium = kept
        throw ErasureError(.flushFailed, "zoo", "cache not emptied")
    }
}

/// A device that keeps a record of everything that is written.
final class RecordingDevice: ZooDevice, @unchecked Sendable {
    struct Write: Sendable {
        let offset: Int
        let bytes: [UInt8]
    }

    private(set) var recorded: [Write] = []

    override func store(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(ErasureError) {
        recorded.append(Write(offset: offset, bytes: Array(bytes)))
        try super.store(bytes, at: offset)
    }
}
