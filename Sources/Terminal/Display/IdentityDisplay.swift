import Console
import Cryptography
import DER
import Keyring
import Label

extension Identity {
    /// Everything about it, a line for each thing.
    /// - Parameter now: what its certificates' periods are compared with.
    package func lines(at now: DERTime, _ language: Language) -> [DisplayLine] {
        [
            DisplayLine(.titleName, name.text, language),
            DisplayLine(.titleFingerprint, fingerprint.text, language),
            DisplayLine(.titleTrust, trustText(language), language),
        ] + pair.lines(at: now, language)
    }

    /// One's own, or how far it is trusted.
    func trustText(_ language: Language) -> String {
        if isOwn { return Message.trustOwn.text(language) }
        return switch trust {
        case .trusted(let since): Message.trustSince.text(language, since.day.description)
        case .untrusted: Message.trustNone.text(language)
        case .mismatched: Message.trustMismatched.text(language)
        }
    }
}

extension CertificatePair {
    /// What the certificates say, a line for each thing.
    package func lines(at now: DERTime, _ language: Language) -> [DisplayLine] {
        let subject = signing.subject
        let lines: [(Message, String?)] = [
            (.titleSubject, escaped(subject.commonName)),
            (.titleUnit, subject.organizationalUnit.map { escaped($0) }),
            (.titleMail, subject.mail.map { escaped($0) }),
            (.titleSigningKey, signing.keyText(at: now, language)),
            (.titleEncryptionKey, encryption.keyText(at: now, language)),
        ]
        return lines.compactMap { title, value in value.map { DisplayLine(title, $0, language) } }
    }

    /// The last day on which both certificates are valid.
    var lastDay: CalendarDay { min(signing.notAfter, encryption.notAfter).day }
}

extension Certificate {
    /// "p384, 2026-04-01 to 2031-03-31", and what is wrong with that.
    fileprivate func keyText(at now: DERTime, _ language: Language) -> String {
        let text = Message.keyPeriod.text(
            language, publicKey.type.name, notBefore.day.description, notAfter.day.description)
        return switch validity(at: now) {
        case .valid: text
        case .expired: Message.periodExpired.text(language, EscapedText(text))
        case .notYetValid: Message.periodNotBegun.text(language, EscapedText(text))
        }
    }
}

/// Identities as a table: name, trust, kind of key, end of validity, fingerprint.
package func table(of identities: [Identity], _ language: Language) -> [String] {
    let rows = identities.map { identity in
        [
            identity.name.text, identity.trustText(language), identity.signing.publicKey.type.name,
            identity.pair.lastDay.description, identity.fingerprint.text,
        ]
    }
    return inColumns(rows)
}

/// Rows whose cells stand under each other, two spaces apart. Every cell was escaped where others have chosen it.
func inColumns(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { displayWidth($0[column]) }.max() ?? 0 }
    return rows.map { row in
        let cells = zip(row, widths).dropLast().map { text, width in
            text + String(repeating: " ", count: width - displayWidth(text))
        }
        return (cells + row.suffix(1)).joined(separator: "  ")
    }
}
