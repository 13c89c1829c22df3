import Cryptography
import DER
import Keyring
import PackageFormat

/// What is known of a package before it was sealed again: the content at hand is what was sealed then.
package struct FormerStatement: Sendable {
    /// What the record says, checked against itself and the content.
    package let statement: PriorStatement
    /// What the keyring says of whoever sealed it.
    package let judgement: SignerJudgement
    /// Algorithms of the former package that can be forged by now, by their names on the recommended list. Where there are
    /// any, it is a statement of whoever sealed the package again, and of nobody else.
    package let forgeable: [String]

    init(_ statement: PriorStatement, _ judgement: SignerJudgement, _ withdrawals: Withdrawals) {
        self.statement = statement
        self.judgement = judgement
        forgeable = statement.proofAlgorithms.filter(withdrawals.isForgeable)
    }

    /// As the former sender claimed it.
    package var sealingTime: DERTime { statement.manifest.sealingTime }

    /// Whether the signer's certificate was valid at the sealing time that it claims; true for an unsigned one.
    package var signerWasValid: Bool { judgement.wasValid(at: sealingTime) }
}

extension PriorStatement {
    /// Those on which the statement rests, by their names on the recommended list: whoever breaks one of them can make
    /// another content fit.
    fileprivate var proofAlgorithms: [String] {
        var names = (try? header.suite.aead.listedNames()) ?? []
        for hash in [HashAlgorithm.sha256, .sha512] { if let entry = try? hash.listing() { names.append(entry.name) } }
        if case .signed(let signature) = origin {
            names += (try? signature.certificate.publicKey.type.signatureNames()) ?? []
        }
        return names.uniqued
    }
}
