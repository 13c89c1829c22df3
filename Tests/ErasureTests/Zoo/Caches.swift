@testable import Erasure

/// A device with a cache that a flush empties, and that a power cut loses. It may lie about the flush.
class CachingDevice: ZooDevice, @unchecked Sendable {
    /// What was written since the last flush, by sector.
    private var volatile: [Int: [UInt8]] = [:]
    private let honest: Bool

    /// - Parameter honest: whether a flush does what it confirms.
    init(size: Int, honest: Bool, sectorSize: Int = 512) {
        self.honest = honest
        super.init(size: size, sectorSize: sectorSize)
    }

    override func store(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(ErasureError) {
        for start in stride(from: 0, to: bytes.count, by: sectorSize) {
            volatile[(offset + start) / sectorSize] = Array(bytes[start..<start + sectorSize])
        }
    }

    override func load(_ range: Range<Int>) throws(ErasureError) -> [UInt8] {
        stride(from: range.lowerBound, to: range.upperBound, by: sectorSize).flatMap {
            volatile[$0 / sectorSize] ?? Array(medium[$0..<$0 + sectorSize])
        }
    }

    override func empty() throws(ErasureError) { if honest { persist() } }

    private func persist() {
        for (sector, bytes) in volatile {
            medium.replaceSubrange(sector * sectorSize..<(sector + 1) * sectorSize, with: bytes)
        }
        volatile = [:]
    }

    /// The power fails: what was not flushed is lost.
    func cutPower() { volatile = [:] }

    /// What the device holds when its cache is emptied in peace.
    var settled: [UInt8] {
        persist()
        return medium
    }
}

/// A device that never puts some sectors on its medium, and answers for them from a cache of the last sectors that were
/// written or read.
final class StaleCacheDevice: ZooDevice, @unchecked Sendable {
    private let lost: Set<Int>
    private let capacity: Int
    private var cache: [Int: [UInt8]] = [:]
    private var recent: [Int] = []

    init(size: Int, lost: Set<Int>, capacity: Int, sectorSize: Int = 512) {
        self.lost = lost
        self.capacity = capacity
        super.init(size: size, sectorSize: sectorSize)
    }

    override func store(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(ErasureError) {
        for start in stride(from: 0, to: bytes.count, by: sectorSize) {
            let sector = (offset + start) / sectorSize
            let data = Array(bytes[start..<start + sectorSize])
            if !lost.contains(sector) {
                medium.replaceSubrange(offset + start..<offset + start + sectorSize, with: data)
            }
            remember(sector, data)
        }
    }

    override func load(_ range: Range<Int>) throws(ErasureError) -> [UInt8] {
        stride(from: range.lowerBound, to: range.upperBound, by: sectorSize).flatMap { start in
            let sector = start / sectorSize
            let data = cache[sector] ?? Array(medium[start..<start + sectorSize])
            remember(sector, data)
            return data
        }
    }

    private func remember(_ sector: Int, _ data: [UInt8]) {
        if cache.updateValue(data, forKey: sector) == nil { recent.append(sector) }
        if recent.count > capacity { cache[recent.removeFirst()] = nil }
    }
}
