import Cryptography
import DER
import Keyring
import Label
import PackageFormat
import SystemIO

/// What is to be sealed.
package enum SealInput: Sendable {
    case files([Path])
    /// Standard input, as one file of this name.
    case standardInput(name: [UInt8])
}

/// Everything that a user decides about a package.
package struct SealRequest: Sendable {
    /// What is sealed.
    package var input: SealInput
    /// Whose keys open the package, besides the sender's.
    package var recipients: [Recipient] = []
    /// Who signs; nil for an unsigned package.
    package var sender: Identity?
    /// The sender can open the package too.
    package var includesSender = true
    /// Recipients are not named in the header.
    package var hidesRecipients = false
    /// The cipher of content and wraps.
    package var suite = Suite.aes256GCM
    /// What is not used any more.
    package var withdrawals = Withdrawals()
    /// What the package is for.
    package var purpose = Purpose.transfer
    /// What was said of the label; nil if nothing was.
    package var label: GivenLabel?
    /// The label where none is given and none inherited.
    package var defaultLabel: Label?
    /// Labels of the inputs, from the records beside them, are the least that the package gets.
    package var inheritsLabels = true
    /// The label is shown only to those who can open the package.
    package var hidesLabel = false
    /// How many pieces there are, and how many of them open the package.
    package var split = Split.whole
    /// The size is padded (Padmé).
    package var padding = true
    /// What is left out of folders.
    package var exclusions: [ExclusionPattern] = []
    /// Devices, sockets and FIFOs are left out and reported, instead of refused.
    package var skipsSpecialFiles = false
    /// The file that the package is written to, where it is open already and no path leads to it: it is refused among the
    /// inputs.
    package var openOutput: FileIdentity?
    /// The folder that the package is written into: among the folders that are sealed, under whatever name, it is refused.
    package var outputFolder: FileIdentity?
    /// The time that counts for certificates and is claimed in the package.
    package var now: DERTime
    /// Threads that read, encrypt and write.
    package var workers = defaultWorkerCount

    /// To nobody yet, unsigned and unlabelled.
    package init(_ input: SealInput, now: DERTime) {
        self.input = input
        self.now = now
    }
}

/// A package's own passphrase, which nobody else's key replaces.
package struct PackagePassphrase: ~Copyable, Sendable {
    /// In Unicode normalisation form C.
    package let secret: Secret
    /// PBKDF2 iterations, 1,000...10,000,000.
    package let iterations: Int

    /// - Parameter secret: in Unicode normalisation form C.
    package init(_ secret: consuming Secret, iterations: Int = 600_000) {
        self.secret = secret
        self.iterations = iterations
    }
}
