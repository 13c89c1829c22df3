import Cryptography
import SystemIO
import Transparency

/// What an export holds beyond the entries.
package struct ExportOptions: Hashable, Sendable {
    /// Whether personal values go along. What was exported, no erasure reaches.
    package var withPersonal = false

    /// Without personal values.
    package init() {}
}

/// What was exported.
package struct ExportSummary: Hashable, Sendable {
    /// How many entries.
    package let entries: UInt64
    /// How many personal values.
    package let personalValues: UInt64
    /// Length of the archive.
    package let bytes: UInt64
}

extension Ledger {
    /// Writes an archive (ustar) of plain files, with which others check the ledger without this program, see
    /// ``ExportMember``. Others may append meanwhile; the archive shows one state. Memory does not grow with the ledger.
    /// - Parameters:
    ///   - file: where to write, from its current position.
    ///   - path: what errors call it.
    /// - Throws: ``LedgerError/Code/inconsistent``, ``LedgerError/Code/rolledBack``, ``LedgerError/Code/otherHistory`` as
    ///   ``checkpoint()``; ``LedgerError/Code/erasurePending`` if personal values are asked for while some are to be erased;
    ///   ``LedgerError/Code/noSpace``, ``LedgerError/Code/system``, ``LedgerError/Code/database``.
    package func export(
        to file: SharedDescriptor, _ path: Path, _ options: ExportOptions = ExportOptions()
    ) throws(LedgerError) -> ExportSummary {
        let personal = personal
        return try database.read { entries throws(LedgerError) in
            guard options.withPersonal else { return try export(to: file, path, entries, nil) }
            return try personal.database.read { values throws(LedgerError) in
                try requireErased(entries, values)
                return try export(to: file, path, entries, values)
            }
        }
    }

    /// Values that are to be erased must not go along, and those that are gone need the entry that says why. So both states
    /// are those before or after an erasure.
    private func requireErased(_ entries: SQLConnection, _ values: SQLConnection) throws(LedgerError) {
        let last = try Self.erasures(entries).last
        // Values are read as they are from here on; whoever erases some later has recorded it before.
        _ = try values.first("SELECT count(*) FROM (SELECT 1 FROM personal LIMIT 1)") { _ throws(LedgerError) in true }
        let now = try SQLDatabase(folder.file(LedgerFolder.database), readOnly: true)
        let isUnchanged = try now.read { connection throws(LedgerError) in
            guard try Self.erasures(connection).last == last else { return false }
            return try Self.pendingErasures(connection).isEmpty
        }
        guard isUnchanged else {
            throw LedgerError(.erasurePending, "values are there that are to be erased")
        }
    }

    private func export(
        to file: SharedDescriptor, _ path: Path, _ entries: SQLConnection, _ values: SQLConnection?
    ) throws(LedgerError) -> ExportSummary {
        let last = try requireSound(entries)
        let size = last.checkpoint.size
        var archive = TarWriter(file, path)
        try archive.add(.readme, ExportTexts.readme)
        try archive.add(.script, ExportTexts.script)
        try archive.add(.schemas, EntrySchema.described())
        try addKey(&archive)
        try archive.add(.checkpoint, cosigned(last, entries).encoded)
        try addCheckpoints(before: size, entries, &archive)
        try ExportRows.addLeaves(size, entries, &archive)
        try ExportRows.addEntries(size, entries, &archive)
        let count = try values.map { values throws(LedgerError) in
            try ExportRows.addPersonal(size, values, &archive)
        }
        try archive.finish()
        return ExportSummary(entries: size, personalValues: count ?? 0, bytes: archive.count)
    }

    private func addKey(_ archive: inout TarWriter) throws(LedgerError) {
        try archive.add(.key, pinnedText)
        guard let pin = try pin() else { return }
        try archive.add(.pin, pin)
    }

    private func addCheckpoints(
        before size: UInt64, _ connection: SQLConnection, _ archive: inout TarWriter
    ) throws(LedgerError) {
        var lines: [UInt8] = []
        var sizes: [UInt64] = []
        let sql = "SELECT DISTINCT size FROM cosignature WHERE size < ? ORDER BY size"
        try connection.rows(sql, [.position(size)]) { row throws(LedgerError) in
            sizes.append(UInt64(clamping: row.integer(0)))
            return true
        }
        for size in sizes {
            let note = try checkpoint(size: size, connection).encoded
            lines += try CanonicalJSON.string(String(decoding: note, as: UTF8.self)).encoded() + [0x0A]
        }
        try archive.add(.checkpoints, lines)
    }
}
