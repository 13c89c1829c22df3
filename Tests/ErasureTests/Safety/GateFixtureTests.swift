import SystemIO
import TestSupport
import Testing

@testable import Erasure

/// Uses of a device that this kernel cannot make, as a kernel that can shows them. All of the disk sda with two partitions.
struct GateFixtureTests {
    private func system() throws -> SystemFixture {
        let system = try SystemFixture()
        try system.disk(Place.sata, "8:0")
        try system.partition("sda1", of: Place.sata, 1, "8:1")
        try system.partition("sda2", of: Place.sata, 2, "8:2")
        return system
    }

    /// A way to use the disk, and what the gate says then.
    struct Use: Sendable {
        let name: String
        let kind: Holding.Kind
        let part: String
        let holder: String
        let release: String?
        let make: @Sendable (SystemFixture) throws -> Void

        init(
            _ name: String, _ kind: Holding.Kind, _ part: String, by holder: String, _ release: String?,
            _ make: @escaping @Sendable (SystemFixture) throws -> Void
        ) {
            self.name = name
            self.kind = kind
            self.part = part
            self.holder = holder
            self.release = release
            self.make = make
        }
    }

    @Test("a disk that nobody uses is free, with its partitions")
    func free() throws {
        let verdict = try system().verdict("sda")
        #expect(verdict.permitsPlanning && !verdict.permitsWriting && verdict.gaps.isEmpty, "\(verdict)")
    }

    @Test("every use is refused, naming what holds the device and the command that frees it", arguments: uses)
    func refused(_ use: Use) throws {
        let system = try system()
        try use.make(system)
        let verdict = try system.verdict("sda")
        // Where the system's own paths are named, they begin with the test's folder.
        let isWhole = use.kind != .unknown && use.kind != .exported
        let found = verdict.holdings.first {
            $0.kind == use.kind && $0.device == use.part
                && (isWhole ? $0.holder == use.holder : $0.holder.contains(use.holder))
        }
        #expect(found != nil, "\(use.name): \(verdict)")
        #expect(found?.release?.line == use.release, "\(use.name)")
        #expect(!verdict.permitsPlanning && !verdict.permitsWriting)
    }

