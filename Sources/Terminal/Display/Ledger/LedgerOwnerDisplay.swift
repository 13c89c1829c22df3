import Console
import Cryptography
import Label
import Operations
import Transparency

extension LedgerOwner {
    /// Success only if somebody who is trusted vouches for the ledger.
    var exitCode: ExitCode {
        switch self {
        case .told, .signed(.trusted, wasValid: true): .success
        case .signed(.trusted, wasValid: false): .refused
        case .signed: .signerUnknown
        case .badPin: .badSignature
        case .nobody: .originUnknown
        }
    }

    /// Who it is; escaped.
    package func text(_ language: Language) -> String {
        switch self {
        case .told: Message.ownerTold.text(language)
        case .nobody: Message.ownerNobody.text(language)
        case .badPin: Message.ownerBadPin.text(language)
        case .signed(.trusted(let identity), wasValid: true): escaped(identity.name.text)
        case .signed(.trusted(let identity), wasValid: false):
            Message.ownerNotValid.text(language, identity.name.text)
        case .signed(let judgement, _): Message.ownerNotVouched.text(language, EscapedText(judgement.text(language)))
        }
    }
}

/// Who vouches for a ledger, for `--json`.
package struct LedgerOwnerJSON: Encodable, Sendable {
    private let owner: LedgerOwner

    /// Who vouches for it.
    package init(_ owner: LedgerOwner) { self.owner = owner }

    private enum Key: String, CodingKey { case judgement, wasValid }

    /// As a sender; who was told or missing has a judgement only.
    package func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        switch owner {
        case .signed(let judgement, let wasValid):
            try SignerJSON(judgement).encode(to: encoder)
            try object.encode(wasValid, forKey: .wasValid)
        case .told: try object.encode("told", forKey: .judgement)
        case .badPin: try object.encode("bad-signature", forKey: .judgement)
        case .nobody: try object.encode("unsigned", forKey: .judgement)
        }
    }
}

/// A key of a ledger for `--json`.
package struct LedgerKeyJSON: Encodable, Sendable {
    private let key: String
    private let name: String
    /// SHA-256 of the public key.
    private let fingerprint: String
    private let owner: LedgerOwnerJSON

    /// - Parameter fingerprint: SHA-256 of the public key.
    package init(_ key: VerifierKey, fingerprint: [UInt8], owner: LedgerOwner) {
        self.key = key.text
        name = key.name.text
        self.fingerprint = hexadecimal(fingerprint)
        self.owner = LedgerOwnerJSON(owner)
    }
}
