import DER
import Foundation
import Ledger
import SystemIO
import TestSupport
import Transparency

/// A ledger in a new folder, with a state folder beside it.
struct Desk {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    var path: Path { Path(folder("ledger")) }
    var state: Path { Path(folder("state")) }
    var author: Author { Author(actor: "tester", host: "desk") }
    var new: NewLedger { NewLedger(author: author, time: Samples.time) }

    /// Opens the ledger, and makes it if it is missing.
    func ledger() throws(LedgerError) -> Ledger { try Ledger.open(at: path, creating: new, state: state) }

    /// Opens the ledger that is there.
    func existing() throws(LedgerError) -> Ledger { try Ledger.open(at: path, state: state) }

    /// So many entries that tell one from another.
    func entries(_ count: Int, from first: Int = 0) -> [NewEntry] {
        (first..<first + count).map { number in
            .policy("numbered", value: String(number), by: author, at: Samples.time)
        }
    }

    /// Changes the ledger behind its back.
    @discardableResult
    func sql(_ script: String, database: String = "ledger.sqlite") throws -> String {
        let python = """
            import sqlite3, sys
            connection = sqlite3.connect(sys.argv[1], isolation_level=None)
            connection.executescript(sys.argv[2])
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            """
        let result = try run("python3", ["-c", python, folder("ledger/" + database), script])
        guard result.status == 0 else { throw TestSupportError(result.errors) }
        return result.text
    }

    /// Copies the ledger's folder.
    func copy(to name: String) throws {
        guard try run("cp", ["-a", folder("ledger"), folder(name)]).status == 0 else { throw TestSupportError("cp") }
    }

    /// Puts a copy in the place of the ledger.
    func putBack(_ name: String) throws {
        try FileManager.default.removeItem(atPath: folder("ledger"))
        guard try run("cp", ["-a", folder(name), folder("ledger")]).status == 0 else { throw TestSupportError("cp") }
    }
}

extension Desk {
    /// Changes entries and computes the hashes anew, as someone would who has everything but the key.
    func rewriteTree(_ change: (inout [[UInt8]]) -> Void) throws {
        let ledger = try existing()
        var entries = try ledger.entries().entries.map(\.entry.bytes)
        change(&entries)
        var hasher = try Hashing.hasher()
        var tree = try MerkleTree()
        var stored: [TreeHash] = []
        var script = ""
        for (position, bytes) in entries.enumerated() {
            try tree.append(leafHash: TreeHash.leaf(bytes, with: &hasher), storingIn: &stored)
            script += "UPDATE entry SET bytes = x'\(bytes.hex)' WHERE position = \(position);"
        }
        for (place, hash) in stored.enumerated() {
            script += "UPDATE hash SET value = x'\(hash.bytes.hex)' WHERE position = \(place);"
        }
        try sql(script)
    }
}
