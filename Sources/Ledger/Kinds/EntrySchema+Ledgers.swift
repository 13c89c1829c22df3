/// The kinds of entries about this ledger and others.
extension EntrySchema {
    static let ledgers: [EntrySchema] = [
        EntrySchema(.ledger, [.required("origin", .words), .required("key", .text(limit: 512))]),
        EntrySchema(.forget, [.required("fields", .count), .required("reason", .words)]),
        EntrySchema(
            .witness, [.required("origin", .words), .required("size", .count), .required("root", .hash)]),
        EntrySchema(
            .cosigned,
            [.required("size", .count), .required("witness", .words), .required("organisation", .words)]),
    ]
}
