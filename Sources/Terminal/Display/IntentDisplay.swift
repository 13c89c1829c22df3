import Console
import Label
import Operations

extension IntentFinding {
    /// What the package says of its sender's ledger, in a line; nil if it says nothing.
    func line(_ language: Language) -> DisplayLine? {
        text(language).map { DisplayLine(.titleIntent, $0, language) }
    }

    private func text(_ language: Language) -> String? {
        switch self {
        case .none: nil
        case .bad: Message.intentBad.text(language)
        case .announced(let announcement):
            Message.intentAnnounced.text(
                language, announcement.origin, announcement.position,
                EscapedText(announcement.comparisonText(language)))
        }
    }

    /// What a person must be warned of; nil if there is nothing.
    func warning(_ language: Language) -> EscapedText? {
        guard case .announced(let announcement) = self else { return nil }
        switch announcement.comparison {
        case .notChecked, .fork: return EscapedText(announcement.comparisonText(language))
        case .untrusted, .noLedger, .firstSeen, .consistent: return nil
        }
    }
}

extension Announcement {
    fileprivate func comparisonText(_ language: Language) -> String {
        switch comparison {
        case .untrusted: Message.ledgerUntrusted.text(language)
        case .noLedger: Message.ledgerNotKnown.text(language)
        case .firstSeen: Message.ledgerFirstSeen.text(language)
        case .consistent: Message.ledgerConsistent.text(language)
        case .notChecked(let known):
            Message.ledgerNotChecked.text(language, min(known, size), max(known, size))
        case .fork(let known): Message.ledgerFork.text(language, min(known, size), max(known, size))
        }
    }
}

/// What a package says of its sender's ledger, for `--json`.
struct IntentJSON: Encodable, Sendable {
    private let state: String
    private let reason: String?
    private let origin: String?
    private let entry: UInt64?
    private let size: UInt64?
    private let known: UInt64?

    /// Nil if it says nothing.
    init?(_ finding: IntentFinding) {
        switch finding {
        case .none: return nil
        case .bad(let reason):
            self.init(state: "bad", reason: reason, nil)
        case .announced(let announcement):
            switch announcement.comparison {
            case .untrusted: self.init(state: "untrusted", announcement)
            case .noLedger: self.init(state: "no-ledger", announcement)
            case .firstSeen: self.init(state: "first-seen", announcement)
            case .consistent(let known): self.init(state: "consistent", announcement, known: known)
            case .notChecked(let known): self.init(state: "not-checked", announcement, known: known)
            case .fork(let known): self.init(state: "fork", announcement, known: known)
            }
        }
    }

    private init(state: String, reason: String? = nil, _ announcement: Announcement?, known: UInt64? = nil) {
        self.state = state
        self.reason = reason
        origin = announcement?.origin
        entry = announcement?.position
        size = announcement?.size
        self.known = known
    }
}
