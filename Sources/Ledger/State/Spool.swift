import Cryptography
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
        let bytes = try entry.prepared().encoded()
        let path = folder.appending(try Self.newName())
        try onSystem(path) { () throws(SystemError) in
            _ = try PrivateFolder.open(folder)
            let file = try AtomicFile(path, mode: FileMode.privateFile)
            try file.descriptor.writeFully(bytes)
            try file.commit()
        }
    }

    /// How many entries wait.
    package func count() throws(LedgerError) -> Int { try names().count }

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

    /// - Throws: ``LedgerError/Code/damaged`` with the path of a file that holds no entry.
    func waiting() throws(LedgerError) -> [Waiting] {
        var waiting: [Waiting] = []
        for name in try names() {
            let path = folder.appending(name)
            let bytes: [UInt8]? = try onSystem(path) { () throws(SystemError) in
                // What is gone, another process has taken meanwhile.
                do throws(SystemError) {
                    return try Descriptor.open(path, [.readOnly, .noFollow]).readToEnd(limit: Self.maximumCount)
                } catch {
                    if error.code == .notFound { return nil }
                    throw error
                }
            }
            guard let bytes else { continue }
            do throws(LedgerError) {
                waiting.append(Waiting(name: name, entry: try PreparedEntry(encoded: bytes)))
            } catch {
                var failure = LedgerError(.damaged, "a spooled entry is not one: \(error.reason)")
                failure.path = path
                throw failure
            }
        }
        return waiting
    }

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
