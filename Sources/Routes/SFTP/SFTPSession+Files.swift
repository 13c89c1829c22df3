/// Single requests about files.
extension SFTPSession {
    /// What has this name, a link being itself; nil if nothing has.
    mutating func find(_ path: [UInt8]) throws(RoutesError) -> StoredFile? {
        switch try ask(.linkStat, { $0.string(path) }) {
        case .attributes(let attributes):
            guard let size = attributes.size else {
                throw RoutesError(.unsupported, "the server does not tell how long a file is")
            }
            return StoredFile(size: size, isRegular: attributes.isRegular)
        case .status(let status) where status.code == SFTPStatus.noSuchFile: return nil
        case .status(let status): throw status.error
        default: throw SFTPAnswer.unexpected
        }
    }

    /// Opens a file.
    mutating func open(_ path: [UInt8], _ mode: SFTPOpening) throws(RoutesError) -> [UInt8] {
        try handle(.open) { packet in
            packet.string(path)
            packet.number(mode.rawValue)
            if mode == .reading { return packet.number(0) }
            // Of the attributes, permissions only: 0600.
            packet.number(0x4)
            packet.number(0o600)
        }
    }

    mutating func remove(_ path: [UInt8]) throws(RoutesError) {
        try self.do(.remove) { $0.string(path) }
    }

    /// In version 3 this fails if the new name is taken; posix-rename@openssh.com would replace what has it.
    mutating func rename(_ path: [UInt8], to newPath: [UInt8]) throws(RoutesError) {
        try self.do(.rename) { packet in
            packet.string(path)
            packet.string(newPath)
        }
    }

    /// Makes what was written last, where the server can (OpenSSH, PROTOCOL, 4.4).
    mutating func synchronize(_ handle: [UInt8]) throws(RoutesError) {
        guard offers("fsync@openssh.com", "1") else { return }
        try self.do(.extended) { packet in
            packet.string("fsync@openssh.com".utf8)
            packet.string(handle)
        }
    }

    /// Room and kind of the filesystem, where the server tells (OpenSSH, PROTOCOL, 4.2).
    mutating func filesystem(_ path: [UInt8]) throws(RoutesError) -> SFTPFilesystem? {
        guard offers("statvfs@openssh.com", "2") else { return nil }
        let content = try ask(.extended) { packet in
            packet.string("statvfs@openssh.com".utf8)
            packet.string(path)
        }
        guard case .extended(let fields) = content else { return nil }
        return try SFTPFilesystem(fields)
    }

    /// The entries of a folder, at most `limit`.
    mutating func names(_ path: [UInt8], limit: Int) throws(RoutesError) -> [SFTPAnswer.Name] {
        let handle = try handle(.openFolder) { $0.string(path) }
        var all: [SFTPAnswer.Name] = []
        while true {
            switch try ask(.readFolder, { $0.string(handle) }) {
            case .names(let names):
                all += names
                // An answer without names would be repeated for ever.
                guard !names.isEmpty else { throw SFTPReader.malformed("the server lists nothing, and no end") }
                guard all.count <= limit else { throw RoutesError(.tooMuch, "the folder has too many names") }
            case .status(let status) where status.code == SFTPStatus.end:
                try close(handle)
                return all
            case .status(let status): throw status.error
            default: throw SFTPAnswer.unexpected
            }
        }
    }
}

/// How a file is opened (draft-ietf-secsh-filexfer-02, 6.3).
enum SFTPOpening: UInt32 {
    case reading = 0x1
    /// For writing; made if it is missing, and not cut.
    case writing = 0xA
}

/// What statvfs(3) tells of the filesystem at the server.
struct SFTPFilesystem: Hashable {
    /// Bytes that a user may still write.
    let room: UInt64
    let isReadOnly: Bool

    /// Eleven numbers: block size, fragment size, blocks, free ones, those for users, three of files, ID, flags, longest name.
    init(_ fields: [UInt8]) throws(RoutesError) {
        var reader = SFTPReader(fields[...])
        var numbers: [UInt64] = []
        for _ in 0..<11 { numbers.append(try reader.long()) }
        try reader.finish()
        let bytes = numbers[4].multipliedReportingOverflow(by: numbers[1])
        room = bytes.overflow ? .max : bytes.partialValue
        isReadOnly = numbers[9] & 1 != 0
    }
}
