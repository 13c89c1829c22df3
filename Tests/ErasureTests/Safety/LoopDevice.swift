import Foundation
import Glibc
import SystemIO
import TestSupport
import Testing

/// Everything that needs real devices, one after the other: what one test attaches, another must not find free.
@Suite(.enabled(if: RealDevices.areRequired, RealDevices.reason), .serialized)
enum RealDeviceTests {}

/// Whether the tests that need real devices can run, and why not.
enum RealDevices {
    static let reason: Comment = "root may attach loop devices"
    /// In CI nothing may be skipped: there they run, and fail.
    static var areRequired: Bool {
        geteuid() == 0 && access("/dev/loop-control", F_OK) == 0 || environment["CI"] == "true"
    }
}

/// A loop device of a test's own over a file of its own; both disappear with it.
final class LoopDevice: Sendable {
    let path: String
    let file: String
    private let folder: TemporaryFolder

    var name: String { String(path.dropFirst(5)) }

    /// - Parameters:
    ///   - megabytes: of the backing file, which holds a pattern.
    ///   - over: an existing file or device instead.
    init(megabytes: Int = 8, sector: Int = 512, readOnly: Bool = false, over: String? = nil) throws {
        folder = try TemporaryFolder()
        if let over {
            file = over
        } else {
            file = folder("backing")
            try Self.fill(file, megabytes << 20)
        }
        var arguments = ["--find", "--show", "--sector-size", "\(sector)"]
        if readOnly { arguments.append("--read-only") }
        path = try succeed("losetup", arguments + [file]).text.trimmed
    }

    deinit {
        // The kernel forgets partitions with the device only if it found them itself.
        for index in 1...4 where access(partition(index), F_OK) == 0 { _ = try? run("delpart", [path, "\(index)"]) }
        _ = try? run("losetup", ["--detach", path])
    }

    private static func fill(_ file: String, _ size: Int) throws {
        let descriptor = try Descriptor.open(Path(file), [.writeOnly, .create])
        let block = (0..<65_536).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        for offset in stride(from: 0, to: size, by: block.count) {
            try descriptor.writeFully(Array(block.prefix(size - offset)), at: UInt64(offset))
        }
        try descriptor.synchronize()
    }

    /// Sectors written to it so far, as the kernel counts them (field 7 of stat, sysfs).
    func sectorsWritten() throws -> Int {
        let text = String(
            decoding: try Descriptor.open(Path("/sys/block/\(name)/stat"), .readOnly).readToEnd(limit: 4096),
            as: UTF8.self)
        return Int(text.split(whereSeparator: \.isWhitespace)[6]) ?? -1
    }

    /// The bytes of the backing file.
    func bytes() throws -> [UInt8] {
        try Descriptor.open(Path(file), .readOnly).readToEnd(limit: 1 << 30)
    }

    /// Makes the kernel know partitions, each a megabyte long and a megabyte apart, whatever is written on the disk.
    func addPartitions(_ count: Int) throws {
        for index in 1...count {
            try succeed("addpart", [path, "\(index)", "\(index * 4096 - 2048)", "2048"])
        }
    }

    /// The node of a partition.
    func partition(_ index: Int) -> String { "\(path)p\(index)" }
}

/// A loop device whose ext2 filesystem is mounted while this lives: for reading, because the kernel writes to a filesystem that
/// is mounted for writing when it likes.
final class MountedLoop: Sendable {
    let loop: LoopDevice
    let folder: TemporaryFolder

    var point: String { folder("mount") }

    /// - Parameter device: a partition of it instead of the whole.
    init(_ loop: LoopDevice? = nil, device: String? = nil, writable: Bool = false) throws {
        self.loop = try loop ?? LoopDevice()
        folder = try TemporaryFolder()
        let device = device ?? self.loop.path
        try succeed("mkfs.ext2", ["-q", "-F", device])
        try succeed("mkdir", [folder("mount")])
        try succeed("mount", ["-o", writable ? "rw" : "ro", device, folder("mount")])
    }

    deinit { _ = try? TestSupport.run("umount", [point]) }
}

/// A process that runs until this goes away, and has said "ready".
final class Background: @unchecked Sendable {
    private let process = Process()
    private let input = Pipe()

    var identifier: Int32 { process.processIdentifier }

    init(_ program: String, _ arguments: [String]) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let said = output.fileHandleForReading.readData(ofLength: 6)
        guard said == Data("ready\n".utf8) else { throw TestSupportError("\(program) \(arguments) did not start") }
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}

/// Runs a program that has to succeed.
@discardableResult
func succeed(_ program: String, _ arguments: [String]) throws -> RunResult {
    let result = try run(program, arguments)
    guard result.status == 0 else { throw TestSupportError("\(program) \(arguments): \(result.errors)") }
    return result
}

extension String {
    var trimmed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
