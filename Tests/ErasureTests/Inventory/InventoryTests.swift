import SystemIO
import TestSupport
import Testing

@testable import Erasure

/// Devices that nobody here has, as their kernels show them.
struct InventoryTests {
    @Test("a SATA drive: its own serial number, model, worldwide name and rate of rotation")
    func sata() throws {
        let system = try SystemFixture()
        try system.disk(
            Place.sata, "8:0", sectors: 1_000_000, ["device/vendor": "ATA     ", "device/model": "ACME DISK"])
        let home = "sys/devices/\(Place.sata)/device"
        let identify = identifyDevice(serial: "WD-WX12A34B5678", model: "ACME DISK 500", sectors: 1_000_000)
        try system.write(page89(identify), to: "\(home)/vpd_pg89")
        let device = try system.device("sda")
        #expect(device.kind == .hdd && device.connection.bus == .ata && device.connection.place == nil)
        #expect(device.identity.serial == SerialNumber("WD-WX12A34B5678", .ata))
        #expect(device.identity.serial?.isStrong == true)
        #expect(device.identity.model == "ACME DISK 500" && device.identity.firmware == "FW01")
        #expect(device.identity.worldwideName == "naa.5000c500a1b2c3d4")
        #expect(device.identity.size == 512_000_000 && device.unreachable == 0)
        #expect(device.sectorSize == 512 && device.physicalSectorSize == 4096 && device.zoning == .none)
        #expect(try system.verdict("sda").permitsPlanning)
        let confirmation = Confirmation(device, among: [device])
        #expect(confirmation.kind == .serial && confirmation.accepts(["WD-WX12A34B5678"]))
        #expect(!confirmation.accepts(["wd-wx12a34b5678"]) && !confirmation.accepts([]))
    }

    @Test("a SATA drive without pages: what udev remembers of it is hearsay")
    func remembered() throws {
        let system = try SystemFixture()
        try system.disk(Place.sata, "8:0")
        try system.write("E:ID_BUS=ata\nE:ID_SERIAL_SHORT=WX12A34B5678\n", to: "udev/b8:0")
        let serial = try system.device("sda").identity.serial
        #expect(serial?.value == "WX12A34B5678" && serial?.source == .udev && serial?.weaknesses == [.hearsay])
    }

    @Test("a SATA drive behind a USB bridge that lies: the drive's own number is taken, and its own capacity compared")
    func lyingBridge() throws {
        let system = try SystemFixture()
        let place = "\(Place.usb)/6:0:0:0/block/sdb"
        try system.disk(place, "8:16", sectors: 500_000, ["device/model": "USB3.0 Bridge"])
        try system.write(page80("123456789012"), to: "sys/devices/\(place)/device/vpd_pg80")
        var device = try system.device("sdb")
        #expect(device.identity.serial?.source == .bridge)
        #expect(device.identity.serial?.weaknesses == [.bridge, .filler])
        #expect(device.kind == .unknown, "a box that says it rotates may hold flash")
        let identify = identifyDevice(serial: "S3Z9NB0K1234567", model: "ACME SSD", sectors: 1_000_000, rotation: 1)
        try system.write(page89(identify), to: "sys/devices/\(place)/device/vpd_pg89")
        device = try system.device("sdb")
        #expect(device.identity.serial == SerialNumber("S3Z9NB0K1234567", .ata) && device.kind == .ssd)
        #expect(device.ownCapacity == 512_000_000 && device.unreachable == 256_000_000)
        #expect(device.connection.bus == .usb && device.identity.place == "1-2.3:0")
    }

    @Test("a USB stick has its descriptor's serial number, which is the electronics', and its port")
    func stick() throws {
        let system = try SystemFixture()
        try system.disk(
            "\(Place.usb)/6:0:0:0/block/sdb", "8:16",
            ["removable": "1", "device/vendor": "ACME", "device/model": "Flash Stick"])
        let usb = "sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2.3"
        for (name, value) in ["serial": "4C530001230605117164", "idVendor": "0781", "idProduct": "5581"] {
            try system.write(value + "\n", to: "\(usb)/\(name)")
        }
        try system.link("\(usb)/1-2.3:1.0/driver", to: "../../../../bus/usb/drivers/uas")
        let device = try system.device("sdb")
        #expect(device.kind == .usbStick && device.isRemovable && device.connection.usb?.driver == "uas")
        #expect(device.connection.usb?.identifier == "0781:5581" && device.connection.usb?.port == "1-2.3")
        #expect(device.identity.serial?.source == .usb && device.identity.serial?.weaknesses == [.bridge])
        let confirmation = Confirmation(device, among: [device])
        #expect(confirmation.kind == .place && confirmation.text == "1-2.3:0")
    }

    @Test("a card reader: one serial number over several units, so that port and unit have to be named")
    func reader() throws {
        let system = try SystemFixture()
        for (unit, name) in [(0, "sdb"), (1, "sdc")] {
            let place = "\(Place.usb)/6:0:0:\(unit)/block/\(name)"
            let sectors = unit == 0 ? 1_000_000 : 0
            try system.disk(
                place, "8:\(16 * (unit + 1))", sectors: sectors, ["removable": "1", "device/model": "Multi-Card"])
        }
        try system.write("058F63666485\n", to: "sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2.3/serial")
        let devices = try system.devices()
        #expect(devices.map(\.name) == ["sdb", "sdc"] && devices.allSatisfy { $0.kind == .sd })
        #expect(devices.allSatisfy { $0.identity.serial?.weaknesses == [.bridge, .shared] })
        #expect(devices.map { Confirmation($0, among: devices).text } == ["1-2.3:0", "1-2.3:1"])
        #expect(devices[0].companions == [Companion(kind: .unit, name: "sdc")])
        #expect(try system.verdict("sdc").obstacles == [.noMedium])
        #expect(try system.verdict("sdb").permitsPlanning)
    }

