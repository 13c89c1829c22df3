import Cryptography
import Label

extension CryptographyError: Reportable {
    /// What a person is told about it, in that language.
    package func report(in language: Language) -> ErrorReport {
        // The operation and the reason are words of standards and of the library, which are English only.
        ErrorReport(
            Self.explanations[code], module: "cryptography", code: code.rawValue, language,
            what: language == .en ? operation.shown : Message.whatCryptography.text(language), [reason],
            detail: [operation, reason].filter { !$0.isEmpty }.joined(separator: ": "))
    }

    static let explanations: [Code: Explanation] = [
        .opensslFailure: Explanation(.internalError, .cryptographyFailed),
        .authenticationFailed: Explanation(.damaged, .cryptographyAuthentication, .hintDamaged),
        .wrongPassphrase: Explanation(.wrongKey, .cryptographyWrongPassphrase, .hintPassphrase),
        .invalidKey: Explanation(.refused, .cryptographyInvalidKey),
        .malformed: Explanation(.damaged, .cryptographyMalformed, .hintDamaged),
        .unsupportedAlgorithm: Explanation(.unsupported, .cryptographyUnsupported, .hintNewerVersion),
        .notListed: Explanation(.refused, .cryptographyNotListed),
        .certificateRefused: Explanation(.refused, .cryptographyCertificate),
        .signatureInvalid: Explanation(.badSignature, .cryptographySignature, .hintSignature),
        .outOfRange: Explanation(.refused, .cryptographyOutOfRange),
        .invalidText: Explanation(.usage, .cryptographyInvalidText),
        .selfTestFailed: Explanation(.internalError, .cryptographySelfTest, .hintSelfTest),
    ]
}
