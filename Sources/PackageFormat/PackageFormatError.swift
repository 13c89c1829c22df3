import Cryptography
import DER
import Dispersal
import Label
import SystemIO

/// Why a package could not be made, read, verified or opened.
package struct PackageFormatError: Error, Equatable, Sendable {
    /// What is wrong, as a stable name.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable name.
        package let rawValue: String
        /// - Parameter reason: in English, without secrets and unescaped names.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// The first bytes are not those of a package.
        package static let notAPackage = Code(rawValue: "not a package")
        /// A version, suite, critical extension or feature that this program does not know.
        package static let unsupported = Code(rawValue: "unsupported")
        /// The file ends early, or goes on after the end.
        package static let wrongLength = Code(rawValue: "wrong length")
        /// A length or count above its bound, refused before memory or work was spent.
        package static let tooLarge = Code(rawValue: "too large")
        /// A structure that is not the canonical encoding of what the format allows.
        package static let malformed = Code(rawValue: "malformed")
        /// Bytes that differ from what their hash or the manifest says.
        package static let damaged = Code(rawValue: "damaged")
        /// Whole and well formed, but it asks for what a rule forbids: a mix of stanzas, a recipient who is not on the list,
        /// a signer's key or certificate that may not sign.
        package static let refused = Code(rawValue: "refused")
        /// A signature that is missing, replaced or wrong.
        package static let badSignature = Code(rawValue: "bad signature")
        /// An ephemeral signature that does not fit this package's header: the stanza was made for another one.
        package static let foreignStanza = Code(rawValue: "foreign stanza")
        /// No stanza opens with the keys at hand.
        package static let wrongKey = Code(rawValue: "wrong key")
        /// The passphrase does not open the package, or the package has no passphrase.
        package static let wrongPassphrase = Code(rawValue: "wrong passphrase")
        /// A stanza opened but gave another key than the one that the content was sealed with.
        package static let inconsistentKey = Code(rawValue: "inconsistent key")
        /// The index breaks a rule on names, order, ranges or links.
        package static let badIndex = Code(rawValue: "bad index")
        /// What a package keeps of its former self does not fit: it proves nothing of whoever sealed that.
        package static let badPrior = Code(rawValue: "bad prior record")
        /// A name or link that cannot be sealed, because no package may hold it; nothing is wrong with any package.
        package static let unsealableName = Code(rawValue: "unsealable name")
        /// A path asked for is not in the package.
        package static let noSuchPath = Code(rawValue: "no such path")
        /// A package that cannot be opened as a stream, because it does not hold one file and nothing else.
        package static let notOneFile = Code(rawValue: "not one file")
        /// A package of several files, of which one would have to be named.
        package static let severalFiles = Code(rawValue: "several files")
        /// A folder or symbolic link in a package, where a file was asked for.
        package static let notFile = Code(rawValue: "not a file")
        /// Fewer pieces are at hand than open the package; see `shortage`.
        package static let tooFewPieces = Code(rawValue: "too few pieces")
        /// The sender signed pieces that do not fit together, so that this one cannot be computed from others.
        package static let notRebuildable = Code(rawValue: "not rebuildable")
        /// What was asked for cannot be sealed.
        package static let invalidRequest = Code(rawValue: "invalid request")
        /// An operating system call failed; see `underlying`.
        package static let system = Code(rawValue: "system")
        /// A cryptographic operation failed; see `underlying`.
        package static let cryptography = Code(rawValue: "cryptography")
    }

    /// The error of a lower module that led to this one.
    package enum Underlying: Equatable, Sendable {
        case der(DERError)
        case label(LabelError)
        case system(SystemError)
        case cryptography(CryptographyError)
    }

    /// What is wrong.
    package let code: Code
    /// The part of the package that is meant.
    package let place: Place?
    /// What exactly, in English, for the log line; holds no secret and no unescaped name.
    package let reason: String
    /// The bytes of the entry's path that is meant, unescaped.
    package let path: [UInt8]?
    /// The error of the module below that was the reason.
    package let underlying: Underlying?
    /// How many pieces are missing; nil unless that is what is wrong.
    package let shortage: PieceShortage?

    /// - Parameter reason: in English, without secrets and unescaped names.
    package init(
        _ code: Code, _ reason: String, place: Place? = nil, path: [UInt8]? = nil, underlying: Underlying? = nil,
        shortage: PieceShortage? = nil
    ) {
        self.code = code
        self.reason = reason
        self.place = place
        self.path = path
        self.underlying = underlying
        self.shortage = shortage
    }

    /// Units or shares that cannot be put together.
    init(_ error: DispersalError) { self.init(.malformed, error.code.rawValue) }

    /// Fewer pieces than open the package.
    package init(_ shortage: PieceShortage) {
        self.init(.tooFewPieces, "\(shortage.missing) more pieces are needed", shortage: shortage)
    }

    /// An operating system call that failed.
    /// - Parameter path: the entry that it was for.
    package init(_ error: SystemError, path: [UInt8]? = nil) {
        self.init(.system, error.operation, path: path, underlying: .system(error))
    }

    /// A cryptographic operation that failed.
    init(_ error: CryptographyError) {
        self.init(.cryptography, error.reason, underlying: .cryptography(error))
    }

    /// Equal in code, place, path and shortage; reasons are for people.
    package static func == (left: PackageFormatError, right: PackageFormatError) -> Bool {
        left.code == right.code && left.place == right.place && left.path == right.path
            && left.shortage == right.shortage
    }
}

/// Runs a call of SystemIO, its error wrapped.
func system<T: ~Copyable>(_ body: () throws(SystemError) -> T) throws(PackageFormatError) -> T {
    do { return try body() } catch { throw PackageFormatError(error) }
}

/// Runs a call of Cryptography, its error wrapped.
func cryptography<T: ~Copyable>(
    _ body: () throws(CryptographyError) -> T
) throws(PackageFormatError) -> T {
    do { return try body() } catch { throw PackageFormatError(error) }
}

/// Parses a structure, an error wrapped with the region it lies in.
func structure<T>(
    _ region: Place.Region, _ body: () throws(DERError) -> T
) throws(PackageFormatError) -> T {
    do { return try body() } catch {
        throw PackageFormatError(
            error.code.meaning, error.code.rawValue, place: Place(region, offset: UInt64(error.offset)),
            underlying: .der(error))
    }
}

/// What may be wrong with a value that is well encoded, beside ``DERError/Code/badValue``.
extension DERError.Code {
    /// A count or a cost above its bound.
    static let aboveBound = DERError.Code(rawValue: "above its bound")
    /// A value that this version does not define, and a later one may.
    static let unknownValue = DERError.Code(rawValue: "unknown value")
    /// Values that are forbidden, or right by themselves but not together.
    static let forbidden = DERError.Code(rawValue: "forbidden by a rule")

    fileprivate var meaning: PackageFormatError.Code {
        switch self {
        case .aboveBound: .tooLarge
        case .unknownValue: .unsupported
        case .forbidden: .refused
        default: .malformed
        }
    }
}
