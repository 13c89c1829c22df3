import Synchronization
import SystemIO

/// The leaf hashes of all units of a package in the order of the hash section: stripe by stripe, piece by piece. They are
/// written by workers in any order. Beyond 4 MiB they lie in an unlinked file, so that memory does not grow with size.
package final class LeafList: Sendable {
    static let hashSize = 32

    private struct State: ~Copyable {
        var resident: [UInt8] = []
        var spill: SpillFile?
        var count: UInt64 = 0
    }

    private let state: Mutex<State>
    /// Where the file begins, in bytes.
    private let residentLimit: Int

    /// No leaf yet.
    package convenience init() { self.init(residentLimit: 4 << 20) }

    /// - Parameter residentLimit: what to keep in memory, in bytes: whole batches.
    init(residentLimit: Int) {
        self.residentLimit = residentLimit
        state = Mutex(State())
    }

    /// Number of leaves, the highest position plus one.
    package var count: UInt64 { state.withLock { $0.count } }

    /// Records one or more leaf hashes from `position` on.
    package func store(_ hashes: [UInt8], at position: UInt64) throws(SystemError) {
        try state.withLock { (state) throws(SystemError) in
            let offset = position * UInt64(Self.hashSize)
            state.count = max(state.count, position + UInt64(hashes.count / Self.hashSize))
            guard offset + UInt64(hashes.count) > UInt64(residentLimit) else {
                return Self.storeResident(hashes, at: Int(offset), in: &state.resident)
            }
            if state.spill == nil { state.spill = try SpillFile() }
            try state.spill?.write(hashes, at: offset)
        }
    }

    /// Leaf hashes from `position` on, as one array of 32 bytes each.
    package func load(_ position: UInt64, count: Int) throws(SystemError) -> [UInt8] {
        try state.withLock { (state) throws(SystemError) in
            let offset = position * UInt64(Self.hashSize)
            let size = count * Self.hashSize
            guard offset + UInt64(size) > UInt64(residentLimit) else {
                return Array(state.resident[Int(offset)..<Int(offset) + size])
            }
            return try state.spill?.descriptor.readFully(count: size, at: offset) ?? []
        }
    }

    private static func storeResident(_ hashes: [UInt8], at offset: Int, in resident: inout [UInt8]) {
        if resident.count < offset + hashes.count {
            resident.append(contentsOf: repeatElement(0, count: offset + hashes.count - resident.count))
        }
        resident.replaceSubrange(offset..<offset + hashes.count, with: hashes)
    }
}

extension LeafList {
    /// Leaves that are read or written at once when the whole list is passed through: 64 KiB. It divides the resident
    /// limit, so that no run of leaves lies half in memory and half in the file.
    static let batch = 2_048

    /// Calls `body` with all leaves in order, at most `batch` at a time.
    func forEachBatch(_ body: ([UInt8]) throws(PackageFormatError) -> Void) throws(PackageFormatError) {
        let total = count
        var position: UInt64 = 0
        while position < total {
            let size = Int(min(UInt64(Self.batch), total - position))
            try body(try system { () throws(SystemError) in try load(position, count: size) })
            position += UInt64(size)
        }
    }
}
