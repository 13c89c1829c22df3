/// The kinds of entries about this ledger and others.
extension EntrySchema {
    static let ledgers: [EntrySchema] = [
        EntrySchema(.ledger, [.required("origin", .words), .required("key", .text(limit: 512))]),
        EntrySchema(
            .forget,
            [
                .required("fields", .count), .required("reason", .words),
                .optional("values", .list(of: .name, limit: ErasedValues.limit)), .optional("of-kind", .name),
                .optional("before", .time), .optional("completed", .count),
            ]),
        EntrySchema(
            .witness, [.required("origin", .words), .required("size", .count), .required("root", .hash)]),
        EntrySchema(
            .cosigned,
            [.required("size", .count), .required("witness", .words), .required("organisation", .words)]),
    ]
}
