import Ledger
import TestSupport
import Testing

@Suite("What SQLite keeps for searching leads to every entry, or the verification names it")
struct IndexTests {
    struct Change: Sendable {
        let name: String
        /// Statements of Python; `data` is the database file, `edit(column, change)` changes the entries of an index.
        let python: String
        let field: String
        let position: UInt64?
    }

    /// Changes the cells of an index in the file itself: SQL would keep it in step with the table. The index is small enough
    /// for one page, whose format is that of https://www.sqlite.org/fileformat2.html#b_tree_pages.
    private static let tools = """
        import sqlite3, struct, sys
        path = sys.argv[1]
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_schema"))
        connection.close()
        data = bytearray(open(path, "rb").read())

        def edit(column, change):
            start = (roots["entry_" + column] - 1) * size
            assert data[start] == 10
            count = struct.unpack_from(">H", data, start + 3)[0]
            pointers = list(struct.unpack_from(">%dH" % count, data, start + 8))
            pointers = change(pointers, start)
            struct.pack_into(">H", data, start + 3, len(pointers))
            struct.pack_into(">%dH" % len(pointers), data, start + 8, *pointers)

        def drop(number):
            return lambda pointers, start: pointers[:number] + pointers[number + 1:]

        def swap(pointers, start):
            return [pointers[1], pointers[0]] + pointers[2:]

        def other(number):
            def change(pointers, start):
                place = data.index(b"policy", start + pointers[number])
                data[place:place + 6] = b"policz"
                return pointers
            return change


        """

    private static let changes = [
        Change(name: "a hidden kind", python: "edit('kind', drop(5))", field: "kind", position: 5),
        Change(name: "a hidden time", python: "edit('at', drop(0))", field: "at", position: 0),
        Change(name: "a hidden package", python: "edit('package', drop(1))", field: "package", position: 22),
        Change(name: "another kind", python: "edit('kind', other(20))", field: "kind", position: 20),
        Change(name: "another order", python: "edit('at', swap)", field: "at", position: 0),
    ]

    private func filled() throws -> Desk {
        let desk = try Desk()
        let ledger = try desk.ledger()
        try ledger.append(desk.entries(20))
        for number in 1...3 {
            let package = Samples.filled(UInt8(number))
            try ledger.append([.sealFailed(package, cause: "no space", by: desk.author, at: Samples.time)])
        }
        return desk
    }

    @Test("an entry that a search would not find is named", arguments: changes)
    func changed(_ change: Change) throws {
        let desk = try filled()
        let python = Self.tools + change.python + "\nopen(path, 'wb').write(data)\n"
        let result = try run("python3", ["-c", python, desk.folder("ledger/ledger.sqlite")])
        #expect(result.status == 0, "\(result.errors)")
        let findings = try desk.existing().verify().findings
        #expect(findings.map(\.kind) == [.indexDamaged], "\(change.name)")
        #expect(findings.first?.field == change.field, "\(change.name)")
        #expect(findings.first?.position == change.position, "\(change.name)")
    }

    @Test("the table is whole")
    func table() { #expect(Self.changes.count == 5) }

    @Test("a hidden entry is indeed not found by a search")
    func hidden() throws {
        let desk = try filled()
        var filter = EntryFilter()
        filter.kinds = [.policy]
        #expect(try desk.existing().entries(matching: filter).entries.count == 20)
        let python = Self.tools + "edit('kind', drop(5))\nopen(path, 'wb').write(data)\n"
        #expect(try run("python3", ["-c", python, desk.folder("ledger/ledger.sqlite")]).status == 0)
        #expect(try desk.existing().entries(matching: filter).entries.count == 19)
    }

    @Test(
        "tables and indexes other than the program makes are named",
        arguments: [
            "DROP INDEX entry_at; CREATE INDEX entry_at ON entry(at) WHERE at > '2027'",
            "CREATE TRIGGER drain AFTER INSERT ON entry BEGIN DELETE FROM checkpoint; END",
            "CREATE VIEW other AS SELECT * FROM entry",
            "DROP INDEX entry_package",
        ])
    func schema(_ sql: String) throws {
        let desk = try filled()
        try desk.sql(sql)
        let findings = try desk.existing().verify().findings
        #expect(!findings.isEmpty)
        #expect(findings.allSatisfy { $0.kind == .indexDamaged || $0.kind == .schemaChanged })
        #expect(findings.contains { $0.kind == .schemaChanged && $0.field?.hasPrefix("ledger.sqlite: ") == true })
        let refused = refusal { () throws(LedgerError) in try desk.existing().append(desk.entries(1)) }
        #expect(refused?.code == .foreignSchema)
    }
}
