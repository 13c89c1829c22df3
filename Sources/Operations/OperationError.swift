import Cryptography
import DER
import Keyring
import Label
import Ledger
import PackageFormat
import Routes
import SystemIO
import Transfer

/// Why a workflow was refused or could not be carried out.
package struct OperationError: Error, Equatable, Sendable {
    /// What is wrong, as a stable name.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable name.
        package let rawValue: String
        /// A code by its name; those in use are the constants below.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// No identity of one's own to sign with.
        package static let noSender = Code(rawValue: "no sender")
        /// Several identities of one's own, and none was chosen; `names` are theirs.
        package static let ambiguousSender = Code(rawValue: "ambiguous sender")
        /// Nobody to seal to.
        package static let noRecipient = Code(rawValue: "no recipient")
        /// Devices, sockets or FIFOs among the inputs; `paths` are theirs.
        package static let specialFiles = Code(rawValue: "special files")
        /// An algorithm or key length that may not protect something for so long; `year` is the one that counts.
        package static let algorithmRefused = Code(rawValue: "algorithm refused")
        /// An algorithm that was withdrawn: nothing new is protected by it.
        package static let algorithmWithdrawn = Code(rawValue: "algorithm withdrawn")
        /// Not the name of an algorithm in use; `names` are those.
        package static let unknownAlgorithm = Code(rawValue: "unknown algorithm")
        /// An algorithm that is not withdrawn cannot be restored.
        package static let notWithdrawn = Code(rawValue: "not withdrawn")
        /// A reason that is empty, longer than 500 bytes, or has control characters.
        package static let badReason = Code(rawValue: "bad reason")
        /// Recipients of a package that are not in the keyring, so that it cannot be sealed to them again; `names` are the
        /// ids of their keys.
        package static let recipientUnknown = Code(rawValue: "recipient unknown")
        /// A package has a passphrase, without which it cannot be sealed again.
        package static let passphraseNeeded = Code(rawValue: "passphrase needed")
        /// The label given is below the one inherited from the inputs.
        package static let labelLowered = Code(rawValue: "label lowered")
        /// An exclusion pattern that is empty or holds a NUL.
        package static let badPattern = Code(rawValue: "bad pattern")
        /// The package is unsigned.
        package static let unsigned = Code(rawValue: "unsigned")
        /// The signature is valid, but nobody vouched for the signer here.
        package static let signerUnknown = Code(rawValue: "signer unknown")
        /// The signature is valid, but by another signer than was demanded.
        package static let otherSigner = Code(rawValue: "other signer")
        /// The signer's certificate was not valid at the sealing time that the package claims.
        package static let signerNotValid = Code(rawValue: "signer not valid")
        /// A header, of which nothing was verified, claims that the package is unsigned.
        package static let claimsUnsigned = Code(rawValue: "claims unsigned")
        /// A header, of which nothing was verified, claims a signer whom nobody vouched for here.
        package static let claimsUnknownSigner = Code(rawValue: "claims unknown signer")
        /// A header, of which nothing was verified, claims another signer than was demanded.
        package static let claimsOtherSigner = Code(rawValue: "claims other signer")
        /// None of one's own identities is among the recipients.
        package static let notARecipient = Code(rawValue: "not a recipient")
        /// The files are of several packages, and it cannot be told which is meant; with their manifests' hashes.
        package static let severalPackages = Code(rawValue: "several packages")
        /// A piece of another package than the one that counts or was named.
        package static let foreignPiece = Code(rawValue: "foreign piece")
        /// None of the packages, or more than one, has a manifest whose hash begins so; with those that there are.
        package static let noSuchPackage = Code(rawValue: "no such package")
        /// A number that is none of the package's pieces.
        package static let noSuchPiece = Code(rawValue: "no such piece")
        /// The names of the files at hand do not tell what a missing piece is to be called.
        package static let noPieceNames = Code(rawValue: "no piece names")
        /// What the package says of its sender's ledger is not true of this package; `subject` says why.
        package static let badIntent = Code(rawValue: "bad intent")
        /// Another run is collecting; `subject` is the folder that it holds.
        package static let collectingBusy = Code(rawValue: "collecting busy")
        /// A file at a place that is longer than pieces may be here.
        package static let pieceTooLarge = Code(rawValue: "piece too large")
        /// A damaged piece of a number of which enough is here already.
        package static let enoughDamaged = Code(rawValue: "enough damaged")
        /// A receipt for a package that was not sent from here; `subject` is its identifier.
        package static let receiptForeign = Code(rawValue: "receipt for another package")
        /// A receipt for another package of the same identifier.
        package static let receiptOtherManifest = Code(rawValue: "receipt for another manifest")
        /// A receipt that nobody trusted has signed; `subject` is what the signer calls himself.
        package static let receiptSignerUnknown = Code(rawValue: "receipt signer unknown")
        /// A receipt by somebody whom the package was not sealed to.
        package static let receiptNotRecipient = Code(rawValue: "receipt signer no recipient")
        /// A package with a passphrase is to be sent, and nothing is said of how the recipient gets it.
        package static let passphraseWayMissing = Code(rawValue: "passphrase way missing")
        /// Something is said of how the recipient gets a passphrase, and the package has none.
        package static let passphraseWayNeedless = Code(rawValue: "passphrase way needless")
        /// A piece that was made anew is not the one that was sent; nothing was sent.
        package static let replacementDiffers = Code(rawValue: "replacement differs")
        /// There are no other pieces to make one anew from.
        package static let nothingToRebuildFrom = Code(rawValue: "nothing to rebuild from")
        /// An error of the keyring; see `underlying`.
        package static let keyring = Code(rawValue: "keyring")
        /// An error of the package format; see `underlying`.
        package static let package = Code(rawValue: "package")
        /// An error of the operating system; see `underlying`.
        package static let system = Code(rawValue: "system")
        /// An error in a label or label record; see `underlying`.
        package static let label = Code(rawValue: "label")
        /// A cryptographic operation failed; see `underlying`.
        package static let cryptography = Code(rawValue: "cryptography")
        /// The ledger refused, or cannot be used; see `underlying`.
        package static let ledger = Code(rawValue: "ledger")
        /// A route refused, or could not do it; see `underlying`.
        package static let route = Code(rawValue: "route")
        /// A transfer's plan, state or receipt is not what was expected; see `underlying`.
        package static let transfer = Code(rawValue: "transfer")
    }

    /// The error of a lower module that led to this one.
    package enum Underlying: Sendable {
        case keyring(KeyringError)
        case package(PackageFormatError)
        case system(SystemError)
        case label(LabelError)
        case cryptography(CryptographyError)
        case ledger(LedgerError)
        case routes(RoutesError)
        case transfer(TransferError)
    }

    /// What is wrong.
    package let code: Code
    /// The name, algorithm or pattern that is meant.
    package let subject: String?
    /// Names that are meant, or could be.
    package var names: [String] = []
    /// Files that are meant, as unescaped bytes. With `label` or `system`, the label record that cannot be read as one.
    package var paths: [[UInt8]] = []
    /// The year until which protection is asked for.
    package var year: Int?
    /// The error of the module below that was the reason.
    package let underlying: Underlying?

    /// - Parameter subject: the name, algorithm or pattern that is meant.
    package init(_ code: Code, _ subject: String? = nil, underlying: Underlying? = nil) {
        self.code = code
        self.subject = subject
        self.underlying = underlying
    }

    /// Equal in code, subject and year.
    package static func == (left: OperationError, right: OperationError) -> Bool {
        left.code == right.code && left.subject == right.subject && left.year == right.year
    }
}

