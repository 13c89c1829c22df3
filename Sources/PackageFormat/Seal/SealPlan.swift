import Cryptography
import Label
import SystemIO

/// What a package will be, but for its content and its addressees.
package struct SealPlan: Sendable {
    package var suite = Suite.aes256GCM
    package var split = Split.whole
    /// The certificate of whoever will sign; nil for an unsigned package.
    package var signer: Certificate?
    package var purpose: Purpose
    package var label: Label?
    /// The label stands in the index, not in the header.
    package var hidesLabel = false
    /// Sizes are padded (Padmé).
    package var padding = true
    package var workers = defaultWorkerCount

    package init(purpose: Purpose) { self.purpose = purpose }
}
