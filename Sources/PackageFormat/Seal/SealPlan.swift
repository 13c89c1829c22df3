import Cryptography
import Label
import SystemIO

/// What a package will be, but for its content and its addressees.
package struct SealPlan: Sendable {
    /// The cipher of content and wraps.
    package var suite = Suite.aes256GCM
    /// How many pieces there will be.
    package var split = Split.whole
    /// The certificate of whoever will sign; nil for an unsigned package.
    package var signer: Certificate?
    /// What the package is for.
    package var purpose: Purpose
    /// The label; nil for none.
    package var label: Label?
    /// The label stands in the index, not in the header.
    package var hidesLabel = false
    /// The header says, to everyone, that there is one file inside and nothing else. It must be true.
    package var claimsOneFile = false
    /// Sizes are padded (Padmé).
    package var padding = true
    /// Threads that read, encrypt and write.
    package var workers = defaultWorkerCount

    /// One piece, unsigned and unlabelled.
    package init(purpose: Purpose) { self.purpose = purpose }
}
