import Console
import Label
import Operations
import PackageFormat
import SystemIO

/// Defaults for sealing, which options override: `config.yaml`, a file in a small part of YAML.
package struct Configuration: Hashable, Sendable {
    /// The name of the identity that signs; nil if nothing is said.
    package private(set) var from: String?
    /// Whether the sender is a recipient too.
    package private(set) var includesSelf: Bool?
    /// What packages are for.
    package private(set) var purpose: Purpose?
    /// The grade of what is sealed.
    package private(set) var grade: Grade?
    /// How what is sealed has to be handled; empty if nothing is said.
    package private(set) var restrictions: [Restriction] = []
    /// The cipher of packages.
    package private(set) var suite: Suite?
    /// The ledger's folder; nil if nothing is said.
    package private(set) var ledger: Path?
    /// Whether a ledger is kept.
    package private(set) var keepsLedger = true
    /// What happens while the ledger cannot be used; nil if nothing is said.
    package private(set) var whenLedgerUnavailable: UnavailableLedger?

    /// How long receipts of a transfer may take, as an option has it: "7d"; nil if nothing is said.
    package private(set) var transferDeadline: String?

    /// The largest file, in bytes.
    package static let limit = 65_536

    /// Without any default.
    package init() {}

    /// Reads the bytes of a file.
    /// - Throws: ``TerminalError`` with the line: `badConfiguration` for what is not of its form, `unknownKey`,
    ///   `duplicateKey`, and `badConfigurationValue`, with the reason if it is a part of a label.
    package init(bytes: [UInt8]) throws(TerminalError) {
        var seen = Set<Key>()
        for entry in try ConfigurationSyntax.entries(of: bytes) {
            guard let key = Key(rawValue: entry.key) else {
                throw TerminalError(.unknownKey, line: entry.line, text: entry.key)
            }
            guard seen.insert(key).inserted else {
                throw TerminalError(.duplicateKey, line: entry.line, text: entry.key)
            }
            let isOfItsKind: Bool
            do { isOfItsKind = try set(key, entry.value) } catch { throw TerminalError(error, line: entry.line) }
            guard isOfItsKind else { throw TerminalError(.badConfigurationValue, line: entry.line, text: entry.key) }
        }
    }

    /// Reads a file.
    /// - Parameter path: the file that must be there. Nil: `fubako/config.yaml` below XDG_CONFIG_HOME or `~/.config`, which
    ///   may be missing (XDG Base Directory Specification).
    /// - Throws: ``TerminalError`` as for bytes, or `system`.
    package static func load(_ path: Path?) throws(TerminalError) -> Configuration {
        let isAsked = path != nil
        guard let path = path ?? standardPath else { return Configuration() }
        let bytes: [UInt8]
        do {
            bytes = try Descriptor.open(path, .readOnly).readToEnd(limit: limit)
        } catch {
            if error.code == .notFound, !isAsked { return Configuration() }
            throw TerminalError(
                SystemError(error.code, error.operation, path: path, offset: error.offset, number: error.number))
        }
        do { return try Configuration(bytes: bytes) } catch { throw error.at(path) }
    }

    /// The file's keys.
    private enum Key: String {
        case from, `self`, purpose, grade, restrict, suite, ledger
        case ledgerUnavailable = "ledger-unavailable"
        case transferDeadline = "transfer-deadline"
    }

    /// Takes a value over; false if it is not of the kind that the key has.
    private mutating func set(_ key: Key, _ value: ConfigurationValue) throws(LabelError) -> Bool {
        switch (key, value) {
        case (.from, .text(let name)): from = name
        case (.self, .flag(let flag)): includesSelf = flag
        case (.purpose, .text(let text)): purpose = try Purpose(text: text)
        case (.grade, .text(let text)): grade = try Grade(text: text)
        case (.restrict, .list(let texts)):
            for text in texts { restrictions.append(try Restriction(text: text)) }
        case (.suite, .text(let name)):
            suite = Suite(name: name)
            return suite != nil
        case (.ledger, .flag(let flag)): keepsLedger = flag
        case (.ledger, .text("off")): keepsLedger = false
        case (.ledger, .text(let path)):
            // A relative one would be another ledger in every folder.
            guard path.hasPrefix("/") else { return false }
            ledger = Path(path)
        case (.ledgerUnavailable, .text(let text)):
            whenLedgerUnavailable = UnavailableLedger(rawValue: text)
            return whenLedgerUnavailable != nil
        case (.transferDeadline, .text(let text)):
            // A day would have passed sooner or later.
            guard text.count >= 2, let unit = text.last, "hdw".contains(unit), let number = Int(text.dropLast()) else {
                return false
            }
            transferDeadline = text
            return (1...10_000).contains(number)
        default: return false
        }
        return true
    }

    private static var standardPath: Path? {
        if let config = environmentVariable("XDG_CONFIG_HOME"), config.hasPrefix("/") {
            return Path(config).appending("fubako/config.yaml")
        }
        guard let home = environmentVariable("HOME"), home.hasPrefix("/") else { return nil }
        return Path(home).appending(".config/fubako/config.yaml")
    }
}

extension Suite {
    /// As it is written on the command line.
    package var name: String {
        switch self {
        case .aes256GCM: "aes-256-gcm"
        case .chacha20Poly1305: "chacha20-poly1305"
        }
    }

    /// Nil for any other text.
    package init?(name: String) {
        guard let suite = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = suite
    }
}
