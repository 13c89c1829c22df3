@testable import Erasure

/// A device whose addresses begin again after `modulus` bytes: it is that large, and claims more.
final class WrappingDevice: ZooDevice, @unchecked Sendable {
    let modulus: Int

    init(size: Int, modulus: Int, sectorSize: Int = 512) {
        self.modulus = modulus
        super.init(size: size, sectorSize: sectorSize)
    }

    override func store(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(ErasureError) {
        var done = 0
        while done < bytes.count {
            let start = (offset + done) % modulus
            let count = min(modulus - start, bytes.count - done)
            medium.replaceSubrange(start..<start + count, with: bytes[done..<done + count])
            done += count
        }
    }

    override func load(_ range: Range<Int>) throws(ErasureError) -> [UInt8] {
        var found: [UInt8] = []
        while found.count < range.count {
            let start = (range.lowerBound + found.count) % modulus
            found += medium[start..<min(start + range.count - found.count, modulus)]
        }
        return found
    }
}

/// A device that confirms writes beyond its true size, and forgets them. What is read there is `filler`, or what was there
/// before.
final class DroppingDevice: ZooDevice, @unchecked Sendable {
    private let real: Int
    private let filler: UInt8?

    init(size: Int, real: Int, filler: UInt8?, sectorSize: Int = 512) {
        self.real = real
        self.filler = filler
        super.init(size: size, sectorSize: sectorSize)
    }

    override func store(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(ErasureError) {
        let kept = min(max(real - offset, 0), bytes.count)
        guard kept > 0 else { return }
        medium.replaceSubrange(offset..<offset + kept, with: bytes[..<kept])
    }

    override func load(_ range: Range<Int>) throws(ErasureError) -> [UInt8] {
        guard let filler else { return Array(medium[range]) }
        let kept = min(max(real - range.lowerBound, 0), range.count)
        return Array(medium[range.prefix(kept)]) + [UInt8](repeating: filler, count: range.count - kept)
    }
}

/// A device that forgets writes to some sectors, from the pass of this number on (from 0): what was there stays.
final class ForgetfulDevice: ZooDevice, @unchecked Sendable {
    private let sectors: Set<Int>
    private let firstPass: Int
    private var written = 0

    init(size: Int, sectors: Set<Int>, firstPass: Int, sectorSize: Int = 512) {
        self.sectors = sectors
        self.firstPass = firstPass
        super.init(size: size, sectorSize: sectorSize)
    }

    override func store(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(ErasureError) {
        for start in stride(from: 0, to: bytes.count, by: sectorSize) {
            let pass = (written + start) / Int(size)
            if pass >= firstPass, sectors.contains((offset + start) / sectorSize) { continue }
            medium.replaceSubrange(
                offset + start..<offset + start + sectorSize, with: bytes[start..<start + sectorSize])
        }
        written += bytes.count
    }
}