/// Runs a call of the keyring, its error wrapped.
func onKeyring<T: ~Copyable>(_ body: () throws(KeyringError) -> T) throws(OperationError) -> T {
    do { return try body() } catch { throw OperationError(.keyring, underlying: .keyring(error)) }
}

/// Runs a call of the package format, its error wrapped.
func onPackage<T: ~Copyable>(_ body: () throws(PackageFormatError) -> T) throws(OperationError) -> T {
    do { return try body() } catch { throw OperationError(.package, underlying: .package(error)) }
}

/// Runs a call of the operating system, its error wrapped.
func onSystem<T: ~Copyable>(_ body: () throws(SystemError) -> T) throws(OperationError) -> T {
    do { return try body() } catch { throw OperationError(.system, underlying: .system(error)) }
}

/// Runs a call of the label module, its error wrapped.
func onLabel<T>(_ body: () throws(LabelError) -> T) throws(OperationError) -> T {
    do { return try body() } catch { throw OperationError(.label, underlying: .label(error)) }
}

/// Runs a call of Cryptography, its error wrapped.
func onCryptography<T: ~Copyable>(_ body: () throws(CryptographyError) -> T) throws(OperationError) -> T {
    do { return try body() } catch { throw OperationError(.cryptography, underlying: .cryptography(error)) }
}

/// Runs a call of the ledger, its error wrapped.
func onLedger<T>(_ body: () throws(LedgerError) -> T) throws(OperationError) -> T {
    do { return try body() } catch { throw OperationError(.ledger, underlying: .ledger(error)) }
}

/// Runs a call of a route, its error wrapped.
func onRoute<T: ~Copyable>(_ body: () throws(RoutesError) -> T) throws(OperationError) -> T {
    do { return try body() } catch { throw OperationError(.route, underlying: .routes(error)) }
}

/// Runs a call on a transfer, its error wrapped.
func onTransfer<T: ~Copyable>(_ body: () throws(TransferError) -> T) throws(OperationError) -> T {
    do { return try body() } catch { throw OperationError(.transfer, underlying: .transfer(error)) }
}