    @Test("an NVMe drive with two namespaces: one serial number, told apart by their worldwide names")
    func namespaces() throws {
        let system = try SystemFixture()
        try system.write("S4EWNX0R123456\n", to: "sys/devices/\(Place.nvme)/serial")
        try system.write("nqn.2014.08.org.nvmexpress:acme\n", to: "sys/devices/\(Place.nvme)/subsysnqn")
        try system.write("ACME NVMe 1TB\n", to: "sys/devices/\(Place.nvme)/model")
        try system.write("pcie\n", to: "sys/devices/\(Place.nvme)/transport")
        try system.write("41850\n", to: "sys/devices/\(Place.nvme)/hwmon3/temp1_input")
        for index in 1...2 {
            let name = "eui.000000000000000\(index)"
            try system.disk("\(Place.nvme)/nvme0n\(index)", "259:\(index)", ["wwid": name, "queue/rotational": "0"])
        }
        let devices = try system.devices()
        #expect(devices.map(\.name) == ["nvme0n1", "nvme0n2"] && devices.allSatisfy { $0.kind == .nvme })
        #expect(
            devices.allSatisfy { $0.identity.serial?.source == .nvme && $0.identity.serial?.weaknesses == [.shared] })
        #expect(devices[0].companions == [Companion(kind: .namespace, name: "nvme0n2")])
        #expect(devices[0].health.temperature == 41.85)
        #expect(Confirmation(devices[1], among: devices).text == "eui.0000000000000002")
        #expect(try system.verdict("nvme0n1").permitsPlanning)
    }

    @Test("a path that the kernel hides behind one NVMe device is not shown, and cannot be erased")
    func hiddenPath() throws {
        let system = try SystemFixture()
        try system.write("pcie\n", to: "sys/devices/\(Place.nvme)/transport")
        try system.disk("\(Place.nvme)/nvme0c0n1", "259:7", ["hidden": "1"])
        #expect(try system.devices().isEmpty)
        #expect(try system.verdict("nvme0c0n1").obstacles == [.hidden])
    }

    @Test("an eMMC: boot partitions and the replay-protected block belong to it, and its wear is shown")
    func card() throws {
        let system = try SystemFixture()
        let place = "\(Place.mmc)/mmcblk0"
        let attributes = [
            "device/type": "MMC", "device/name": "ACMEMC", "device/serial": "0x3a5c8e11",
            "device/fwrev": "0x0500000000000000",
            "device/life_time": "0x02 0x03", "device/pre_eol_info": "0x01",
        ]
        try system.disk(place, "179:0", attributes)
        for (index, part) in ["boot0", "boot1"].enumerated() {
            try system.disk("\(place)\(part)", "179:\(8 * index + 8)")
        }
        try system.makeFolder("sys/bus/mmc_rpmb/devices/mmcblk0rpmb")
        let devices = try system.devices()
        #expect(devices.map(\.name) == ["mmcblk0"])
        let device = try #require(devices.first)
        #expect(device.kind == .emmc && device.identity.model == "ACMEMC")
        #expect(device.identity.serial?.value == "0x3a5c8e11" && device.identity.serial?.isStrong == true)
        #expect(device.companions.map(\.kind) == [.bootPartition, .bootPartition, .replayProtected])
        #expect(device.health.wear == 30 && device.health.isNearEnd == false)
    }

    @Test("an SD card in a slot of its own")
    func sdCard() throws {
        let system = try SystemFixture()
        try system.disk("\(Place.mmc)/mmcblk0", "179:0", ["device/type": "SD", "device/serial": "0x00000001"])
        let device = try system.device("mmcblk0")
        #expect(device.kind == .sd && device.identity.serial?.weaknesses == [.filler])
    }

    @Test("what a page claims of a drive is nothing where a machine made the drive up")
    func madeUp() throws {
        let system = try SystemFixture()
        let place = "pseudo_0/adapter0/host5/target5:0:0/5:0:0:0/block/sdc"
        try system.disk(place, "8:32")
        let identify = identifyDevice(serial: "XXXXXXXX", model: "ST380013AS", sectors: 156_301_488)
        try system.write(page89(identify), to: "sys/devices/\(place)/device/vpd_pg89")
        let device = try system.device("sdc")
        #expect(device.ownCapacity == nil && device.identity.serial == nil && device.kind == .virtual)
    }

    @Test("other media by their places and names")
    func kinds() throws {
        let sas = "pci0000:00/0000:03:00.0/host1/port-1:0/end_device-1:0/target1:0:0/1:0:0:0/block/sda"
        let virtioSCSI = "pci0000:00/0000:00:03.0/virtio0/host2/target2:0:0/2:0:0:0/block/sda"
        let cases: [(String, Connection.Bus, MediaKind)] = [
            (sas, .sas, .hdd), (virtioSCSI, .scsi, .virtual),
            ("pci0000:00/0000:00:02.0/virtio1/block/vda", .virtio, .virtual),
            ("virtual/block/nullb0", .none, .virtual), ("virtual/block/loop7", .none, .loop),
            ("platform/host9/session3/target9:0:0/9:0:0:0/block/sda", .network, .network),
            ("virtual/block/nbd3", .network, .network),
        ]
        #expect(cases.count == 7)
        for (place, bus, kind) in cases {
            let system = try SystemFixture()
            try system.disk(place, "8:0")
            let device = try #require(try system.devices().first)
            #expect(device.connection.bus == bus && device.kind == kind, "\(place)")
        }
    }
}
