import Console
import Keyring
import Label

extension KeyringError: Reportable {
    /// What a person is told about it, in that language.
    package func report(in language: Language) -> ErrorReport {
        // The keyring knows the whole path, the system call often only its last component.
        if code == .system, let system { return (path.map(system.at) ?? system).report(in: language) }
        if code == .cryptography, let cryptography { return cryptography.report(in: language) }
        return ErrorReport(
            Self.explanations[code], module: "keyring", code: code.rawValue, language,
            what: Message.whatKeyring.text(language), place: place(language), [told], detail: reason)
    }

    /// The day, the remedy or else the reason.
    private var told: String { date?.day.description ?? remedy ?? reason }

    private func place(_ language: Language) -> String? {
        let line = line.map { Message.placeLine.text(language, $0) }
        let parts = [name.map { escaped($0) }, path?.shown, line].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: language.separator)
    }

    static let explanations: [Code: Explanation] = [
        .invalidName: Explanation(.usage, .keyringInvalidName),
        .notFound: Explanation(.notFound, .keyringNotFound, .hintKeyList),
        .exists: Explanation(.refused, .keyringExists),
        .unknownMember: Explanation(.notFound, .keyringUnknownMember, .hintKeyList),
        .unsafePermissions: Explanation(.refused, .keyringUnsafePermissions, .hintPermissions),
        .malformed: Explanation(.damaged, .keyringMalformed),
        .tooLarge: Explanation(.damaged, .keyringTooLarge),
        .notPair: Explanation(.refused, .keyringNotPair),
        .notLinked: Explanation(.refused, .keyringNotLinked, .hintFingerprint),
        .wrongKeyUsage: Explanation(.refused, .keyringWrongKeyUsage),
        .sameKey: Explanation(.refused, .keyringSameKey),
        .weakKey: Explanation(.refused, .keyringWeakKey, .hintRenewKey),
        .notListed: Explanation(.refused, .keyringNotListed, .hintRenewKey),
        .expired: Explanation(.refused, .keyringExpired, .hintRenewKey),
        .notYetValid: Explanation(.refused, .keyringNotYetValid),
        .notTrusted: Explanation(.refused, .keyringNotTrusted, .hintTrust),
        .trustMismatch: Explanation(.refused, .keyringTrustMismatch, .hintFingerprint),
        .fingerprintMismatch: Explanation(.refused, .keyringFingerprintMismatch, .hintFingerprint),
        .notOwn: Explanation(.notFound, .keyringNotOwn, .hintKeyList),
        .isOwn: Explanation(.refused, .keyringIsOwn),
        .wrongPassphrase: Explanation(.wrongKey, .cryptographyWrongPassphrase, .hintPassphrase),
        .invalidPassphrase: Explanation(.usage, .keyringInvalidPassphrase),
        .keyMismatch: Explanation(.damaged, .keyringKeyMismatch),
    ]
}
