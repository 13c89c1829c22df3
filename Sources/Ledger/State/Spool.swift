import Cryptography
import Glibc
import SystemIO

/// Entries that were written while the ledger could not be used, in files of the state folder: each whole or not there,
/// and on the medium when ``add(_:)`` returns. The next append takes them into the ledger, in the order of their names.
package struct Spool: Sendable {
    private let folder: Path

    /// Length in bytes of a file, at most: an entry and its personal values, escaped.
    private static let maximumCount = 1 << 20

    /// - Parameters:
    ///   - state: the program's state folder.
    ///   - ledger: the folder of the ledger that the entries are meant for, which need not exist.
    package init(state: Path, ledger: Path) throws(LedgerError) {
        folder = state.appending("ledger-spool").appending(try LedgerPlace.name(of: ledger))
    }

    /// Keeps an entry, marked as spooled.
    /// - Throws: as ``NewEntry/prepared()``; ``LedgerError/Code/noSpace``, ``LedgerError/Code/system``.
    package func add(_ entry: NewEntry) throws(LedgerError) {
        var entry = entry
        entry.markSpooled()
        try keep(entry.prepared())
    }

    /// As ``add(_:)-(NewEntry)``, for an entry whose text had to be known before.
    package func add(_ entry: PreparedEntry) throws(LedgerError) { try keep(entry.spooled()) }

    private func keep(_ entry: PreparedEntry) throws(LedgerError) {
        let bytes = try entry.encoded()
        let path = folder.appending(try Self.newName())
        try onSystem(path) { () throws(SystemError) in
            _ = try PrivateFolder.open(folder)
            let file = try AtomicFile(path, mode: FileMode.privateFile)
            try file.descriptor.writeFully(bytes)
            try file.commit()
        }
    }

    /// How many entries wait.
    package func count() throws(LedgerError) -> Int { try content().waiting.count }

    /// A time in nanoseconds, so that names sort by it, and something random.
    private static func newName() throws(LedgerError) -> String {
        let now = FileTime.now
        let digits = String(UInt64(clamping: now.seconds) &* 1_000_000_000 &+ UInt64(now.nanoseconds))
        let random = try onCryptography { () throws(CryptographyError) in try randomBytes(8) }
        return String(repeating: "0", count: 20 - digits.count) + digits + "-" + hexadecimal(random)
    }

    private func names() throws(LedgerError) -> [String] {
        try onSystem(folder) { () throws(SystemError) in
            do throws(SystemError) {
                return try PrivateFolder.openExisting(folder).names()
                    .filter { !$0.starts(with: AtomicFile.interimPrefix.utf8) }
                    .map { String(decoding: $0, as: UTF8.self) }
            } catch {
                if error.code == .notFound { return [] }
                throw error
            }
        }
    }

    /// An entry that waits, and the name of its file.
    struct Waiting {
        let name: String
        let entry: PreparedEntry
    }

    /// What waits, and what lies among it and is none of it.
    struct Content {
        var waiting: [Waiting] = []
        /// Names of files that are not taken: no private files, no entries, or such as are not marked as spooled.
        var refused: [String] = []
    }

    /// Reads the spool. What is no entry stays where it is, and is named by a verification; it must not keep the others from
    /// the ledger.
    func content() throws(LedgerError) -> Content {
        var content = Content()
        for name in try names() {
            let path = folder.appending(name)
            let bytes: [UInt8]
            do throws(LedgerError) {
                // What is gone, another process has taken meanwhile.
                guard let found = try Self.read(path) else { continue }
                bytes = found
            } catch {
                guard let cause = error.system?.code, Self.meansNoEntry.contains(cause) else { throw error }
                content.refused.append(name)
                continue
            }
            do throws(LedgerError) {
                let entry = try PreparedEntry(encoded: bytes)
                guard entry.entry.isSpooled, entry.entry.kind != .ledger else {
                    throw LedgerError(.badValue, "not marked as spooled", field: "spooled")
                }
                content.waiting.append(Waiting(name: name, entry: entry))
            } catch {
                guard error.code != .cryptography else { throw error }
                content.refused.append(name)
            }
        }
        return content
    }

    /// Nobody else may have written it.
    private static func read(_ path: Path) throws(LedgerError) -> [UInt8]? {
        try onSystem(path) { () throws(SystemError) in
            do throws(SystemError) {
                let file = try Descriptor.open(path, [.readOnly, .noFollow, .nonBlocking])
                guard try file.metadata().kind == .file else { throw SystemError(.notRegularFile, "open", path: path) }
                try PrivateFolder.check(file, path)
                return try file.readToEnd(limit: Self.maximumCount)
            } catch {
                if error.code == .notFound { return nil }
                if error.number == ELOOP { throw SystemError(.notRegularFile, "open", path: path) }
                throw error
            }
        }
    }

    private static let meansNoEntry: Set<SystemError.Code> = [
        .unsafePermissions, .notRegularFile, .isFolder, .otherKind, .tooLarge,
    ]

    /// Removes what was taken into the ledger.
    func remove(_ entries: [Waiting]) throws(LedgerError) {
        guard !entries.isEmpty else { return }
        try onSystem(folder) { () throws(SystemError) in
            let folder = try PrivateFolder.openExisting(folder)
            for entry in entries {
                do throws(SystemError) { try folder.remove(Path(entry.name)) } catch {
                    if error.code != .notFound { throw error }
                }
            }
        }
    }
}

/// A prepared entry in one file: its text on the first line, then a line for each personal value.
///
///     entry
///     field base64(key) value
extension PreparedEntry {
    func encoded() throws(LedgerError) -> [UInt8] {
        var bytes = entry.bytes + [0x0A]
        for value in personal {
            bytes += "\(value.field) \(Base64.encode(value.key.bytes)) ".utf8
            bytes += value.value + [0x0A]
        }
        return bytes
    }

    /// - Throws: ``LedgerError/Code/malformed``, and as ``Entry/init(_:)``.
    init(encoded bytes: [UInt8]) throws(LedgerError) {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard lines.count >= 2, lines[lines.count - 1].isEmpty else {
            throw LedgerError(.malformed, "the last line does not end")
        }
        var personal: [PersonalValue] = []
        for line in lines[1..<lines.count - 1] {
            let parts = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, let bytes = Base64.decode(Array(parts[1])), let key = PersonalKey(bytes) else {
                throw LedgerError(.malformed, "not a personal value")
            }
            let field = String(decoding: parts[0], as: UTF8.self)
            personal.append(PersonalValue(field: field, key: key, value: Array(parts[2])))
        }
        self.init(try Entry(Array(lines[0])), personal: personal)
        for value in personal {
            guard try value.commitment() == entry.commitment(value.field) else {
                throw LedgerError(.malformed, "a personal value does not match its commitment", field: value.field)
            }
        }
    }
}
