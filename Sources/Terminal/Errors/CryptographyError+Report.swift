import Cryptography
import Label

extension CryptographyError: Reportable {
    /// What a person is told about it, in that language.
    package func report(in language: Language) -> ErrorReport {
        ErrorReport(
            Self.explanations[code], module: "cryptography", code: code.rawValue, language, what: operation.shown,
            [reason])
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
