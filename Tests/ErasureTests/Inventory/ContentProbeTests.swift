import SystemIO
import TestSupport
import Testing

@testable import Erasure

/// What libblkid and our own eyes find in files of a disk's bytes.
struct ContentProbeTests {
    private static let size = 16 << 20

    /// A disk image with an MBR and four partitions of three megabytes, the first at one megabyte.
    private final class Image {
        let folder: TemporaryFolder
        var path: String { folder("disk") }

        init(table: Bool = true) throws {
            folder = try TemporaryFolder()
            try succeed("truncate", ["--size", "\(ContentProbeTests.size)", folder("disk")])
            if table { try write(Self.table, at: 0) }
        }

        /// Four entries of 16 bytes at 446: status, CHS, type, CHS, first sector, sectors; the signature at 510.
        private static let table: [UInt8] = {
            var sector = [UInt8](repeating: 0, count: 512)
            sector.replaceSubrange(440..<444, with: [0x78, 0x56, 0x34, 0x12])
            for index in 0..<4 {
                let start = UInt32(2048 + index * 6144)
                let numbers = [start, 6144].flatMap { number in (0..<4).map { UInt8(number >> (8 * $0) & 0xFF) } }
                sector.replaceSubrange(
                    446 + 16 * index..<462 + 16 * index, with: [0, 0, 2, 0, 0x83, 0, 2, 0] + numbers)
            }
            sector.replaceSubrange(510..<512, with: [0x55, 0xAA])
            return sector
        }()

        func write(_ bytes: [UInt8], at offset: Int) throws {
            try Descriptor.open(Path(path), .writeOnly).writeFully(bytes, at: UInt64(offset))
        }

        /// Makes a filesystem elsewhere, and puts it in.
        func format(_ program: String, _ arguments: [String], at offset: Int) throws {
            try succeed("truncate", ["--size", "3M", folder("part")])
            try succeed(program, arguments + [folder("part")])
            try write(try folder.read("part"), at: offset)
        }

        func contents() throws -> Contents {
            ContentProbe.contents(try Descriptor.open(Path(path), .readOnly), size: UInt64(ContentProbeTests.size))
        }
    }

    @Test("nothing is found where there is nothing")
    func empty() throws {
        #expect(try Image(table: false).contents() == .found([]))
    }

    @Test("a table, and in its partitions a filesystem, swap, a locked volume and a member of a volume group")
    func partitions() throws {
        let image = try Image()
        let starts = (0..<4).map { (1 + 3 * $0) << 20 }
        try image.format("mkfs.ext2", ["-q", "-F", "-L", "office"], at: starts[0])
        try image.format("mkswap", ["-L", "memory"], at: starts[1])
        try image.write(luks, at: starts[2])
        try image.write(physicalVolume(group: "vg-office"), at: starts[3])
        let list = try image.contents().list
        #expect(list.map(\.type) == ["dos", "ext2", "swap", "crypto_LUKS", "LVM2_member"])
        #expect(list.map(\.usage) == [.partitionTable, .filesystem, .other, .encrypted, .member])
        #expect(list.map(\.label) == [nil, "office", "memory", nil, nil])
        #expect(list.map(\.group) == [nil, nil, nil, nil, "vg-office"])
        #expect(list.map(\.start) == [0] + starts.map { UInt64($0) })
        #expect(list.map(\.partition) == [nil, 1, 2, 3, 4])
        #expect(list[0].uuid == "12345678" && list[3].uuid == "8d9f1d9a-0c39-4d5e-9b55-6ea7f9a9a9a1")
        #expect(Contents.found(list).groups == ["vg-office"])
    }

    @Test("what is left of a former filesystem is shown beside what is there now")
    func remains() throws {
        let image = try Image(table: false)
        try image.format("mkfs.ext2", ["-q", "-F", "-L", "old"], at: 0)
        try image.write(luks, at: 0)
        #expect(Set(try image.contents().list.map(\.type)) == ["crypto_LUKS", "ext2"])
    }

    @Test("the name of a volume group is taken from sound metadata only")
    func volumeGroup() throws {
        let sound = physicalVolume(group: "vg0")
        var cases: [([UInt8], String?)] = [(sound, "vg0"), (physicalVolume(group: "a+b_c.d"), "a+b_c.d")]
        for offset in [512, 512 + 24, 4096 + 4, 4096 + 512] {
            var damaged = sound
            damaged[offset] ^= 0x80
            cases.append((damaged, nil))
        }
        cases.append((physicalVolume(group: String(repeating: "x", count: 128)), nil))
        cases.append((Array(sound.prefix(4096)), nil))
        cases.append(([], nil))
        #expect(cases.count == 9)
        for (bytes, name) in cases {
            let folder = try TemporaryFolder()
            let descriptor = try Descriptor.open(Path(try folder.write(bytes, to: "volume")), .readOnly)
            #expect(VolumeGroupName.read(descriptor, at: 0) == name)
        }
    }

    /// LUKS1: magic, version, and at 168 the UUID.
    private var luks: [UInt8] {
        var header = [UInt8](repeating: 0, count: 592)
        header.replaceSubrange(0..<8, with: [0x4C, 0x55, 0x4B, 0x53, 0xBA, 0xBE, 0, 1])
        header.replaceSubrange(168..<204, with: Array("8d9f1d9a-0c39-4d5e-9b55-6ea7f9a9a9a1".utf8))
        return header
    }

    /// A label in the second sector, and metadata at 4096; see ``VolumeGroupName``.
    private func physicalVolume(group: String) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 8192)
        func put(_ values: [UInt8], _ offset: Int) {
            bytes.replaceSubrange(offset..<offset + values.count, with: values)
        }
        func put(_ number: UInt64, _ count: Int, _ offset: Int) {
            put((0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }, offset)
        }
        put(Array("LABELONE".utf8), 512)
        put(1, 8, 520)
        put(32, 4, 532)
        put(Array("LVM2 001".utf8), 536)
        put(Array("abcdefghijklmnopqrstuvwxyz012345".utf8), 544)
        put(3 << 20, 8, 576)
        put(1 << 20, 8, 584)
        put(4096, 8, 616)
        put(4096, 8, 624)
        put(Array(" LVM2 x[5A%r0N*>".utf8), 4096 + 4)
        put(4096, 8, 4096 + 24)
        put(4096, 8, 4096 + 32)
        put(512, 8, 4096 + 40)
        put(Array("\(group) {\nid = \"x\"\n".utf8), 4096 + 512)
        put(UInt64(checksum(bytes[532..<1024])), 4, 528)
        return bytes
    }

    /// LVM's CRC-32: the usual polynomial, a beginning of its own, and no inversion.
    private func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0xF597_A6CF) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
        }
    }
}
