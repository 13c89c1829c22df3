import Glibc

/// Permission bits of files that users make.
package enum FileMode {
    /// Only the owner reads and writes.
    package static let privateFile: UInt32 = 0o600
    /// Only the owner lists and enters.
    package static let privateFolder: UInt32 = 0o700

    /// What the user's umask leaves of 0666.
    package static var newFile: UInt32 { 0o666 & ~umask }
    /// What the user's umask leaves of 0777.
    package static var newFolder: UInt32 { 0o777 & ~umask }

    /// The process's umask. Read from /proc, because umask(2) only tells it by changing it for all threads; where /proc is
    /// missing, the strict 077.
    private static let umask: UInt32 = (try? readUmask()) ?? 0o077

    private static func readUmask() throws(SystemError) -> UInt32? {
        let status = try Descriptor.open("/proc/self/status", .readOnly).readToEnd(limit: 65_536)
        let label = Array("Umask:".utf8)
        guard let line = status.split(separator: UInt8(ascii: "\n")).first(where: { $0.starts(with: label) })
        else { return nil }
        let digits = line.dropFirst(label.count).filter { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 8).map { $0 & 0o777 }
    }
}
