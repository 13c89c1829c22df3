import DER

/// An entry of a ledger, as it was appended: canonical, of a known kind, and of that kind's schema.
///
/// Its leaf in the tree is the hash of ``bytes``. They hold no line feed, so that an export has one entry in each line.
package struct Entry: Hashable, Sendable {
    /// What it records.
    package let kind: EntryKind
    private let document: CanonicalDocument

    /// Reads an entry strictly.
    /// - Throws: ``LedgerError/Code/malformed``, ``LedgerError/Code/notCanonical``, ``LedgerError/Code/tooLarge``,
    ///   ``LedgerError/Code/unknownKind``, ``LedgerError/Code/missingField``, ``LedgerError/Code/unexpectedField``,
    ///   ``LedgerError/Code/badValue``.
    package init(_ bytes: [UInt8]) throws(LedgerError) {
        var reader = EntryReader()
        if let objection = bytes.withUnsafeBytes({ text in reader.objection(text) }) { throw objection }
        guard let schema = reader.schema else { throw LedgerError(.unknownKind, "no schema", field: "kind") }
        kind = schema.kind
        document = CanonicalDocument(bytes: bytes, tokens: reader.tokens)
    }

    /// The canonical text, of at most 65,535 bytes.
    package var bytes: [UInt8] { document.bytes }

    /// All fields, with commitments where values are personal.
    package var fields: [String: CanonicalJSON] { document.value(at: 0).members ?? [:] }

    /// A field's value; nil if the entry does not have it.
    package subscript(_ field: String) -> CanonicalJSON? { document.member(field).map { document.value(at: $0) } }

    /// When, by the clock of whoever wrote it.
    package var time: DERTime? { text("at").flatMap { DERTime(rfc3339: $0) } }

    /// The package's identifier, in hexadecimal digits.
    package var package: String? { text("package") }

    /// Whether it was written while the ledger could not be used, and appended later.
    package var isSpooled: Bool { self["spooled"]?.flag ?? false }

    /// A field that holds text.
    package func text(_ field: String) -> String? { self[field]?.text }

    /// A field that holds a number.
    package func count(_ field: String) -> Int? { self[field]?.integer }

    /// A field that holds a list of texts.
    package func texts(_ field: String) -> [String]? { self[field]?.elements?.compactMap(\.text) }

    /// What a personal field commits to; nil if the entry does not have the field.
    package func commitment(_ field: String) -> PersonalCommitment? { self[field].flatMap(PersonalCommitment.init) }
}

extension DERTime {
    /// From YYYY-MM-DDTHH:MM:SSZ and nothing else.
    init?(rfc3339 text: String) {
        let octets = Array(text.utf8)
        guard octets.count == 20, [4, 7, 10, 13, 16].map({ octets[$0] }) == Array("--T::".utf8) else { return nil }
        let digits = octets.enumerated().filter { ![4, 7, 10, 13, 16].contains($0.offset) }.map(\.element)
        self.init(text: String(decoding: digits, as: UTF8.self))
    }
}
