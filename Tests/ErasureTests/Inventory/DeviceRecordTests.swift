import DER
import SystemIO
import TestSupport
import Testing

@testable import Erasure

/// What is recorded of a device, and when another is taken for it.
struct DeviceRecordTests {
    private static let place = "\(Place.usb)/6:0:0:0/block/sdb"

    /// A stick, with everything that a test may change.
    private func stick(
        serial: String = "4C530001230605117164", sectors: Int = 1_000_000, sequence: Int = 9,
        port: String = Self.place, model: String = "Flash Stick"
    ) throws -> Device {
        let system = try SystemFixture()
        try system.disk(
            port, "8:16", sectors: sectors, ["removable": "1", "device/model": model, "diskseq": "\(sequence)"])
        let usb = port.components(to: "6:0:0:0", dropping: 3)
        try system.write(serial + "\n", to: "sys/devices/\(usb)/serial")
        return try system.device("sdb")
    }

    private func eMMC() throws -> Device {
        let system = try SystemFixture()
        let attributes = [
            "device/type": "MMC", "device/name": "ACMEMC", "device/serial": "0x3a5c8e11",
            "device/life_time": "0x02 0x03",
            "device/pre_eol_info": "0x01", "device/ioerr_cnt": "0x2",
        ]
        try system.disk("\(Place.mmc)/mmcblk0", "179:0", attributes)
        try system.disk("\(Place.mmc)/mmcblk0boot0", "179:8")
        var device = try system.device("mmcblk0")
        device.contents = .found([
            Content(
                usage: .member, type: "LVM2_member", label: nil, uuid: "x", group: "vg0", start: 0, length: 512,
                partition: 1),
            Content(
                usage: .filesystem, type: "ext4", label: "office", uuid: "y", group: nil, start: 512, length: 512,
                partition: 2),
        ])
        return device
    }

    @Test("a record is read back as it was written, and has one encoding")
    func roundTrip() throws {
        for device in [try stick(), try eMMC()] {
            let record = DeviceRecord(device, bootID: "boot")
            #expect(try DeviceRecord(record.encoded) == record)
            #expect(try DeviceRecord(record.encoded).encoded == record.encoded)
        }
        let record = DeviceRecord(try eMMC(), bootID: "boot")
        #expect(record.contents == ["LVM2_member", "ext4 office"] && record.groups == ["vg0"])
        #expect(record.health == DeviceHealth(temperature: nil, wear: 30, isNearEnd: false, errors: 2))
        #expect(DeviceRecord(try stick(), bootID: "boot").contents == nil)
    }

    @Test("every record that is cut short is refused, and so is one with more behind it")
    func truncated() throws {
        let bytes = DeviceRecord(try eMMC(), bootID: "boot").encoded
        for count in bytes.indices {
            #expect(throws: DERError.self) { try DeviceRecord(Array(bytes.prefix(count))) }
        }
        #expect(throws: DERError.self) { try DeviceRecord(bytes + [0]) }
    }

    @Test("a planned device is the same only if nothing was exchanged, plugged in anew or started anew")
    func planned() throws {
        let planned = DeviceRecord(try stick(), bootID: "boot")
        let other = "pci0000:00/0000:00:14.0/usb1/1-4/1-4:1.0/host6/target6:0:0/6:0:0:0/block/sdb"
        let cases: [(Device, String, [DeviceIdentity.Difference])] = [
            (try stick(), "boot", []), (try stick(), "next", [.start]), (try stick(sequence: 10), "boot", [.sequence]),
            (try stick(serial: "4C530001230605117165"), "boot", [.serial]),
            (try stick(sectors: 999_999), "boot", [.size]), (try stick(model: "Other"), "boot", [.model]),
            (try stick(sequence: 10, port: other), "boot", [.place, .sequence]),
        ]
        #expect(cases.count == 7)
        for (device, bootID, differences) in cases {
            #expect(planned.differences(from: device, bootID: bootID) == differences)
        }
    }

    @Test("a run may be resumed on another machine and port, with the same device")
    func resumed() throws {
        let recorded = DeviceRecord(try stick(), bootID: "boot")
        let other = "pci0000:00/0000:00:14.0/usb1/1-4/1-4:1.0/host6/target6:0:0/6:0:0:0/block/sdb"
        #expect(recorded.differencesAtResumption(from: try stick(sequence: 77, port: other)) == [])
        #expect(recorded.differencesAtResumption(from: try stick(serial: "4C530001230605117165")) == [.serial])
        #expect(recorded.differencesAtResumption(from: try stick(sectors: 999_999)) == [.size])
    }

    @Test("serial numbers that do not mean one device for sure")
    func weaknesses() {
        let cases: [(String, SerialNumber.Source, [SerialNumber.Weakness])] = [
            ("WD-WX12A34B5678", .ata, []), ("S4EWNX0R123456", .nvme, []), ("0x3a5c8e11", .card, []),
            ("4C530001230605117164", .usb, [.bridge]), ("A1B2C3", .usb, [.bridge, .short]), ("AB1", .scsi, [.short]),
            ("00000000", .ata, [.filler]), ("000000000001", .ata, [.filler]),
            ("0123456789ABCDEF", .usb, [.bridge, .filler]),
            ("12345678", .scsi, [.filler]), ("0x00000000", .card, [.filler]), ("drive-1", .virtual, [.chosen]),
            ("WX12A34B5678", .udev, [.hearsay]), ("0123456789AB", .bridge, [.bridge, .filler]),
        ]
        #expect(cases.count == 14)
        for (value, source, weaknesses) in cases {
            #expect(SerialNumber(value, source).weaknesses == weaknesses, "\(value)")
        }
    }

    @Test("an answer to IDENTIFY DEVICE that is damaged, or no drive's, tells nothing")
    func identify() {
        let sound = identifyDevice(serial: "SN123456", model: "M", sectors: 1 << 33, rotation: 1)
        let drive = ATAIdentity(sound)
        #expect(drive?.serial == "SN123456" && drive?.capacity == 1 << 42 && drive?.rotation == 1)
        for offset in [0, 20, 60, 200, 216, 509] {
            var damaged = sound
            damaged[offset] ^= 1
            #expect(ATAIdentity(damaged) == nil)
        }
        #expect(ATAIdentity([]) == nil && ATAIdentity([UInt8](repeating: 0, count: 512)) == nil)
        #expect(ATAIdentity(page89: page89(sound)) == drive)
        #expect(ATAIdentity(page89: Array(page89(sound).dropLast())) == nil)
    }
}

extension String {
    /// The path up to a component, and without some before it.
    fileprivate func components(to component: String, dropping count: Int) -> String {
        split(separator: "/").prefix { $0 != component }.dropLast(count).joined(separator: "/")
    }
}
