/// The kinds of entries about packages.
extension EntrySchema {
    static let packages: [EntrySchema] = [
        EntrySchema(
            .sealIntent,
            [
                .required("package", .hash), .required("header", .hash), .required("purpose", .name),
                .optional("grade", .grade), .required("restrictions", .list(of: .words, limit: 32)),
                .optional("retention", .day),
                .optional("recipients", .list(of: .hexadecimal(bytes: 8...32), limit: 1024)),
                .required("passphrase", .flag), .required("algorithms", .algorithms), .required("names", .personal),
            ]),
        EntrySchema(
            .seal,
            [
                .required("package", .hash), .optional("manifest", .hash), .required("bytes", .count),
                .required("entries", .count), .required("result", .word("sealed", "failed")),
                .optional("cause", .name), .optional("names", .personal), .optional("output", .personal),
            ]),
        EntrySchema(
            .open,
            [
                .optional("package", .hash), .optional("manifest", .hash), .optional("signer", .hash),
                .required("result", .word("opened", "refused", "listed")), .optional("cause", .name),
                .required("bytes", .count), .required("entries", .count), .optional("resealed-from", .hash),
                .optional("input", .personal),
            ]),
        EntrySchema(
            .verify,
            [
                .optional("package", .hash), .optional("manifest", .hash), .optional("signer", .hash),
                .required("verdict", .name), .optional("cause", .name), .optional("input", .personal),
            ]),
        EntrySchema(
            .reseal,
            [
                .required("package", .hash), .required("from", .hash), .required("from-manifest", .hash),
                .optional("affected-by", .name),
            ]),
    ]
}
