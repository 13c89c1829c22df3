import DER
import Ledger

/// One entry of each kind, with every field that a builder sets.
enum Samples {
    static let author = Author(actor: "田中一郎 <tanaka@example.go.jp>", identity: filled(0xA1), host: "soumu-pc-17")
    static let time: DERTime = {
        guard let time = DERTime(seconds: 1_775_001_600) else { preconditionFailure("a time of this century") }
        return time
    }()

    static func filled(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }

    static var intent: NewEntry.SealIntent {
        var intent = NewEntry.SealIntent(package: filled(1), header: filled(2), purpose: "provide")
        intent.grade = "C3/I2/A1"
        intent.restrictions = ["複製禁止", "配付禁止"]
        intent.retention = CalendarDay(year: 2031, month: 3, day: 31)
        intent.recipients = [filled(3), filled(4)]
        intent.algorithms = ["ECDH", "AES", "GCM", "SHA-256"]
        intent.names = ["報告書.pdf", "annex"]
        return intent
    }

    static var received: NewEntry.Received {
        var received = NewEntry.Received(package: filled(1), manifest: filled(5), signer: filled(6))
        received.resealedFrom = filled(7)
        return received
    }

    /// Every kind but those that only the ledger itself appends.
    static var entries: [NewEntry] {
        [
            .sealIntent(intent, by: author, at: time),
            .sealed(filled(1), manifest: filled(5), bytes: 1_048_576, entries: 2, by: author, at: time),
            .sealFailed(filled(1), cause: "no space", by: author, at: time),
            .opened(received, bytes: 1_048_576, entries: 2, by: author, at: time),
            .openRefused(received, cause: "unknown signer", by: author, at: time),
            .verified(received, verdict: "unknown signer", by: author, at: time),

            .resealed(
                filled(8), from: filled(1), manifest: filled(5), affectedBy: "AES-256-GCM", by: author, at: time),
            .labelChanged(
                package: filled(1), from: "C3/I2/A2", to: "C2/I2/A2", decider: "鈴木", reason: "公表済み", by: author,
                at: time),
            .key(.created, fingerprint: filled(9), algorithms: ["ECDSA"], by: author, at: time),
            .policy("withdrawn", algorithm: "AES-256-GCM", reason: "broken", by: author, at: time),
            .notice(version: "1", onTerminal: true, confirmed: true, by: author, at: time),
            .witnessed(origin: "example.go.jp/zaimu", size: 12, root: filled(10), by: author, at: time),
            .cosigned(size: 12, witness: "kansa", organisation: "監査室", by: author, at: time),
        ]
    }
}
