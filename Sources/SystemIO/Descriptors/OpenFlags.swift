internal import CSystem
import Glibc

/// How open(2) opens. O_CLOEXEC is always added; there is no flag that leaves it out.
package struct OpenFlags: OptionSet, Sendable {
    /// As open(2) takes it.
    package let rawValue: Int32
    /// Any of the kernel's flags.
    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// For reading.
    package static let readOnly = OpenFlags(rawValue: O_RDONLY)
    /// For writing.
    package static let writeOnly = OpenFlags(rawValue: O_WRONLY)
    /// For both.
    package static let readWrite = OpenFlags(rawValue: O_RDWR)
    /// Make the file if it is missing.
    package static let create = OpenFlags(rawValue: O_CREAT)
    /// With ``create``: fail if the name exists.
    package static let exclusive = OpenFlags(rawValue: O_EXCL)
    /// Cut the file to nothing.
    package static let truncate = OpenFlags(rawValue: O_TRUNC)
    /// Write at the end always.
    package static let append = OpenFlags(rawValue: O_APPEND)
    /// Fail if the last component is a symbolic link.
    package static let noFollow = OpenFlags(rawValue: O_NOFOLLOW)
    /// Fail unless it is a folder.
    package static let folder = OpenFlags(rawValue: O_DIRECTORY)
    /// Do not wait for the other end of a FIFO.
    package static let nonBlocking = OpenFlags(rawValue: O_NONBLOCK)
    /// Leave the time of access alone; only the owner may ask for it.
    package static let noAccessTime = OpenFlags(rawValue: FUBAKO_O_NOATIME)
    /// Past the kernel's cache: offsets, lengths and addresses of buffers must be multiples of the sector.
    package static let direct = OpenFlags(rawValue: FUBAKO_O_DIRECT)
    /// A place in the tree only, without reading or writing.
    package static let pathOnly = OpenFlags(rawValue: FUBAKO_O_PATH)
    /// A file without a name, in the folder that is opened.
    package static let unnamed = OpenFlags(rawValue: FUBAKO_O_TMPFILE)
}
