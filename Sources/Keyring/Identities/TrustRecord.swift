import DER

/// The file `trusted` of an identity: which pair was trusted, and since when.
///
/// ```
/// fubako-trust 1
/// fingerprint 0123 4567 ... (16 groups)
/// since 2026-04-01T09:00:00Z
/// ```
/// Three lines, each ended by LF, in this one form.
struct TrustRecord: Equatable {
    let fingerprint: Fingerprint
    let since: DERTime

    /// Length in bytes that a file is read up to.
    static let maximumCount = 256

    private static let head = "fubako-trust 1"
    private static let fingerprintLabel = "fingerprint "
    private static let sinceLabel = "since "

    init(_ fingerprint: Fingerprint, since: DERTime) {
        self.fingerprint = fingerprint
        self.since = since
    }

    /// Reads the one form.
    /// - Throws: ``KeyringError/Code/malformed``.
    init(_ bytes: [UInt8]) throws(KeyringError) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 4, lines[1].hasPrefix(Self.fingerprintLabel), lines[2].hasPrefix(Self.sinceLabel),
            let fingerprint = Fingerprint(lines[1].dropFirst(Self.fingerprintLabel.count)),
            let since = DERTime(text: lines[2].dropFirst(Self.sinceLabel.count).filter { !"-:T".contains($0) })
        else { throw Self.refusal }
        self.init(fingerprint, since: since)
        guard self.bytes == bytes else { throw Self.refusal }
    }

    var bytes: [UInt8] {
        let lines = [Self.head, Self.fingerprintLabel + fingerprint.text, Self.sinceLabel + since.rfc3339, ""]
        return Array(lines.joined(separator: "\n").utf8)
    }

    /// What the record says about the pair that is there now.
    func trust(in pair: CertificatePair) -> Trust {
        fingerprint == pair.fingerprint ? .trusted(since: since) : .mismatched
    }

    private static var refusal: KeyringError { KeyringError(.malformed, "not a record of trust") }
}
