import Glibc

@testable import Erasure

/// A device with sectors that cannot be written, or read, or neither.
final class BadSectorDevice: ZooDevice, @unchecked Sendable {
    private let unwritable: Set<Int>
    private let unreadable: Set<Int>

    init(size: Int, unwritable: Set<Int> = [], unreadable: Set<Int> = [], sectorSize: Int = 512) {
        self.unwritable = unwritable
        self.unreadable = unreadable
        super.init(size: size, sectorSize: sectorSize)
    }

    override func store(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(ErasureError) {
        let sectors = offset / sectorSize..<(offset + bytes.count) / sectorSize
        if let bad = sectors.first(where: unwritable.contains) { throw .medium(bad * sectorSize) }
        try super.store(bytes, at: offset)
    }

    override func load(_ range: Range<Int>) throws(ErasureError) -> [UInt8] {
        let sectors = range.lowerBound / sectorSize..<range.upperBound / sectorSize
        if let bad = sectors.first(where: unreadable.contains) { throw .medium(bad * sectorSize) }
        return try super.load(range)
    }
}

/// A device that keeps some sectors with a few bits turned over.
final class FlippingDevice: ZooDevice, @unchecked Sendable {
    private let sectors: Set<Int>

    init(size: Int, sectors: Set<Int>, sectorSize: Int = 512) {
        self.sectors = sectors
        super.init(size: size, sectorSize: sectorSize)
    }

    override func store(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(ErasureError) {
        try super.store(bytes, at: offset)
        for sector in sectors where (offset..<offset + bytes.count).contains(sector * sectorSize) {
            medium[sector * sectorSize + 5] ^= 0x10
            medium[sector * sectorSize + 300] ^= 0x81
        }
    }
}

/// A device that refuses a sector once, puts another in its place and then writes.
final class RemappingDevice: ZooDevice, @unchecked Sendable {
    private var pending: Set<Int>

    init(size: Int, sectors: Set<Int>, sectorSize: Int = 512) {
        pending = sectors
        super.init(size: size, sectorSize: sectorSize)
    }

    override func store(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(ErasureError) {
        let sectors = offset / sectorSize..<(offset + bytes.count) / sectorSize
        if let bad = sectors.first(where: pending.contains) {
            pending.remove(bad)
            throw .medium(bad * sectorSize)
        }
        try super.store(bytes, at: offset)
    }
}

/// A device that takes its time.
final class SlowDevice: ZooDevice, @unchecked Sendable {
    override func store(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(ErasureError) {
        usleep(500)
        try super.store(bytes, at: offset)
    }
}
