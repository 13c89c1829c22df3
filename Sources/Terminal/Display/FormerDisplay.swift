import Console
import Cryptography
import Label
import Operations
import PackageFormat

/// What a package was before it was sealed again, for `--json`.
struct FormerJSON: Encodable, Sendable {
    private let packageId: String
    private let sealed: String
    private let suite: String
    private let sender: SignerJSON
    private let signature: String
    private let certificateValid: Bool
    private let forgeable: [String]

    init(_ former: FormerStatement) {
        let header = former.statement.header
        packageId = hexadecimal(header.packageID)
        sealed = former.sealingTime.rfc3339
        suite = header.suite.name
        sender = SignerJSON(former.judgement)
        signature =
            former.judgement.certificate == nil
            ? "unsigned" : former.forgeable.isEmpty ? "valid" : "statement of the resealer only"
        certificateValid = former.signerWasValid
        forgeable = former.forgeable
    }
}

extension Output {
    /// Tells who sealed a package before it was sealed again, and what that is worth.
    func tell(former statements: [FormerStatement]) {
        for former in statements {
            let text = former.text(language)
            note(text: "  " + (former.signerWasValid ? text : Message.senderNotValid.text(language, EscapedText(text))))
        }
    }
}

extension FormerStatement {
    fileprivate func text(_ language: Language) -> String {
        let signer = EscapedText(judgement.text(language))
        guard judgement.certificate != nil else {
            return Message.formerUnsigned.text(language, sealingTime.rfc3339)
        }
        guard forgeable.isEmpty else {
            return Message.formerForgeable.text(
                language, sealingTime.rfc3339, signer, EscapedText(forgeable.joined(separator: language.separator)))
        }
        return Message.formerValid.text(language, sealingTime.rfc3339, signer)
    }
}
