import Glibc

/// What stat(2) tells of a file.
package struct FileMetadata: Equatable, Sendable {
    /// What kind of file it is.
    package enum Kind: Hashable, Sendable {
        case file
        case folder
        case symbolicLink
        case special(Special)
    }

    /// A file that is neither bytes, folder nor link.
    package enum Special: String, Sendable {
        case fifo = "FIFO"
        case socket = "socket"
        case characterDevice = "character device"
        case blockDevice = "block device"
        case unknown = "unknown kind"
    }

    /// File, folder, symbolic link or something special.
    package let kind: Kind
    /// Permission bits, with setuid, setgid and sticky (07777).
    package let mode: UInt32
    /// In bytes; of a symbolic link, the length of its target.
    package let size: UInt64
    /// When the content was last changed.
    package let modified: FileTime
    /// Which file it is, whatever its names.
    package let identity: FileIdentity
    /// How many names the file has.
    package let linkCount: UInt64
    /// The user who owns the file.
    package let owner: UInt32
    /// The device that a device node stands for (st_rdev); nil for everything else.
    package let node: DeviceNumber?

    init(_ status: stat) {
        kind = Self.kind(of: status.st_mode)
        mode = status.st_mode & 0o7777
        size = UInt64(clamping: status.st_size)
        modified = FileTime(status.st_mtim)
        identity = FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        linkCount = UInt64(status.st_nlink)
        owner = status.st_uid
        let isNode = kind == .special(.blockDevice) || kind == .special(.characterDevice)
        node = isNode ? DeviceNumber(UInt64(status.st_rdev)) : nil
    }

    private static func kind(of mode: mode_t) -> Kind {
        switch mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .folder
        case S_IFLNK: .symbolicLink
        case S_IFIFO: .special(.fifo)
        case S_IFSOCK: .special(.socket)
        case S_IFCHR: .special(.characterDevice)
        case S_IFBLK: .special(.blockDevice)
        default: .special(.unknown)
        }
    }
}

/// Which file it is, whatever its names: equal identities are the same file while either is open.
package struct FileIdentity: Hashable, Sendable {
    /// The filesystem (st_dev).
    package let device: UInt64
    /// The file in it (st_ino).
    package let inode: UInt64

    /// Numbers by themselves, as others have recorded them.
    package init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }
}

/// A point in time, counted from 1970-01-01T00:00:00Z.
package struct FileTime: Hashable, Sendable {
    /// Negative before 1970.
    package let seconds: Int64
    /// 0...999,999,999
    package let nanoseconds: UInt32

    /// - Parameter nanoseconds: 0...999,999,999.
    package init(seconds: Int64, nanoseconds: UInt32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    init(_ time: timespec) {
        seconds = Int64(time.tv_sec)
        nanoseconds = UInt32(clamping: time.tv_nsec)
    }

    var timespec: timespec { Glibc.timespec(tv_sec: Int(seconds), tv_nsec: Int(min(nanoseconds, 999_999_999))) }

    /// The present, by the system's clock.
    package static var now: FileTime {
        var time = Glibc.timespec()
        // CLOCK_REALTIME always exists, so that this call has no failure to report (clock_gettime(2)).
        clock_gettime(CLOCK_REALTIME, &time)
        return FileTime(time)
    }
}
