import TestSupport
import Testing

@testable import Erasure

@Suite("Reading back tells what was found instead, and where")
struct VerificationTests {
    private static let size = 512 * 2_000
    private static let keyed = Filling.keystream(key: [UInt8](repeating: 5, count: 32))
    private static let earlier = Filling.keystream(key: [UInt8](repeating: 6, count: 32))

    private func write(_ filling: Filling, to device: ZooDevice) throws {
        let bytes = try Laboratory.contents(filling, size: Int(device.size))
        let buffer = AlignedBuffer(count: bytes.count, alignment: 65_536)
        buffer.bytes.copyBytes(from: bytes)
        try device.write(UnsafeRawBufferPointer(buffer.bytes), at: 0)
    }

    private func verify(
        _ device: ZooDevice, _ written: [Filling], bad: [Extent] = [], _ verification: PassVerification = .full
    ) throws -> VerificationResult {
        let request = PassReader.Request(
            pass: written.count - 1, written: written, verification: verification, bad: bad, seed: 1)
        return try #require(try PassReader(device, Laboratory().surroundings).verify(request))
    }

    @Test(
        "addresses that fold at any modulus",
        arguments: [512, 65_536, 131_072, 500_224, 625_152, 512 * 999, 512 * 1_001, 4_096 * 77, 300_016, 300_001, 777])
    func folds(_ modulus: Int) throws {
        let device = WrappingDevice(size: Self.size, modulus: modulus, sectorSize: 512)
        try write(Self.keyed, to: device)
        let result = try verify(device, [Self.keyed])
        #expect(result.foldsAt.map { UInt64(modulus).isMultiple(of: $0) || $0.isMultiple(of: UInt64(modulus)) } == true)
        #expect(result.counts[.wrapped] > 0)
        #expect(result.counts[.dropped] == 0 || !modulus.isMultiple(of: 512))
        if modulus.isMultiple(of: 512), modulus * 2 <= Self.size {
            #expect(result.foldsAt == UInt64(modulus))
            #expect(result.counts[.wrapped] == UInt64(Self.size - modulus))
        }
    }

    struct Change: Sendable, CustomTestStringConvertible {
        let name: String
        let kind: MismatchKind
        let change: @Sendable (inout [UInt8]) -> Void
        var testDescription: String { name }
    }

    /// What is done to bytes 5,120..<6,144 of a device.
    static let changes: [Change] = [
        Change(name: "one bit", kind: .flipped) {
            $0[5_120] ^= 1; $0[6_143] ^= 0x80
        },
        Change(name: "an eighth of the bits", kind: .flipped) { bytes in
            for index in 5_120..<6_144 { bytes[index] ^= 0x20 }
        },
        Change(name: "more than an eighth of the bits", kind: .dropped) { bytes in
            for index in 5_120..<6_144 { bytes[index] ^= 0x21 }
        },
        Change(name: "zeros", kind: .dropped) { bytes in
            bytes.replaceSubrange(5_120..<6_144, with: [UInt8](repeating: 0, count: 1_024))
        },
        Change(name: "text", kind: .dropped) { bytes in
            bytes.replaceSubrange(5_120..<6_144, with: [UInt8](repeating: 0x41, count: 1_024))
        },
        Change(name: "the pass before", kind: .stale) { bytes in
            let old = (try? Laboratory.contents(earlier, size: size)) ?? []
            bytes.replaceSubrange(5_120..<6_144, with: old[5_120..<6_144])
        },
        Change(name: "the pass before, from elsewhere", kind: .wrapped) { bytes in
            let old = (try? Laboratory.contents(earlier, size: size)) ?? []
            bytes.replaceSubrange(5_120..<6_144, with: old[10_240..<11_264])
        },
        Change(name: "this pass, from elsewhere", kind: .wrapped) { bytes in
            bytes.replaceSubrange(5_120..<6_144, with: bytes[102_400..<103_424])
        },
    ]