    @Test("the table has every use") func count() { #expect(Self.uses.count == 40) }

    static let uses: [Use] = stacked + mounts + others + unknowns

    private static let stacked: [Use] = [
        Use("LVM", .volumeGroup, "sda2", by: "my--group-data", "vgchange --activate n my-group") {
            try $0.stack("dm-0", "252:0", on: ["sda2"], ["dm/name": "my--group-data", "dm/uuid": "LVM-abc"])
        },
        Use("LUKS", .encryption, "sda2", by: "luks-x", "cryptsetup close luks-x") {
            try $0.stack("dm-0", "252:0", on: ["sda2"], ["dm/name": "luks-x", "dm/uuid": "CRYPT-LUKS2-abc"])
        },
        Use("LVM in LUKS", .volumeGroup, "dm-0", by: "vg-lv", "vgchange --activate n vg") {
            try $0.stack("dm-0", "252:0", on: ["sda2"], ["dm/name": "luks-x", "dm/uuid": "CRYPT-LUKS2-abc"])
            try $0.stack("dm-1", "252:1", on: ["dm-0"], ["dm/name": "vg-lv", "dm/uuid": "LVM-abc"])
        },
        Use("multipath", .multipath, "sda", by: "mpatha", "multipath -f mpatha") {
            try $0.stack("dm-0", "252:0", on: ["sda"], ["dm/name": "mpatha", "dm/uuid": "mpath-3500"])
        },
        Use("multipath through a sibling", .multipath, "sdz", by: "mpatha", "multipath -f mpatha") {
            let other = "pci0000:00/0000:00:18.0/ata2/host1/target1:0:0/1:0:0:0/block/sdz"
            try $0.disk(other, "65:144", ["device/wwid": "naa.5000c500a1b2c3d4"])
            try $0.write("naa.5000c500a1b2c3d4\n", to: "sys/devices/\(Place.sata)/device/wwid")
            try $0.stack("dm-0", "252:0", on: ["sdz"], ["dm/name": "mpatha", "dm/uuid": "mpath-3500"])
        },
        Use("device mapper", .stacked, "sda1", by: "linear", "dmsetup remove linear") {
            try $0.stack("dm-0", "252:0", on: ["sda1"], ["dm/name": "linear", "dm/uuid": ""])
        },
        Use("MD", .array, "sda1", by: "md127", "mdadm --stop /dev/md127") {
            try $0.stack("md127", "9:127", on: ["sda1"], ["md/level": "raid1"])
        },
        Use("bcache", .cache, "sda1", by: "bcache0", "sh -c 'echo 1 >/sys/block/bcache0/bcache/stop'") {
            try $0.stack("bcache0", "251:0", on: ["sda1"])
        },
        Use("bcache's cache", .cache, "sda1", by: "0b1c", "sh -c 'echo 1 >/sys/fs/bcache/0b1c/stop'") {
            try $0.link("sys/devices/\(Place.sata)/sda1/bcache/set", to: "../../../../../fs/bcache/0b1c")
        },
        Use("DRBD", .stacked, "sda1", by: "drbd0", nil) { try $0.stack("drbd0", "147:0", on: ["sda1"]) },
        Use("a loop device over a partition", .loop, "sda1", by: "loop3", "losetup --detach /dev/loop3") {
            let backing = LoopBacking(
                device: DeviceNumber(major: 0, minor: 6), inode: 3, blockDevice: DeviceNumber(major: 8, minor: 1))
            try $0.loop("loop3", "7:3", backing)
        },
        Use("a mount on a loop device over a partition", .mounted, "loop3", by: "/x", "umount /x") {
            let backing = LoopBacking(
                device: DeviceNumber(major: 0, minor: 6), inode: 3, blockDevice: DeviceNumber(major: 8, minor: 1))
            try $0.loop("loop3", "7:3", backing)
            try $0.mounts("36 22 7:3 / /x rw - ext4 /dev/loop3 rw")
        },
        Use("a loop device over a volume on it", .loop, "dm-0", by: "loop3", "losetup --detach /dev/loop3") {
            try $0.stack("dm-0", "252:0", on: ["sda2"], ["dm/name": "vg-lv", "dm/uuid": "LVM-abc"])
            let backing = LoopBacking(
                device: DeviceNumber(major: 0, minor: 6), inode: 3, blockDevice: DeviceNumber(major: 252, minor: 0))
            try $0.loop("loop3", "7:3", backing)
        },
        Use("ZFS", .pool, "sda1", by: "tank", "zpool export tank") {
            try $0.makeFolder("proc/spl/kstat/zfs/tank")
            try $0.write("E:ID_FS_TYPE=zfs_member\nE:ID_FS_LABEL=tank\n", to: "udev/b8:1")
        },
    ]

    private static let mounts: [Use] = [
        Use("a mount", .mounted, "sda1", by: "/srv/a b", "umount '/srv/a b'") {
            try $0.mounts(#"36 22 8:1 / /srv/a\040b rw shared:1 - ext4 /dev/sda1 rw"#)
        },
        Use("a user's mount", .mounted, "sda1", by: "/run/media/u/X", "udisksctl unmount --block-device /dev/sda1") {
            try $0.mounts("36 22 8:1 / /run/media/u/X rw shared:1 - vfat /dev/sda1 rw")
        },
        Use("a mount on what lies above", .mounted, "dm-0", by: "/srv", "umount /srv") {
            try $0.stack("dm-0", "252:0", on: ["sda2"], ["dm/name": "vg-lv", "dm/uuid": "LVM-abc"])
            try $0.mounts("36 22 252:0 / /srv rw - xfs /dev/mapper/vg-lv rw")
        },
        Use("root under device mapper", .system, "dm-0", by: "/", nil) {
            try $0.stack("dm-0", "252:0", on: ["sda2"], ["dm/name": "luks-root", "dm/uuid": "CRYPT-LUKS2-abc"])
            try $0.mounts("22 1 252:0 / / rw - ext4 /dev/mapper/luks-root rw")
        },
        Use("the boot loader's partition", .system, "sda1", by: "/boot/efi", nil) {
            try $0.mounts("36 22 8:1 / /boot/efi rw - vfat /dev/sda1 rw")
        },
        Use("another namespace", .mounted, "sda1", by: "/x", "nsenter --mount --target 4711 -- umount /x") {
            try $0.process(
                "4711", name: "container", mounts: ["36 22 8:1 / /x rw - ext4 /dev/sda1 rw"], namespace: "mnt:[2]")
        },
        Use("btrfs, which has a number of its own", .mounted, "sda1", by: "/srv", "umount /srv") {
            try $0.mounts("36 22 0:44 / /srv rw - btrfs /dev/sda1 rw,subvol=/")
        },
        Use("btrfs by its second device", .mounted, "sda1", by: "/srv", "umount /srv") {
            try $0.disk("virtual/block/sdq", "65:0")
            for name in ["sda1", "sdq"] { try $0.makeFolder("sys/fs/btrfs/1234/devices/\(name)") }
            try $0.mounts("36 22 0:44 / /srv rw - btrfs /dev/sdq rw,subvol=/")
        },
        Use("btrfs that nobody sees", .pool, "sda1", by: "btrfs", nil) {
            try $0.makeFolder("sys/fs/btrfs/1234/devices/sda1")
        },
        Use("a journal on a device of its own", .mounted, "sda2", by: "/srv", "umount /srv") {
            try $0.disk("virtual/block/sdq", "65:0")
            try $0.mounts("36 22 65:0 / /srv rw - xfs /dev/sdq rw,logdev=/dev/sda2")
        },
        Use("a mount by a link to the node", .mounted, "sda2", by: "/srv", "umount /srv") {
            try $0.link("dev/mapper/home", to: "../sda2")
            try $0.mounts("36 22 0:50 / /srv rw - fuse.x /dev/mapper/home rw")
        },
    ]

    private static let others: [Use] = [
        Use("swap", .swap, "sda2", by: "/dev/sda2", "swapoff /dev/sda2") {
            try $0.write("Filename Type\n/dev/sda2 partition 1024 0 -2\n", to: "proc/swaps")
        },
        Use("a process", .process, "sda1", by: "qemu", "kill 4711") {
            try $0.process("4711", name: "qemu", files: ["/dev/null", "/dev/sda1"])
        },
        Use("a process that mapped it", .process, "sda", by: "reader", "kill 4711") {
            try $0.process("4711", name: "reader", maps: "7f00-7f01 r--s 00000000 00:06 341 /dev/sda\n")
        },
        Use("a process by the SCSI generic device", .process, "sda", by: "passthrough", "kill 4711") {
            // Any character device that is there stands for it.
            try $0.write("1:3\n", to: "sys/devices/\(Place.sata)/device/scsi_generic/sg0/dev")
            try $0.process("4711", name: "passthrough", files: ["/dev/null"])
        },
        Use("a thread with files of its own", .process, "sda1", by: "runtime", "kill 4711") {
            try $0.process("4711", name: "runtime", files: ["/dev/null"])
            try $0.process("4711/task/4712", name: "runtime", files: ["/dev/sda1"])
        },
        Use("a thread in another namespace", .mounted, "sda1", by: "/x", "nsenter --mount --target 4712 -- umount /x") {
            try $0.process("4711", name: "runtime")
            let mounts = ["36 22 8:1 / /x rw - ext4 /dev/sda1 rw"]
            try $0.process("4711/task/4712", name: "runtime", mounts: mounts, namespace: "mnt:[2]")
        },
        Use("a network", .network, "sda", by: "iSCSI", "iscsiadm --mode session --sid 3 --logout") {
            try $0.replaceDisk("platform/host9/session3/target9:0:0/9:0:0:0/block/sda")
        },
        Use("Fibre Channel", .network, "sda", by: "Fibre Channel", "sh -c 'echo 1 >/sys/class/block/sda/device/delete'")
        {
            try $0.replaceDisk("pci0000:00/host9/rport-9:0-1/target9:0:0/9:0:0:0/block/sda")
        },
        Use("nvmet", .exported, "sda1", by: "namespaces/1", nil) {
            try $0.write("/dev/sda1\n", to: "sys/kernel/config/nvmet/subsystems/s/namespaces/1/device_path")
        },
        Use("a USB gadget", .exported, "sda", by: "lun.0", nil) {
            let function = "sys/kernel/config/usb_gadget/g/functions/mass_storage.0"
            try $0.write("/dev/sda\n", to: "\(function)/lun.0/file")
        },
    ]

    private static let unknowns: [Use] = [
        Use("mounts that are not understood", .unknown, "sda", by: "a mount is not understood", nil) {
            try $0.mounts("36 22 nonsense")
        },
        Use("swaps that are not understood", .unknown, "sda", by: "a swap area is not understood", nil) {
            try $0.write("Filename Type\nnonsense\n", to: "proc/swaps")
        },
        Use("mounts that cannot be read", .unknown, "sda", by: "mountinfo", nil) {
            try $0.remove("proc/self/mountinfo")
        },
        Use("a swap file that cannot be found", .unknown, "sda", by: "/gone/swap", nil) {
            try $0.write("Filename Type\n/gone/swap file 1024 0 -2\n", to: "proc/swaps")
        },
        Use("no processes that can be listed", .unknown, "sda", by: "proc", nil) { try $0.remove("proc") },
    ]
}
