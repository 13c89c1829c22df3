import Cryptography
import SystemIO

/// Why a route refused, or could not do, what was asked.
package struct RoutesError: Error, Equatable, Sendable {
    /// What is wrong, as a stable name.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable name.
        package let rawValue: String
        /// A code by its name; those in use are the constants below.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// Nothing answers at the other end, or the folder or medium is not there.
        package static let down = Code(rawValue: "down")
        /// There is no room left at the place.
        package static let full = Code(rawValue: "full")
        /// The place cannot be written to.
        package static let readOnly = Code(rawValue: "read only")
        /// The other end did not let us in, or does not allow what was asked.
        package static let refused = Code(rawValue: "refused")
        /// The host shows another key than the one that is known of it.
        package static let hostKeyChanged = Code(rawValue: "host key changed")
        /// The host's key is not known yet.
        package static let hostKeyUnknown = Code(rawValue: "host key unknown")
        /// There is no such remote, or another medium than the registered one.
        package static let wrongRemote = Code(rawValue: "wrong remote")
        /// The piece is larger than the route takes; ``RoutesError/fits`` is what would fit.
        package static let tooLarge = Code(rawValue: "too large")
        /// The connection ended in the middle.
        package static let connectionLost = Code(rawValue: "connection lost")
        /// Nothing moved for too long.
        package static let timedOut = Code(rawValue: "timed out")
        /// The process was asked to stop.
        package static let interrupted = Code(rawValue: "interrupted")
        /// Something else has the piece's name at the place already; it is left alone.
        package static let exists = Code(rawValue: "exists")
        /// There is no such file at the place, or no such route in the book.
        package static let notFound = Code(rawValue: "not found")
        /// What was read back is not what was written.
        package static let mismatch = Code(rawValue: "read back differs")
        /// The other end does not keep to the protocol or the format.
        package static let malformed = Code(rawValue: "malformed")
        /// More names, bytes or levels than allowed.
        package static let tooMuch = Code(rawValue: "too much")
        /// A name that not every place can hold.
        package static let badName = Code(rawValue: "bad name")
        /// The program that the route needs is not there.
        package static let noProgram = Code(rawValue: "no program")
        /// The program that the route needs failed for a reason that has no name here.
        package static let programFailed = Code(rawValue: "program failed")
        /// The route cannot do this at all.
        package static let unsupported = Code(rawValue: "unsupported")
        /// A key that the book of routes does not know.
        package static let unknownKey = Code(rawValue: "unknown key")
        /// The same key or name twice.
        package static let duplicate = Code(rawValue: "duplicate")
        /// A key that must be there is not.
        package static let missingKey = Code(rawValue: "missing key")
        /// A setting's value is not of its form.
        package static let badValue = Code(rawValue: "bad value")
        /// The operating system refused; ``RoutesError/system`` says why.
        package static let system = Code(rawValue: "system")
        /// A cryptographic operation failed; ``RoutesError/cryptography`` says why.
        package static let cryptography = Code(rawValue: "cryptography")
    }

    /// What is wrong.
    package let code: Code
    /// Why, in a sentence of our own words, without untrusted text.
    package let reason: String
    /// What can be done about it.
    package var advice: String?
    /// The route that is meant.
    package var route: String?
    /// The file at the place that is meant. Untrusted text.
    package var file: String?
    /// Where in the file, in bytes.
    package var offset: UInt64?
    /// The line of the book of routes, counted from 1.
    package var line: Int?
    /// The most bytes that a piece may have on this route.
    package var fits: UInt64?
    /// What the program or the other end said. Untrusted text.
    package var said: String?
    /// What the operating system said.
    package var system: SystemError?
    /// What the cryptographic operation said.
    package var cryptography: CryptographyError?

    /// - Parameters:
    ///   - reason: in our own words.
    ///   - advice: what can be done about it.
    package init(
        _ code: Code, _ reason: String, advice: String? = nil, file: String? = nil, offset: UInt64? = nil,
        line: Int? = nil, said: String? = nil
    ) {
        self.code = code
        self.reason = reason
        self.advice = advice
        self.file = file
        self.offset = offset
        self.line = line
        // Long words help nobody, and the other end chooses their length.
        self.said = said.flatMap { $0.isEmpty ? nil : String(decoding: $0.utf8.prefix(2000), as: UTF8.self) }
    }

    /// Whether the same may work later without anybody doing anything: worth another try.
    package var isPassing: Bool { [.down, .connectionLost, .timedOut].contains(code) }

    /// The same error, with the route that only the caller knows.
    package func on(_ route: String) -> RoutesError {
        var error = self
        error.route = error.route ?? route
        return error
    }

    /// The same error, with the file that only the caller knows.
    func of(_ file: String) -> RoutesError {
        var error = self
        error.file = error.file ?? file
        return error
    }
}
