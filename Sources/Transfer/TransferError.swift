import Cryptography
import SystemIO

/// Why a transfer's plan, state or receipt refused, or could not do, what was asked.
package struct TransferError: Error, Sendable {
    /// What is wrong, as a stable name.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable name.
        package let rawValue: String
        /// A code by its name; those in use are the constants below.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// Bytes that are not what a transfer's file or a receipt is made of; ``TransferError/offset`` says where.
        package static let malformed = Code(rawValue: "malformed")
        /// A version that this program does not know.
        package static let unsupported = Code(rawValue: "unsupported version")
        /// A value that is not of its form or outside its range; ``TransferError/field`` says which.
        package static let badValue = Code(rawValue: "bad value")
        /// More pieces, routes, events or bytes than allowed.
        package static let tooMuch = Code(rawValue: "too much")
        /// The route, by whatever name, has carried another piece of the package; ``TransferError/piece`` is that piece.
        package static let carriesOther = Code(rawValue: "carries another piece")
        /// The passphrase's route, by whatever name, carries a piece, or is to.
        package static let passphraseRoute = Code(rawValue: "passphrase on a piece's route")
        /// Fewer routes than pieces.
        package static let tooFewRoutes = Code(rawValue: "too few routes")
        /// More routes than pieces.
        package static let tooManyRoutes = Code(rawValue: "too many routes")
        /// A number that is none of the package's pieces.
        package static let noSuchPiece = Code(rawValue: "no such piece")
        /// There is no such transfer.
        package static let notFound = Code(rawValue: "no such transfer")
        /// Several transfers are meant by what was given; ``TransferError/names`` are their identifiers.
        package static let ambiguous = Code(rawValue: "several transfers")
        /// A transfer of this package is there already.
        package static let exists = Code(rawValue: "transfer exists")
        /// Another process holds the transfer.
        package static let busy = Code(rawValue: "transfer busy")
        /// The transfer was closed or cancelled before.
        package static let ended = Code(rawValue: "transfer ended")
        /// The operating system refused; ``TransferError/system`` says why.
        package static let system = Code(rawValue: "system")
        /// A cryptographic operation failed; ``TransferError/cryptography`` says why.
        package static let cryptography = Code(rawValue: "cryptography")
    }

    /// What is wrong.
    package let code: Code
    /// Why, in a sentence of our own words, without untrusted text.
    package let reason: String
    /// The field that is meant.
    package var field: String?
    /// Where in the bytes.
    package var offset: Int?
    /// The piece that is meant, 1...n.
    package var piece: Int?
    /// The route that is meant.
    package var route: String?
    /// Names that are meant, or could be.
    package var names: [String] = []
    /// The file or folder that is meant, in its raw bytes.
    package var path: Path?
    /// What the operating system said.
    package var system: SystemError?
    /// What the cryptographic operation said.
    package var cryptography: CryptographyError?

    /// - Parameter reason: in our own words.
    package init(
        _ code: Code, _ reason: String, field: String? = nil, offset: Int? = nil, piece: Int? = nil,
        route: String? = nil
    ) {
        self.code = code
        self.reason = reason
        self.field = field
        self.offset = offset
        self.piece = piece
        self.route = route
    }

    /// The same error, with the file that only the caller knows.
    package func of(_ path: Path) -> TransferError {
        var error = self
        error.path = error.path ?? path
        return error
    }
}

extension TransferError: Equatable {
    /// Errors are equal if code, field, piece and route are; the rest is for people.
    package static func == (left: TransferError, right: TransferError) -> Bool {
        left.code == right.code && left.field == right.field && left.piece == right.piece && left.route == right.route
    }
}

/// Calls of SystemIO, with their errors as this module's.
func onSystem<Value: ~Copyable>(
    _ path: Path? = nil, _ body: () throws(SystemError) -> Value
) throws(TransferError) -> Value {
    do throws(SystemError) { return try body() } catch {
        var failure = TransferError(.system, "the operating system refused")
        failure.system = error
        failure.path = path ?? error.path
        throw failure
    }
}

/// Calls of Cryptography, with their errors as this module's.
func onCryptography<Value: ~Copyable>(
    _ body: () throws(CryptographyError) -> Value
) throws(TransferError) -> Value {
    do throws(CryptographyError) { return try body() } catch {
        var failure = TransferError(.cryptography, error.reason)
        failure.cryptography = error
        throw failure
    }
}
