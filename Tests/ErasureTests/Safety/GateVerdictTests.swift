import Glibc
import SystemIO
import TestSupport
import Testing

@testable import Erasure

/// What else the gate says: what a device is, what could not be seen, whose files lie where.
struct GateVerdictTests {
    private func system() throws -> SystemFixture {
        let system = try SystemFixture()
        try system.disk(Place.sata, "8:0")
        try system.partition("sda1", of: Place.sata, 1, "8:1")
        return system
    }

    @Test("devices that cannot be erased, whoever uses them")
    func obstacles() throws {
        let cases: [(String, [String: String], Obstacle)] = [
            (Place.sata, ["ro": "1"], .writeProtected), (Place.sata, ["size": "0"], .noMedium),
            (Place.sata, ["queue/zoned": "host-managed"], .hostManagedZones),
            ("virtual/block/dm-0", ["dm/name": "x", "dm/uuid": "LVM-x"], .stacked),
            ("virtual/block/md0", ["md/level": "raid1"], .stacked), ("virtual/block/zram0", [:], .memory),
            (Place.sata, ["hidden": "1"], .hidden), ("virtual/block/zd16", [:], .stacked),
            ("pci0000:00/0000:00:17.0/ata2/host1/target1:0:0/1:0:0:0/block/sr0", ["device/type": "5"], .notDisk),
        ]
        #expect(cases.count == 9)
        for (place, attributes, obstacle) in cases {
            let system = try SystemFixture()
            try system.disk(place, "8:0", attributes)
            let verdict = try system.verdict(place.split(separator: "/").last.map(String.init) ?? "")
            #expect(verdict.obstacles == [obstacle] && verdict.holdings.isEmpty && !verdict.permitsPlanning)
        }
        #expect(try system().verdict("sda1").obstacles == [.partition])
        let zoned = try SystemFixture()
        try zoned.disk(Place.sata, "8:0", ["queue/zoned": "host-aware"])
        #expect(try zoned.verdict("sda").permitsPlanning)
    }

    @Test("a partition of a disk in use is refused for what the disk is used for")
    func partitionOfDiskInUse() throws {
        let system = try system()
        try system.partition("sda2", of: Place.sata, 2, "8:2")
        try system.mounts("36 22 8:2 / /srv rw - ext4 /dev/sda2 rw")
        #expect(try system.verdict("sda1").holdings.map(\.device) == ["sda2"])
    }

    @Test("two loop devices over one file: each is in the other's way, and a third over another file in nobody's")
    func loopsOverOneFile() throws {
        let system = try SystemFixture()
        let filesystem = DeviceNumber(major: 8, minor: 1)
        for (index, inode) in [(0, UInt64(12)), (1, 12), (2, 13)] {
            try system.loop(
                "loop\(index)", "7:\(index)", LoopBacking(device: filesystem, inode: inode, blockDevice: nil))
        }
        #expect(try system.verdict("loop0").holdings.map(\.holder) == ["loop1"])
        #expect(try system.verdict("loop1").holdings.map(\.holder) == ["loop0"])
        #expect(try system.verdict("loop2").permitsPlanning)
    }

    @Test("a loop device over a partition that is mounted is in use, and one over a free partition of that disk is not")
    func loopBelow() throws {
        let system = try system()
        try system.partition("sda2", of: Place.sata, 2, "8:2")
        try system.mounts("36 22 8:2 / /srv rw - ext4 /dev/sda2 rw")
        let nodes = DeviceNumber(major: 0, minor: 6)
        for index in 1...2 {
            let backing = LoopBacking(
                device: nodes, inode: UInt64(index), blockDevice: DeviceNumber(major: 8, minor: UInt32(index)))
            try system.loop("loop\(index)", "7:\(index)", backing)
        }
        #expect(try system.verdict("loop1").permitsPlanning)
        #expect(try system.verdict("loop2").holdings.map(\.kind) == [.mounted])
        #expect(Set(try system.verdict("sda").holdings.map(\.kind)) == [.mounted, .loop])
    }

    @Test("processes that cannot be looked into are named; alone, they are no reason to refuse a plan")
    func gaps() throws {
        let system = try system()
        try system.remove("proc/self/ns/pid")
        try system.link("proc/self/ns/pid", to: "pid:[4026532000]")
        // What root may not see cannot be made here; a file that is no folder fails as well.
        try system.remove("proc/1/fd")
        try system.link("proc/1/fd", to: "fd")
        let verdict = try system.verdict("sda")
        #expect(verdict.gaps == [.otherNamespaces, .process(1, "init")])
        #expect(verdict.permitsPlanning && !verdict.permitsWriting)
    }

    @Test("the device that carries the state folder or the output is refused, by whatever filesystem")
    func ownFiles() throws {
        let folder = try TemporaryFolder()
        let home = DeviceNumber(try Path(folder.path).metadata().identity.device)
        let system = try system()
        try system.partition("sda2", of: Place.sata, 2, "\(home)")
        let verdict = try system.verdict("sda", protecting: [folder.path])
        let found = verdict.holdings.filter { $0.kind == .ownFiles && $0.holder == folder.path }
        #expect(found.map(\.device) == ["sda2"])
        #expect(try system.verdict("sda", protecting: [folder("absent")]).holdings.contains { $0.kind == .unknown })
    }

    @Test("commands are quoted so that a shell takes them as they are meant")
    func quoting() {
        let cases: [([String], String)] = [
            (["umount", "/srv"], "umount /srv"), (["umount", "/a b"], "umount '/a b'"),
            (["umount", "/it's"], #"umount '/it'\''s'"#), (["umount", ""], "umount ''"),
            (["umount", "/$(reboot)"], "umount '/$(reboot)'"), (["umount", "/é"], "umount '/é'"),
        ]
        #expect(cases.count == 6)
        for (words, line) in cases { #expect(ReleaseCommand(words[0], words[1]).line == line) }
    }

    @Test("the group in the name of a logical volume, where hyphens of names are doubled")
    func volumeGroups() {
        let cases = ["vg-lv": "vg", "my--vg-my--lv": "my-vg", "a----b-c": "a--b", "plain": "plain", "": ""]
        #expect(cases.count == 5)
        for (name, group) in cases { #expect(StackScan.volumeGroup(name) == group) }
    }
}
