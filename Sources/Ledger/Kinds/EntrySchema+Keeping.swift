/// The kinds of entries about what is kept beside packages: labels, keys, rules.
extension EntrySchema {
    static let keeping: [EntrySchema] = [
        EntrySchema(
            .label,
            [
                .optional("package", .hash), .required("from", .grade), .required("to", .grade),
                .optional("decider", .personal), .required("reason", .words),
            ]),
        EntrySchema(
            .key,
            [
                .required("event", .word(KeyEvent.allCases.map { Array($0.rawValue.utf8) })),
                .required("fingerprint", .hash),
                .required("algorithms", .algorithms),
            ]),
        EntrySchema(
            .policy,
            [
                .required("event", .name), .optional("algorithm", .name), .optional("reason", .text(limit: 512)),
                .optional("value", .words),
            ]),
        EntrySchema(
            .notice,
            [
                .required("version", .name), .required("shown", .word("terminal", "other")),
                .required("confirmed", .flag),
            ]),
    ]
}

/// What happens to a key. The raw value stands in the entry.
package enum KeyEvent: String, Hashable, Sendable, CaseIterable {
    case created, imported, trusted, untrusted, removed, exported
    case passphraseChanged = "passphrase-changed"
}
