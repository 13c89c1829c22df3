extension ObjectIdentifier {
    /// 2.25.138820045967870167561186176191783912112, a UUID arc (ITU-T X.667) made once for Fubako.
    ///
    ///     1.1   content type: manifest and MAC of a package
    ///     1.2   content type: public key of a ledger
    ///     1.4   content type: receipt for pieces of a package
    package static let fubako =
        ObjectIdentifier(content: [
            0x69, 0x81, 0xD0, 0xEF, 0xE2, 0xAC, 0xC0, 0x82, 0xB2, 0xB8, 0x8D, 0x84, 0xD0, 0x8B, 0x8F, 0xF5, 0xDB, 0xB9,
            0x85, 0x30,
        ]) ?? ObjectIdentifier(2, 25)
}
