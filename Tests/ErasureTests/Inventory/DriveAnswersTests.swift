import SystemIO
import TestSupport
import Testing

@testable import Erasure

/// Drives that are asked themselves, through whatever stands in front of them.
struct DriveAnswersTests {
    /// A drive, or a bridge that spoils its answers. It counts what it is asked.
    private final class Drive: DriveQueries {
        var identities: [[UInt8]?]
        let smart: [UInt8]?
        let log: [UInt8]?
        private(set) var questions = 0

        init(identities: [[UInt8]?] = [], smart: [UInt8]? = nil, log: [UInt8]? = nil) {
            self.identities = identities
            self.smart = smart
            self.log = log
        }

        func identifyDevice() -> [UInt8]? {
            questions += 1
            return identities.isEmpty ? nil : identities.removeFirst()
        }

        func smartData() -> [UInt8]? {
            questions += 1
            return smart
        }

        func nvmeHealth() -> [UInt8]? {
            questions += 1
            return log
        }
    }

    private let identify = identifyDevice(serial: "S3Z9NB0K1234567", model: "ACME SSD", sectors: 1_000_000, rotation: 1)

    private func smart(_ attributes: [UInt8: UInt64]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 512)
        for (index, attribute) in attributes.sorted(by: { $0.key < $1.key }).enumerated() {
            let entry = 2 + 12 * index
            bytes[entry] = attribute.key
            for place in 0..<6 {
                bytes[entry + 5 + place] = UInt8(truncatingIfNeeded: attribute.value >> (8 * UInt64(place)))
            }
        }
        bytes[511] = 0 &- bytes.reduce(0, &+)
        return bytes
    }

    private func answers(_ drive: Drive, at place: String, removable: Bool = false) throws -> (DriveAnswers, Device) {
        let system = try SystemFixture()
        try system.disk(place, "8:16", sectors: 500_000)
        try system.write("pcie\n", to: "sys/devices/\(Place.nvme)/transport")
        let graph = try BlockGraph(system.roots)
        let node = try #require(graph[DeviceNumber(major: 8, minor: 16)])
        let answers = DriveAnswers(drive, Connection(node, system.roots), isRemovable: removable)
        return (answers, Device(node, graph, system.roots, answers))
    }

    private let bridge = "\(Place.usb)/6:0:0:0/block/sdb"

    @Test("a drive behind a bridge is told by its own answer: number, kind, capacity, counters")
    func behindBridge() throws {
        let counters = smart([5: 8, 9: 0x1_0000_1234, 187: 2, 194: 0x0037_000F_0029, 197: 1])
        let (_, device) = try answers(Drive(identities: [identify, identify], smart: counters), at: bridge)
        #expect(device.identity.serial == SerialNumber("S3Z9NB0K1234567", .ata) && device.kind == .ssd)
        #expect(device.ownCapacity == 512_000_000 && device.unreachable == 256_000_000)
        let expected = DriveCounters(reallocated: 8, pending: 1, uncorrected: 2, hours: 0x1234, temperature: 41)
        #expect(device.health.counters == expected && device.health.temperature == 41)
        let record = DeviceRecord(device, bootID: "boot")
        #expect(try DeviceRecord(record.encoded) == record)
    }

    @Test("an answer that changes, is damaged or does not come is none, and nothing more is asked")
    func spoiled() throws {
        let other = identifyDevice(serial: "OTHER123", model: "ACME SSD", sectors: 1_000_000)
        var damaged = identify
        damaged[20] ^= 1
        let cases: [([[UInt8]?], Int)] = [
            ([identify, other], 2), ([identify, nil], 2), ([nil], 1), ([damaged, damaged], 2),
        ]
        #expect(cases.count == 4)
        for (identities, questions) in cases {
            let drive = Drive(identities: identities, smart: smart([5: 1]))
            let (answers, device) = try answers(drive, at: bridge)
            #expect(answers.identity == nil && answers.counters == nil && drive.questions == questions)
            #expect(device.identity.serial == nil && device.kind == .unknown && device.ownCapacity == nil)
        }
    }

    @Test("a medium that can be taken out of a USB device, a virtual disk and a loop device are not asked")
    func unasked() throws {
        let virtual = "pci0000:00/0000:00:03.0/virtio0/host2/target2:0:0/2:0:0:0/block/sdb"
        for (place, removable) in [(bridge, true), (virtual, false), ("virtual/block/loop7", false)] {
            let drive = Drive(identities: [identify, identify])
            _ = try answers(drive, at: place, removable: removable)
            #expect(drive.questions == 0)
        }
    }

    @Test("an NVMe drive's log page: temperature in kelvins, wear, spare, errors, hours")
    func nvme() throws {
        var log = [UInt8](repeating: 0, count: 512)
        log.replaceSubrange(0..<6, with: [4, 0x3C, 0x01, 100, 10, 7])
        log[128] = 200
        log[160] = 3
        let (answers, _) = try answers(Drive(log: log), at: "\(Place.nvme)/nvme0n1")
        let expected = DriveCounters(
            reallocated: nil, pending: nil, uncorrected: 3, hours: 200, temperature: 43, wear: 7, spare: 100,
            warnings: 4)
        #expect(answers.counters == expected && answers.identity == nil)
        #expect(DriveCounters(nvme: [UInt8](repeating: 0, count: 512)) == nil && DriveCounters(nvme: []) == nil)
    }

    @Test("counters that do not add up are none")
    func sums() {
        var bytes = smart([5: 1])
        #expect(DriveCounters(smart: bytes)?.reallocated == 1)
        bytes[7] ^= 1
        #expect(DriveCounters(smart: bytes) == nil)
        #expect(DriveCounters(smart: [UInt8](repeating: 0, count: 512)) == nil && DriveCounters(smart: []) == nil)
    }
}
