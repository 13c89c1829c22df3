import Cryptography
import SystemIO

/// How the ledger will be told that a package was sealed: kept before the package gets its name, and until the ledger has it,
/// so that a later run can tell it in place of one that was killed in between.
///
///     fubako outcome 1
///     base64(path of the package, or of the first of its pieces)
///     entry, and its personal values, as in the spool
///     ...
///     end
package struct KeptOutcome: Hashable, Sendable {
    /// The file that gets its name last: once it is there, all of the package is.
    package let output: Path
    /// The entry that says that the package was sealed, and one that says which package it takes the place of, if it does.
    package let entries: [PreparedEntry]

    /// Length in bytes of a file, at most.
    static let maximumCount = 1 << 18
    private static let magic = Array("fubako outcome 1".utf8)
    private static let end = Array("end".utf8)

    /// - Parameters:
    ///   - output: absolute.
    ///   - entries: of the kind `seal`, and perhaps `reseal`, about one package.
    /// - Throws: ``LedgerError/Code/badValue`` for other entries, or a path that is none.
    package init(output: Path, entries: [PreparedEntry]) throws(LedgerError) {
        guard output.isAbsolute, !output.bytes.contains(0) else {
            throw LedgerError(.badValue, "not an absolute path", field: "output")
        }
        let kinds: [EntryKind] = [.seal, .reseal]
        guard let first = entries.first?.entry, entries.map(\.entry.kind) == Array(kinds.prefix(entries.count)),
            first.text("result") == "sealed", first.text("manifest") != nil,
            entries.allSatisfy({ $0.entry.package == first.package })
        else { throw LedgerError(.badValue, "not the outcome of a sealing", field: "entries") }
        self.output = output
        self.entries = entries
    }

    /// SHA-256 of the package's Manifest, in hexadecimal digits.
    package var manifest: String? { entries.first?.entry.text("manifest") }

    /// The package's identifier, in hexadecimal digits.
    var package: String? { entries.first?.entry.package }

    /// The one form in which it is kept.
    /// - Throws: ``LedgerError/Code/tooLarge``.
    func encoded() throws(LedgerError) -> [UInt8] {
        var bytes = Self.magic + [0x0A] + Array(Base64.encode(Array(output.bytes)).utf8) + [0x0A]
        for entry in entries { bytes += try entry.encoded() }
        bytes += Self.end + [0x0A]
        guard bytes.count <= Self.maximumCount else { throw LedgerError(.tooLarge, "too long to be kept") }
        return bytes
    }

    /// Reads the one form.
    /// - Throws: ``LedgerError/Code/malformed``, ``LedgerError/Code/notCanonical``; as ``init(output:entries:)`` and
    ///   ``Entry/init(_:)``.
    init(encoded bytes: [UInt8]) throws(LedgerError) {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard lines.count >= 5, lines[0].elementsEqual(Self.magic), lines[lines.count - 2].elementsEqual(Self.end),
            lines[lines.count - 1].isEmpty, let path = Base64.decode(Array(lines[1]))
        else { throw LedgerError(.malformed, "not an outcome that was kept") }
        var entries: [PreparedEntry] = []
        for group in Self.groups(lines[2..<lines.count - 2]) {
            entries.append(try PreparedEntry(encoded: Array(group.joined(separator: [0x0A])) + [0x0A]))
        }
        try self.init(output: Path(path), entries: entries)
        guard try encoded() == bytes else { throw LedgerError(.notCanonical, "not in the one form") }
    }

    /// The lines of each entry: an entry begins with a brace, and the name of a personal value does not.
    private static func groups(_ lines: ArraySlice<ArraySlice<UInt8>>) -> [[ArraySlice<UInt8>]] {
        var groups: [[ArraySlice<UInt8>]] = []
        for line in lines {
            if line.first == UInt8(ascii: "{") || groups.isEmpty {
                groups.append([line])
            } else {
                groups[groups.count - 1].append(line)
            }
        }
        return groups
    }
}
