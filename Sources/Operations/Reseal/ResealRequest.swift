import Cryptography
import DER
import Keyring
import Label
import PackageFormat
import SystemIO

/// What a user decides when packages are sealed again. Recipients, label and purpose stay.
package struct ResealRequest: Sendable {
    /// The cipher of content and wraps.
    package var suite: Suite
    /// Who signs.
    package var sender: Identity
    /// The size is padded (Padmé).
    package var padding = true
    /// What is not used any more.
    package var withdrawals: Withdrawals
    /// The time that counts for certificates and is claimed in the package.
    package var now: DERTime
    /// The withdrawn algorithm that is the reason, by its name on the recommended list; nil for another reason.
    package var affectedBy: String?
    /// Threads that read, encrypt and write.
    package var workers = defaultWorkerCount

    /// With the cipher that is usual while these algorithms are withdrawn.
    package init(from sender: Identity, withdrawals: Withdrawals, now: DERTime) {
        self.sender = sender
        self.withdrawals = withdrawals
        self.now = now
        suite = withdrawals.usualSuite
    }
}

/// A package that was sealed again.
package struct ResealReport: Sendable {
    /// What was written.
    package let package: SealedPackage
    /// The identifier of the package that it was before.
    package let former: [UInt8]
    /// Whose keys open it, as before; a passphrase, if it has one, opens it too.
    package let recipients: [Identity]
    /// Algorithms that will not last as long as the label demands.
    package let algorithmWarnings: [AlgorithmWarning]
}
