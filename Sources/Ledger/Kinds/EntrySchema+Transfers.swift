/// The kinds of entries about packages on their way.
extension EntrySchema {
    static let transfers: [EntrySchema] = [
        EntrySchema(
            .transfer,
            [
                .required("package", .hash), .required("manifest", .hash),
                .required("event", .word(TransferEvent.allCases.map { Array($0.rawValue.utf8) })),
                .optional("k", .count), .optional("n", .count),
                .optional("mode", .word("one-piece-per-route", "shared")),
                .optional("fewest-routes", .count), .optional("deadline", .time),
                .optional("routes", .list(of: .text(limit: 640), limit: 64)), .optional("identities", .personal),
                .optional("stated-by", .personal), .optional("passphrase-by", .personal),
            ]),
        EntrySchema(
            .delivery,
            [
                .required("package", .hash), .required("piece", .count), .required("route", .name),
                .required("route-kind", .name), .required("result", .word("delivered", "present", "failed")),
                .optional("cause", .name), .required("bytes", .count), .required("resumed-at", .count),
                .optional("verification", .word("read-back", "told-by-place", "none")), .required("again", .flag),
                .optional("place", .personal), .optional("medium", .text(limit: 512)),
            ]),
        EntrySchema(
            .handover,
            [
                .required("package", .hash), .required("piece", .count), .required("event", .word("given", "received")),
                .required("when", .time), .optional("carrier", .personal), .optional("container", .words),
                .optional("seal", .words), .optional("place", .personal),
            ]),
        EntrySchema(
            .arrival,
            [
                .optional("package", .hash), .optional("manifest", .hash), .optional("signer", .hash),
                .optional("piece", .count), .optional("route", .name),
                .required("verdict", .word("good", "damaged", "refused", "replay")), .optional("cause", .name),
                .optional("input", .personal),
            ]),
        EntrySchema(
            .receipt,
            [
                .required("package", .hash), .required("manifest", .hash),
                .required("direction", .word("issued", "received")), .required("signer", .hash),
                .required("good", .list(of: .count, limit: 64)), .required("damaged", .list(of: .count, limit: 64)),
                .required("state", .word("collecting", "openable", "opened")), .required("closes", .flag),
            ]),
    ]
}

/// What happened to a transfer. The raw value stands in the entry.
package enum TransferEvent: String, Hashable, Sendable, CaseIterable {
    /// It is about to begin.
    case planned
    /// A piece is about to be sent once more.
    case resend
    /// A piece was made anew, and is about to be sent once more.
    case replacement
    /// Nothing more is to be sent.
    case closed
    /// It was given up.
    case cancelled
}
