import Synchronization

@testable import Erasure

/// A device in memory that does what it should. Those that lie override ``store(_:at:)``, ``load(_:at:)`` and the other
/// steps, which run one at a time.
class ZooDevice: BlockDevice, @unchecked Sendable {
    let size: UInt64
    let sectorSize: Int
    /// What is on the medium. Touched only while `turn` is held, or when no run is going on.
    var medium: [UInt8]
    private(set) var writes = 0
    private(set) var reads = 0
    private(set) var flushes = 0
    /// Called before everything that the device is asked for; may throw in its place.
    var beforeCall: () throws(ErasureError) -> Void = {}
    private let turn = Mutex(())

    /// What every device holds at first: other bytes than any pass writes.
    private static let old = (0..<1 << 20).map { 0x77 ^ UInt8(truncatingIfNeeded: $0 &* 31 + $0 / 512) }

    init(size: Int, sectorSize: Int = 512) {
        self.size = UInt64(size)
        self.sectorSize = sectorSize
        medium = []
        while medium.count < size { medium += Self.old.prefix(size - medium.count) }
    }

    /// Keeps `bytes` at `offset`.
    func store(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(ErasureError) {
        medium.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }

    /// What is at `offset`.
    func load(_ range: Range<Int>) throws(ErasureError) -> [UInt8] { Array(medium[range]) }

    /// Puts everything on the medium.
    func empty() throws(ErasureError) {}

    /// What has become of the device.
    func look() -> DevicePresence { .same }

    final func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(ErasureError) {
        try check(bytes, offset)
        try inTurn { () throws(ErasureError) in
            try beforeCall()
            writes += 1
            try store(bytes, at: Int(offset))
        }
    }

    final func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(ErasureError) {
        try check(UnsafeRawBufferPointer(buffer), offset)
        try inTurn { () throws(ErasureError) in
            try beforeCall()
            reads += 1
            buffer.copyBytes(from: try load(Int(offset)..<Int(offset) + buffer.count))
        }
    }

    final func flush() throws(ErasureError) {
        try inTurn { () throws(ErasureError) in
            try beforeCall()
            flushes += 1
            try empty()
        }
    }

    final func dropCaches() throws(ErasureError) { try inTurn { () throws(ErasureError) in try beforeCall() } }

    final func presence() throws(ErasureError) -> DevicePresence { turn.withLock { _ in look() } }

    private func inTurn(_ body: () throws(ErasureError) -> Void) throws(ErasureError) {
        let failure = turn.withLock { _ -> ErasureError? in
            do throws(ErasureError) {
                try body()
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    private func check(_ bytes: UnsafeRawBufferPointer, _ offset: UInt64) throws(ErasureError) {
        let sector = UInt64(sectorSize)
        guard offset.isMultiple(of: sector), UInt64(bytes.count).isMultiple(of: sector), !bytes.isEmpty,
            UInt64(UInt(bitPattern: bytes.baseAddress)).isMultiple(of: sector), offset + UInt64(bytes.count) <= size
        else { throw ErasureError(.misaligned, "zoo", "a transfer that no device would take", offset: offset) }
    }
}

extension ErasureError {
    static func medium(_ offset: Int) -> ErasureError {
        ErasureError(.mediumError, "zoo", "bad sector", offset: UInt64(offset))
    }

    static let lost = ErasureError(.deviceLost, "zoo", "gone")
}
