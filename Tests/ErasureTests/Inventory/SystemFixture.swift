import Foundation
import SystemIO
import TestSupport

@testable import Erasure

/// A tree that shows a system as sysfs, proc and udev do, for hardware that nobody here has. A test writes what it needs.
final class SystemFixture {
    let folder: TemporaryFolder
    private var backings: [String: LoopBacking] = [:]

    init() throws {
        folder = try TemporaryFolder()
        for name in ["sys/class/block", "proc", "dev", "udev"] { try makeFolder(name) }
        try write("Filename\tType\tSize\tUsed\tPriority\n", to: "proc/swaps")
        try process("self", name: "fubako-erase", mounts: ["22 1 0:5 / /proc rw - proc proc rw"])
        try link("proc/self/ns/pid", to: "pid:[4026531836]")
        try process("1", name: "init", mounts: ["22 1 0:5 / /proc rw - proc proc rw"])
    }

    var roots: SystemRoots {
        func path(_ name: String) -> Path { Path(folder(name)) }
        let backings = backings
        return SystemRoots(sys: path("sys"), proc: path("proc"), dev: path("dev"), udev: path("udev")) {
            (node) throws(SystemError) in backings[String(decoding: node.name, as: UTF8.self)]
        }
    }

    func devices() throws -> [Device] { try Inventory(roots: roots).devices(withContents: false) }

    func device(_ name: String) throws -> Device {
        guard let device = try devices().first(where: { $0.name == name }) else {
            throw TestSupportError("no \(name) in \(try devices().map(\.name))")
        }
        return device
    }

    /// What the gate says of a device.
    func verdict(_ name: String, protecting: [String] = []) throws -> SafetyVerdict {
        let text = String(decoding: try folder.read("sys/class/block/\(name)/dev"), as: UTF8.self)
        guard let number = DeviceNumber(text.trimmed) else { throw TestSupportError("no number of \(name)") }
        return try SafetyGate(protecting: protecting.map { Path($0) }, roots: roots).judge(number)
    }

    // MARK: Files

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: folder(name), withIntermediateDirectories: true)
    }

    func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

    func write(_ bytes: [UInt8], to name: String) throws {
        try makeFolder(String(name.prefix(upTo: name.lastIndex(of: "/") ?? name.startIndex)))
        try folder.write(bytes, to: name)
    }

    func link(_ name: String, to target: String) throws {
        try makeFolder(String(name.prefix(upTo: name.lastIndex(of: "/") ?? name.startIndex)))
        try FileManager.default.createSymbolicLink(atPath: folder(name), withDestinationPath: target)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder(name)) }

    // MARK: Devices

    /// One disk in the place of all devices.
    func replaceDisk(_ place: String) throws {
        for name in ["sys/class/block", "sys/devices"] { try remove(name) }
        try disk(place, "8:0")
    }

    /// A disk of a million sectors.
    /// - Parameters:
    ///   - place: its folder below sys/devices, the last component its name.
    ///   - attributes: more of them; those below "device/" are of the device that the disk is of.
    func disk(_ place: String, _ number: String, sectors: Int = 1_000_000, _ attributes: [String: String] = [:]) throws
    {
        let name = place.split(separator: "/").last.map(String.init) ?? ""
        let home = "sys/devices/" + place
        let ups = place.hasSuffix("/block/\(name)") ? "../.." : ".."
        try makeFolder(home)
        if !place.hasPrefix("virtual/block") { try link("\(home)/device", to: ups) }
        try link("sys/class/block/\(name)", to: "../../devices/\(place)")
        let basic = [
            "dev": number, "size": "\(sectors)", "ro": "0", "removable": "0", "hidden": "0",
            "diskseq": "\(number.count)",
            "queue/logical_block_size": "512", "queue/physical_block_size": "4096", "queue/rotational": "1",
            "queue/zoned": "none",
        ]
        for (key, value) in basic.merging(attributes, uniquingKeysWith: { _, new in new }) {
            try write(value + "\n", to: "\(home)/\(key)")
        }
        try write("", to: "dev/\(name)")
    }

    /// A partition of a disk that is there already.
    func partition(_ name: String, of place: String, _ index: Int, _ number: String) throws {
        let home = "sys/devices/\(place)/\(name)"
        try link("sys/class/block/\(name)", to: "../../devices/\(place)/\(name)")
        let attributes = [
            "dev": number, "size": "2048", "start": "\(index * 2048)", "partition": "\(index)", "ro": "0",
        ]
        for (key, value) in attributes { try write(value + "\n", to: "\(home)/\(key)") }
        try write("", to: "dev/\(name)")
    }

    /// A device that is stacked on others.
    func stack(_ name: String, _ number: String, on lower: [String], _ attributes: [String: String] = [:]) throws {
        try disk("virtual/block/\(name)", number, attributes)
        for slave in lower {
            try link("sys/devices/virtual/block/\(name)/slaves/\(slave)", to: "../../../../../class/block/\(slave)")
            let place = try FileManager.default.destinationOfSymbolicLink(atPath: folder("sys/class/block/\(slave)"))
            try link("sys/\(place.dropFirst(6))/holders/\(name)", to: "../\(name)")
        }
    }

    /// A loop device with something behind it.
    func loop(_ name: String, _ number: String, _ backing: LoopBacking) throws {
        try disk("virtual/block/\(name)", number, ["loop/backing_file": "/somewhere"])
        backings[name] = backing
    }

    // MARK: Processes

    /// - Parameter files: what its open files lead to.
    func process(
        _ identifier: String, name: String, mounts: [String] = [], files: [String] = [], maps: String = "",
        namespace: String = "mnt:[1]"
    ) throws {
        let home = "proc/\(identifier)"
        try write(name + "\n", to: "\(home)/comm")
        try write(mounts.map { $0 + "\n" }.joined(), to: "\(home)/mountinfo")
        try write(maps, to: "\(home)/maps")
        try makeFolder("\(home)/fd")
        try link("\(home)/ns/mnt", to: namespace)
        try link("\(home)/root", to: "/")
        for (number, file) in files.enumerated() { try link("\(home)/fd/\(number + 3)", to: file) }
    }

    /// Our own mounts, instead of none.
    func mounts(_ lines: String...) throws {
        try write(lines.map { $0 + "\n" }.joined(), to: "proc/self/mountinfo")
    }
}

