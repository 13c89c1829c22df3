import Glibc
import SystemIO

/// What is known of the medium under a folder: what a carried one is recorded by.
package struct Medium: Hashable, Sendable {
    /// The filesystem's kind as the kernel names it, such as "vfat".
    package let kind: String
    /// What is mounted, such as "/dev/sdb1".
    package let source: String
    /// Where it is mounted.
    package let mountPoint: Path
    /// The filesystem's label, nil where it has none or it cannot be told.
    package let label: String?
    /// The filesystem's UUID, or what FAT has in its place; nil where it cannot be told.
    package let uuid: String?
    /// The device's serial number, as its USB descriptor or its driver tells it; nil where there is none.
    package let serial: String?
    /// The device number of the filesystem, stat(2).
    let device: UInt64

    /// Looks up what is mounted at a folder, by `/proc/self/mountinfo`, blkid(8) and sysfs.
    /// - Throws: ``RoutesError/Code/notFound`` if the mount cannot be found.
    package static func of(_ folder: borrowing Descriptor) throws(RoutesError) -> Medium {
        let device = try system { () throws(SystemError) in try folder.metadata().identity.device }
        guard let mount = try MountEntry.find(device) else {
            throw RoutesError(.notFound, "what is mounted under the folder cannot be told")
        }
        let probe = mount.source.hasPrefix("/dev/") ? try FilesystemProbe(mount.source) : nil
        return Medium(
            kind: mount.kind, source: mount.source, mountPoint: Path(mount.point), label: probe?.label,
            uuid: probe?.uuid, serial: serial(device), device: device)
    }

    /// Writes everything that is still in memory to the medium at a folder.
    package static func synchronize(_ folder: borrowing Descriptor) throws(RoutesError) {
        do { try folder.synchronizeFilesystem() } catch { throw RoutesError(error) }
    }

    /// Unmounts it, so that it can be pulled out; umount(8), or udisksctl(1) for a user who may not.
    /// - Throws: ``RoutesError/Code/programFailed`` with what the program said, as that the medium is in use.
    package func unmount() throws(RoutesError) {
        var command = Command("umount", [mountPoint.string])
        if geteuid() != 0, source.hasPrefix("/dev/") {
            command = Command("udisksctl", ["unmount", "--no-user-interaction", "--block-device", source])
        }
        let result = try command.run()
        guard result.status == 0, try MountEntry.find(device) == nil else {
            throw RoutesError(
                .programFailed, "the medium could not be unmounted, or is mounted elsewhere too",
                advice: "close what uses it, and unmount it by hand",
                said: result.errors)
        }
    }

    /// The nearest `serial` above the block device in sysfs: the disk's, or that of the USB device that it hangs on.
    private static func serial(_ device: UInt64) -> String? {
        let number = DeviceNumber(device)
        guard var path = realPath("/sys/dev/block/\(number.major):\(number.minor)") else { return nil }
        while path.hasPrefix("/sys/devices/"), path.utf8.count > 13 {
            for name in ["serial", "device/serial"] {
                guard let bytes = try? Descriptor.open(Path("\(path)/\(name)"), .readOnly).readToEnd(limit: 4096) else {
                    continue
                }
                let text = String(decoding: bytes.prefix { $0 != 10 && $0 != 0 }, as: UTF8.self)
                let serial = text.split(separator: " ").joined(separator: " ")
                if !serial.isEmpty { return serial }
            }
            path = Path(path).folder.string
        }
        return nil
    }

    private static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
