internal import CSystem
import Glibc

/// Where paths lead.
extension Path {
    /// What this symbolic link says, which need not be there; readlink(2).
    /// - Throws: the code of errno; ``SystemError/Code/tooLarge`` beyond 4,096 bytes.
    package func linkTarget() throws(SystemError) -> Path {
        var characters = [CChar](repeating: 0, count: 4097)
        let count = try withCString { name throws(SystemError) in
            try systemCall("readlink", path: self) { readlink(name, &characters, characters.count) }
        }
        guard count < characters.count else { throw SystemError(.tooLarge, "readlink", path: self) }
        return Path(characters[..<count].map { UInt8(bitPattern: $0) })
    }

    /// What the path leads to, symbolic links followed; stat(2).
    package func metadata() throws(SystemError) -> FileMetadata {
        var status = stat()
        try withCString { name throws(SystemError) in
            _ = try systemCall("stat", path: self) { stat(name, &status) }
        }
        return FileMetadata(status)
    }

    /// The same by what the kernel has in memory, without asking the server of a network filesystem, which may never answer:
    /// kind, identity and ``FileMetadata/node`` only, the rest zero; statx(2), AT_STATX_DONT_SYNC.
    package func metadataInMemory() throws(SystemError) -> FileMetadata {
        var status = stat()
        try withCString { name throws(SystemError) in
            _ = try systemCall("statx", path: self) { fubako_stat_unsynchronized(name, &status) }
        }
        return FileMetadata(status)
    }

    /// The block device that the path leads to, nil if it leads to something else.
    package func blockDevice() throws(SystemError) -> DeviceNumber? {
        let found = try metadata()
        return found.kind == .special(.blockDevice) ? found.node : nil
    }
}
