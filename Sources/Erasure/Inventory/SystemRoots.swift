import Glibc
import SystemIO

/// Where the kernel and udev show the system: the real places, or a tree that a test wrote.
package struct SystemRoots: Sendable {
    /// sysfs(5).
    package let sys: Path
    /// proc(5).
    package let proc: Path
    /// Where device nodes are.
    package let dev: Path
    /// Where udev keeps its database; empty on systems without it.
    package let udev: Path
    /// What stands behind a loop device that is attached, by its node.
    package let loopBacking: @Sendable (Path) throws(SystemError) -> LoopBacking?

    /// Any places.
    package init(
        sys: Path, proc: Path, dev: Path, udev: Path,
        loopBacking: @escaping @Sendable (Path) throws(SystemError) -> LoopBacking? = SystemRoots.askedOfKernel
    ) {
        self.sys = sys
        self.proc = proc
        self.dev = dev
        self.udev = udev
        self.loopBacking = loopBacking
    }

    /// The real ones.
    package static let real = SystemRoots(sys: "/sys", proc: "/proc", dev: "/dev", udev: "/run/udev/data")

    /// LOOP_GET_STATUS64 of the node.
    package static let askedOfKernel: @Sendable (Path) throws(SystemError) -> LoopBacking? = {
        (node) throws(SystemError) in
        try Descriptor.open(node, .readOnly).loopBacking()
    }
}

/// Reading what the kernel shows. An attribute that is absent and one that cannot be read are different things where safety
/// depends on it, and the same for facts that are merely shown.
extension SystemRoots {
    /// The most that is read of one of the kernel's files, in bytes: more than any of them has on a machine with 10,000 mounts.
    private static let limit = 16 << 20

    /// The bytes of a file, nil if it is not there.
    /// - Throws: `system` if it is there and cannot be read.
    func bytes(_ path: Path) throws(ErasureError) -> [UInt8]? {
        do { return try Descriptor.open(path, .readOnly).readToEnd(limit: Self.limit) } catch {
            if error.isAbsence { return nil }
            throw ErasureError(error, path: path)
        }
    }

    /// The names in a folder, sorted; none if it is not there.
    /// - Throws: `system` if it is there and cannot be read.
    func names(_ path: Path) throws(ErasureError) -> [String] {
        do {
            let folder = try Descriptor.open(path, [.readOnly, .folder])
            return try folder.names().map { String(decoding: $0, as: UTF8.self) }
        } catch {
            if error.isAbsence { return [] }
            throw ErasureError(error, path: path)
        }
    }

    /// The bytes of an attribute, nil if it tells nothing for whatever reason.
    func fact(_ path: Path) -> [UInt8]? {
        guard let bytes = try? bytes(path), !bytes.isEmpty else { return nil }
        return bytes
    }

    /// The text of an attribute without the blanks around it and without control characters; nil if there is none.
    func text(_ path: Path) -> String? {
        guard let bytes = fact(path) else { return nil }
        let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self).trimmed
        return text.isEmpty ? nil : text
    }

    /// The number in an attribute, in decimal.
    func number(_ path: Path) -> UInt64? { text(path).flatMap { UInt64($0) } }

    /// The path without links and dots, nil if nothing is there.
    func resolved(_ path: Path) -> Path? { try? path.absolute() }

    /// The last component of what a link says, such as a driver's name.
    func linkName(_ path: Path) -> String? {
        guard let target = try? path.linkTarget() else { return nil }
        return String(decoding: target.name, as: UTF8.self)
    }

    /// Whether there is something under the path.
    func exists(_ path: Path) -> Bool { (try? path.metadata()) != nil }
}

extension SystemError {
    /// Whether the file, or the device or process that it told of, is not there: ENOENT, ENOTDIR, ENODEV, ENXIO, ESRCH.
    var isAbsence: Bool {
        guard let number else { return code == .notFound || code == .notFolder }
        return [ENOENT, ENOTDIR, ENODEV, ENXIO, ESRCH].contains(number)
    }
}

extension String {
    /// Without blanks at both ends, and with one for every run of blanks and control characters inside.
    var trimmed: String {
        split { $0.isWhitespace || $0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } }
            .joined(separator: " ")
    }
}

extension SystemRoots {
    /// What a symbolic link says, nil if it cannot be read.
    func linkTarget(_ path: Path) -> String? { (try? path.linkTarget())?.string }
}

extension SystemRoots {
    /// The lines of a text file, nil if there is none.
    func text(lines path: Path) -> [String]? {
        fact(path).map { String(decoding: $0, as: UTF8.self).split(separator: "\n").map(String.init) }
    }

    /// The kernel's name for the time since it started: what it numbers, such as disks, counts within it only.
    package func bootIdentifier() -> String? { text(proc.appending("sys/kernel/random/boot_id")) }
}