    @Test("each kind of mismatch", arguments: changes)
    func kinds(_ change: Change) throws {
        let device = ZooDevice(size: Self.size)
        try write(Self.keyed, to: device)
        change.change(&device.medium)
        let result = try verify(device, [Self.earlier, Self.keyed])
        #expect(result.places == [Mismatch(Extent(5_120, 1_024), change.kind)])
        #expect(result.counts.total == 1_024)
        #expect(result.counts[change.kind] == 1_024)
        #expect(!result.provesEverySector(of: UInt64(Self.size)))
    }

    @Test("every change stands in the table")
    func count() { #expect(Self.changes.count == 8) }

    @Test("a pattern of the pass before is stale")
    func stalePattern() throws {
        let device = ZooDevice(size: Self.size)
        try write(Self.keyed, to: device)
        device.medium.replaceSubrange(
            1_024..<2_048, with: try Laboratory.contents(.periodic([1, 2, 3]), size: 2_048)[1_024...])
        let result = try verify(device, [.periodic([0]), .periodic([1, 2, 3]), Self.keyed])
        #expect(result.places == [Mismatch(Extent(1_024, 1_024), .stale)])
    }

    @Test("everything as it should be")
    func clean() throws {
        for sectorSize in [512, 4_096] {
            let device = ZooDevice(size: 4_096 * 300, sectorSize: sectorSize)
            for filling in [Self.keyed, .periodic([0]), .periodic([0x92, 0x49, 0x24])] {
                try write(filling, to: device)
                let result = try verify(device, [filling])
                #expect(result.isClean)
                #expect(result.provesEverySector(of: device.size))
                #expect(result.cacheExcluded)
                #expect(result.foldsAt == nil)
            }
        }
    }

    @Test("places that are known to be bad are no mismatch, and keep the pass from being proven")
    func knownBad() throws {
        let device = BadSectorDevice(size: Self.size, unreadable: [4, 5])
        try write(Self.keyed, to: device)
        let result = try verify(device, [Self.keyed], bad: [Extent(2_048, 1_024)])
        #expect(result.counts.total == 0)
        #expect(result.unwritten == 1_024)
        #expect(!result.provesEverySector(of: UInt64(Self.size)))
    }

    @Test("sectors that cannot be read are found one by one")
    func unreadable() throws {
        let sectors: Set = [0, 77, 78, 1_999]
        let device = BadSectorDevice(size: Self.size, unreadable: sectors)
        try write(Self.keyed, to: device)
        let result = try verify(device, [Self.keyed])
        #expect(
            result.places == [
                Mismatch(Extent(0, 512), .unreadable), Mismatch(Extent(77 * 512, 1_024), .unreadable),
                Mismatch(Extent(1_999 * 512, 512), .unreadable),
            ])
    }

    @Test("regions are read in a drawn order, the last one last, blocks in order")
    func regionOrder() {
        let blockSize = 65_536
        let size = UInt64(blockSize) * 40 + 512
        let orders = (0..<8).map { seed in
            ReadOrder(wholeOf: size, blockSize: blockSize, regionBytes: UInt64(blockSize) * 4, seed: UInt64(seed))
        }
        var seen: Set<[UInt64]> = []
        for order in orders {
            let extents = (0..<order.count).compactMap(order.extent)
            #expect(extents.count == 41)
            #expect(extents.sorted { $0.offset < $1.offset }.merged == [Extent(0, size)])
            #expect(extents.map(\.length).reduce(0, +) == size)
            #expect(extents.last == Extent(UInt64(blockSize) * 40, 512))
            let regions = stride(from: 0, to: 40, by: 4).map { extents[$0].offset }
            for (index, start) in regions.enumerated() {
                #expect((0..<4).allSatisfy { extents[index * 4 + $0].offset == start + UInt64($0 * blockSize) })
            }
            seen.insert(regions)
        }
        #expect(seen.count == 8)
    }

    @Test("the outcome does not depend on which thread finds what")
    func deterministic() throws {
        let device = DroppingDevice(size: Self.size, real: 100, filler: nil)
        let results = try (0..<3).map { _ in try verify(device, [Self.keyed]) }
        #expect(Set(results).count == 1)
    }
}
