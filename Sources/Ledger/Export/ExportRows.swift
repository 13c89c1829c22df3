import Cryptography
import Transparency

/// What an export takes from tables, row by row.
enum ExportRows {
    private static let lineFeed: [UInt8] = [0x0A]

    /// The hashes of the entries, without those above them.
    static func addLeaves(
        _ size: UInt64, _ connection: SQLConnection, _ archive: inout TarWriter
    ) throws(LedgerError) {
        try archive.begin(.leaves, size: size * UInt64(TreeHash.size))
        var leaves = try LeafRows(connection)
        defer { leaves.rows.reset() }
        for _ in 0..<size {
            guard try leaves.step() else { return }
            try archive.write(leaves.rows.raw(1))
        }
    }

    /// The hashes of the entries, one after the other.
    private struct LeafRows {
        let rows: SQLStatement
        private var number: UInt64 = 0

        init(_ connection: SQLConnection) throws(LedgerError) {
            rows = try connection.statement("SELECT position, value FROM hash ORDER BY position")
            try rows.bind([])
        }

        /// - Returns: false behind the last.
        mutating func step() throws(LedgerError) -> Bool {
            while try rows.step() {
                guard UInt64(clamping: rows.integer(0)) == HashIndex.count(size: number) else { continue }
                number += 1
                return true
            }
            return false
        }
    }

    /// The entries, one in each line.
    /// - Throws: ``LedgerError/Code/inconsistent`` with the position, for one that is not the one whose hash the tree has.
    static func addEntries(
        _ size: UInt64, _ connection: SQLConnection, _ archive: inout TarWriter
    ) throws(LedgerError) {
        let count = try connection.first(
            "SELECT coalesce(sum(length(bytes) + 1), 0) FROM entry WHERE position >= 0 AND position < ?",
            [.position(size)]
        ) { row throws(LedgerError) in UInt64(clamping: row.integer(0)) }
        try archive.begin(.entries, size: count ?? 0)
        let rows = try connection.statement(
            "SELECT position, bytes FROM entry WHERE position >= 0 AND position < ? ORDER BY position")
        try rows.bind([.position(size)])
        defer { rows.reset() }
        var leaves = try LeafRows(connection)
        defer { leaves.rows.reset() }
        var hasher = try onCryptography { () throws(CryptographyError) in try Cryptography.Hasher(.sha256) }
        while try rows.step() {
            let bytes = rows.raw(1)
            let hash: TreeHash
            do throws(CryptographyError) { hash = try TreeHash.leaf(bytes, with: &hasher) } catch {
                throw LedgerError(error)
            }
            guard try leaves.step(), TreeHash(leaves.rows.raw(1)) == hash else {
                throw Ledger.notOfTree(UInt64(clamping: rows.integer(0)))
            }
            try archive.write(bytes)
            try archive.write(lineFeed)
        }
    }

    /// Personal values that were not erased, with their keys. They are formed twice: the archive wants the length first.
    /// - Returns: how many there are.
    static func addPersonal(
        _ size: UInt64, _ connection: SQLConnection, _ archive: inout TarWriter
    ) throws(LedgerError) -> UInt64 {
        var count: UInt64 = 0
        var values: UInt64 = 0
        try eachPersonal(size, connection) { line throws(LedgerError) in
            count += UInt64(line.count)
            values += 1
        }
        try archive.begin(.personal, size: count)
        try eachPersonal(size, connection) { line throws(LedgerError) in try archive.write(line) }
        return values
    }

    private static func personalRows(
        _ size: UInt64, _ connection: SQLConnection
    ) throws(LedgerError) -> SQLStatement {
        let rows = try connection.statement(
            "SELECT entry, field, key, value FROM personal WHERE entry >= 0 AND entry < ? ORDER BY entry, field")
        try rows.bind([.position(size)])
        return rows
    }

    private static func eachPersonal(
        _ size: UInt64, _ connection: SQLConnection, _ body: ([UInt8]) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        let rows = try personalRows(size, connection)
        defer { rows.reset() }
        while try rows.step() { try body(line(rows)) }
    }

    /// Canonical, since the value is.
    private static func line(_ row: SQLStatement) throws(LedgerError) -> [UInt8] {
        let field = try CanonicalJSON.string(row.text(1)).encoded()
        let start = Array("{\"entry\":\(row.integer(0)),\"field\":".utf8) + field
        return start + Array(",\"key\":\"\(Base64.encode(row.bytes(2)))\",\"value\":".utf8) + row.bytes(3)
            + Array("}\n".utf8)
    }
}
