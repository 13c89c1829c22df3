import Foundation
import Glibc
import TestSupport

/// A filesystem in a file, mounted through a loop device: a stick of a few megabytes.
final class LoopImage: Sendable {
    private let folder: TemporaryFolder
    /// Where it is mounted.
    let mountPoint: String

    /// Whether images can be mounted here.
    static let isAvailable = !kinds.isEmpty
    static let reason = "the tests run as root, loop devices are there, and the kernel knows ext4 or FAT"
    /// The kinds of filesystem that the kernel knows.
    static let kinds: [String] = ["ext4", "vfat"].filter { kind in
        geteuid() == 0 && (try? LoopImage(kind: kind, mebibytes: 2)) != nil
    }
    static let uuids = ["vfat": "12AB-34CD", "ext4": "6c1f9a52-4c0e-4d2b-9a3f-0123456789ab"]

    /// - Parameter kind: "vfat" or "ext4".
    init(kind: String, mebibytes: Int) throws {
        folder = try TemporaryFolder()
        mountPoint = folder("stick of 総務")
        try FileManager.default.createDirectory(atPath: mountPoint, withIntermediateDirectories: false)
        try Self.must("truncate", ["--size", "\(mebibytes)M", folder("image")])
        let label =
            kind == "vfat"
            ? ["-n", "FUBAKO", "-i", "12AB34CD"]
            : ["-q", "-L", "FUBAKO", "-m", "0", "-O", "^has_journal", "-U", Self.uuids["ext4"] ?? ""]
        try Self.must("mkfs.\(kind)", label + [folder("image")])
        try Self.must("mount", ["-o", "loop", "-t", kind, folder("image"), mountPoint])
    }

    deinit { _ = try? run("umount", ["--quiet", "--lazy", mountPoint]) }

    func remountReadOnly() throws { try Self.must("mount", ["-o", "remount,ro", mountPoint]) }

    /// Mounts it where it was, after it was unmounted.
    func mountAgain() throws { try Self.must("mount", ["-o", "loop", folder("image"), mountPoint]) }

    private static func must(_ program: String, _ arguments: [String]) throws {
        let result = try run(program, arguments)
        guard result.status == 0 else { throw TestSupportError("\(program): \(result.errors)") }
    }
}
