import Normalization

extension Secret {
    /// A passphrase in Unicode normalisation form C, so that it is the same however a keyboard composes it (RFC 8265, 4.2).
    /// - Throws: `invalidText` if the bytes are not valid UTF-8.
    package borrowing func normalizedNFC() throws(CryptographyError) -> Secret {
        try withUnsafeBytes { (text) throws(CryptographyError) in
            var written: Int?
            let room = Secret(count: nfcCapacity(forCount: text.count)) { written = normalizeNFC(text, into: $0) }
            guard let written else {
                throw CryptographyError(.invalidText, operation: "normalising", reason: "not valid UTF-8")
            }
            return room.prefix(written)
        }
    }
}
