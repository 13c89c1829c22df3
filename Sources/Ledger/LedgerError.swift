import Cryptography
import SystemIO
import Transparency

/// Why the ledger refused, or could not do, what was asked. No field ever holds a secret or a personal value.
///
/// What a verification finds is no error but a value.
package struct LedgerError: Error, Sendable {
    /// What is wrong, as a stable name.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable name.
        package let rawValue: String
        /// A code by its name; those in use are the constants below.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// Bytes that are not JSON of the kind that entries are made of; ``LedgerError/offset`` says where.
        package static let malformed = Code(rawValue: "malformed")
        /// JSON that is right, but not written in its one canonical form; ``LedgerError/offset`` says where.
        package static let notCanonical = Code(rawValue: "not canonical")
        /// More bytes, members or levels than allowed.
        package static let tooLarge = Code(rawValue: "too large")
        /// An entry of a kind, or of a version, that this program does not know; the entry itself is well-formed.
        package static let unknownKind = Code(rawValue: "unknown kind")
        /// A field that the entry's kind demands is not there.
        package static let missingField = Code(rawValue: "missing field")
        /// A field that the entry's kind does not have.
        package static let unexpectedField = Code(rawValue: "unexpected field")
        /// A field's value is not of its form or outside its range.
        package static let badValue = Code(rawValue: "bad value")
        /// A file that is not an export of a ledger, or not in its one form; the reason says what is wrong with it.
        package static let notAnExport = Code(rawValue: "not an export")
        /// There is no such ledger, entry or witness.
        package static let notFound = Code(rawValue: "not found")
        /// A ledger, or something else, is there already.
        package static let exists = Code(rawValue: "exists")
        /// A file that belongs to a ledger is missing, or not what it must be; a verification says more.
        package static let damaged = Code(rawValue: "damaged")
        /// Entries, tree and checkpoint do not fit together; a verification says more. Nothing is appended to it.
        package static let inconsistent = Code(rawValue: "inconsistent")
        /// The ledger is older than what was seen here before: a copy was put back. Nothing is appended to it.
        package static let rolledBack = Code(rawValue: "rolled back")
        /// The ledger that was seen here before is gone. None is made in its place.
        package static let lost = Code(rawValue: "lost")
        /// The ledger has another key than the one that was seen here before. Nothing is appended to it.
        package static let otherLedger = Code(rawValue: "other ledger")
        /// The ledger has another history than what it signed before. Nothing is appended to it.
        package static let otherHistory = Code(rawValue: "other history")
        /// A database has tables, indexes or triggers that are not the program's own; nothing is written to it.
        /// ``LedgerError/field`` is untrusted text.
        package static let foreignSchema = Code(rawValue: "foreign schema")
        /// What was seen of the ledger here before cannot be read. Nothing is appended until somebody decides.
        package static let anchorDamaged = Code(rawValue: "anchor damaged")
        /// The filesystem or the quota is full; what was not acknowledged is not in the ledger.
        package static let noSpace = Code(rawValue: "no space")
        /// The folder or its files may not be written.
        package static let readOnly = Code(rawValue: "read only")
        /// The ledger lies where nothing can be written, and its log was not brought into the database before.
        package static let logPending = Code(rawValue: "log pending")
        /// Another process held the ledger for too long.
        package static let busy = Code(rawValue: "busy")
        /// What is to be erased is recorded and not yet erased; the next run that writes does it.
        package static let erasurePending = Code(rawValue: "erasure pending")
        /// SQLite failed for another reason; ``LedgerError/sqlite`` is its extended result code.
        package static let database = Code(rawValue: "database")
        /// A proof, a checkpoint or a key could not be read or made; ``LedgerError/transparency`` says why.
        package static let transparency = Code(rawValue: "transparency")
        /// The operating system refused; ``LedgerError/system`` says why.
        package static let system = Code(rawValue: "system")
        /// A cryptographic operation failed; ``LedgerError/cryptography`` says why.
        package static let cryptography = Code(rawValue: "cryptography")
    }

    /// What is wrong.
    package let code: Code
    /// Why, in a sentence without untrusted text.
    package let reason: String
    /// The entry's field that is meant. Untrusted text where the code is ``Code/unexpectedField``.
    package var field: String?
    /// Where in the entry, in bytes.
    package var offset: Int?
    /// Which entry, counted from 0.
    package var position: UInt64?
    /// The file or folder that is meant, in its raw bytes.
    package var path: Path?
    /// What the operating system said.
    package var system: SystemError?
    /// What the cryptographic operation said.
    package var cryptography: CryptographyError?
    /// What reading or making a text of the log said.
    package var transparency: TransparencyError?
    /// SQLite's extended result code.
    package var sqlite: Int32?

    /// An error without a cause of another module.
    package init(_ code: Code, _ reason: String, field: String? = nil, offset: Int? = nil) {
        self.code = code
        self.reason = reason
        self.field = field
        self.offset = offset
    }
}

extension LedgerError: Equatable {
    /// Errors are equal if code, field and position are; the rest is for people.
    package static func == (left: LedgerError, right: LedgerError) -> Bool {
        left.code == right.code && left.field == right.field && left.position == right.position
    }
}

/// Calls of Cryptography, with their errors as this module's.
func onCryptography<Value: ~Copyable>(
    _ body: () throws(CryptographyError) -> Value
) throws(LedgerError) -> Value {
    do throws(CryptographyError) { return try body() } catch {
        var failure = LedgerError(.cryptography, error.reason)
        failure.cryptography = error
        throw failure
    }
}

/// Calls of Transparency, with their errors as this module's.
package func onTransparency<Value: ~Copyable>(
    _ body: () throws(TransparencyError) -> Value
) throws(LedgerError) -> Value {
    do throws(TransparencyError) { return try body() } catch {
        var failure = LedgerError(.transparency, error.reason)
        failure.transparency = error
        throw failure
    }
}

/// Calls of SystemIO, with their errors as this module's.
func onSystem<Value: ~Copyable>(
    _ path: Path? = nil, _ body: () throws(SystemError) -> Value
) throws(LedgerError) -> Value {
    do throws(SystemError) { return try body() } catch {
        let code: LedgerError.Code =
            switch error.code {
            case .noSpace: .noSpace
            case .permissionDenied where error.number != nil: .readOnly
            default: error.number == readOnlyFilesystem ? .readOnly : .system
            }
        var failure = LedgerError(code, "the operating system refused")
        failure.system = error
        failure.path = path ?? error.path
        throw failure
    }
}

/// EROFS.
private let readOnlyFilesystem: Int32 = 30