/// Places of devices in sysfs, as machines have them.
enum Place {
    static let sata = "pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sda"
    static let usb = "pci0000:00/0000:00:14.0/usb1/1-2/1-2.3/1-2.3:1.0/host6/target6:0:0"
    static let nvme = "pci0000:00/0000:01:00.0/nvme/nvme0"
    static let mmc = "platform/sdhci/mmc_host/mmc0/mmc0:0001/block"
}

/// The 512 bytes of IDENTIFY DEVICE, as a drive would answer.
func identifyDevice(
    serial: String, model: String, sectors: UInt64, rotation: UInt16 = 7200, name: UInt64 = 0x5000_C500_A1B2_C3D4
) -> [UInt8] {
    var words = [UInt16](repeating: 0, count: 256)
    func put(_ text: String, _ range: ClosedRange<Int>) {
        let padded = Array(text.utf8) + [UInt8](repeating: 32, count: 40)
        for (index, word) in range.enumerated() {
            words[word] = UInt16(padded[2 * index]) << 8 | UInt16(padded[2 * index + 1])
        }
    }
    words[0] = 0x0040
    put(serial, 10...19)
    put("FW01", 23...26)
    put(model, 27...46)
    words[83] = 0x4400
    words[87] = 0x4100
    for index in 0..<4 { words[100 + index] = UInt16(truncatingIfNeeded: sectors >> (16 * UInt64(index))) }
    for index in 0..<4 { words[108 + index] = UInt16(truncatingIfNeeded: name >> (16 * UInt64(3 - index))) }
    words[217] = rotation
    words[255] = 0x00A5
    var bytes = words.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    bytes[511] = 0 &- bytes.reduce(0, &+)
    return bytes
}

/// VPD page 0x89 with such an answer.
func page89(_ identify: [UInt8]) -> [UInt8] {
    [0, 0x89, 2, 0x38] + [UInt8](repeating: 0, count: 52) + [0xEC, 0, 0, 0] + identify
}

/// VPD page 0x80.
func page80(_ serial: String) -> [UInt8] { [0, 0x80, 0, UInt8(serial.utf8.count)] + Array(serial.utf8) }
