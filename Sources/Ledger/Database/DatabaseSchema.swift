/// The tables and indexes of a database, and nothing else. A trigger, a view, or an index that leaves rows out, would change
/// what is found, erased or appended without changing any entry.
struct DatabaseSchema: Sendable {
    /// What makes them.
    let script: String
    /// Each as SQLite's own table names it.
    private let objects: [Object]

    /// One of `sqlite_schema`.
    struct Object: Hashable, Sendable {
        /// Its type, and what it is called.
        let title: String
        /// The statement that makes it.
        let sql: String
    }

    /// - Parameter script: statements that end with semicolons. SQLite keeps those that create something to the letter.
    init(_ script: String) {
        self.script = script
        objects = script.split(separator: ";").compactMap { statement in
            let text = String(statement.drop(while: \.isWhitespace))
            let words = text.split(maxSplits: 3, whereSeparator: { $0 == " " || $0 == "(" })
            guard words.count > 2, words[0] == "CREATE" else { return nil }
            return Object(title: words[1].lowercased() + " " + words[2], sql: text)
        }
    }

    /// What is not the program's own, or is missing, in the order of their titles.
    func strangers(_ connection: SQLConnection) throws(LedgerError) -> [String] {
        var found: [Object] = []
        let sql = "SELECT ifnull(type, '') || ' ' || ifnull(name, ''), ifnull(sql, '') FROM sqlite_schema"
        try connection.rows(sql) { row throws(LedgerError) in
            found.append(Object(title: row.text(0), sql: row.text(1)))
            return true
        }
        let titles = Set(Set(found).symmetricDifference(objects).map(\.title)).sorted()
        return titles.isEmpty && found.count != objects.count ? [found.last?.title ?? ""] : titles
    }

    /// Makes sure that nothing else than the program itself decides what is written and erased.
    /// - Throws: ``LedgerError/Code/foreignSchema``.
    func require(_ connection: SQLConnection) throws(LedgerError) {
        guard let first = try strangers(connection).first else { return }
        throw LedgerError(
            .foreignSchema, "it holds what this program does not make, or lacks what it makes", field: first)
    }
}
