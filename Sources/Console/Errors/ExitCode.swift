/// How a program ends, by cause. The numbers are part of the interface and never change.
package enum ExitCode: Int32, Hashable, Sendable, CaseIterable {
    /// Everything that was asked for was done.
    case success = 0
    /// A defect of the program or of a library under it.
    case internalError = 1
    /// The command line is wrong.
    case usage = 2
    /// A file, key or name that is not there.
    case notFound = 3
    /// None of the keys at hand, or not this passphrase, opens it.
    case wrongKey = 4
    /// A signature is wrong, missing where one is claimed, or made by another.
    case badSignature = 5
    /// The package is consistent, but unsigned: nobody answers for it.
    case originUnknown = 6
    /// The package is intact, but signed by someone who is not trusted.
    case signerUnknown = 7
    /// The package is damaged or was altered.
    case damaged = 8
    /// A newer version, or something that this version cannot do.
    case unsupported = 9
    /// A rule forbids it.
    case refused = 10
    /// Reading or writing failed.
    case inputOutput = 11
    /// Not a package at all.
    case notPackage = 12
    /// A ledger is proved to have two histories; a package that was announced in it is intact all the same.
    case forked = 13
    /// Fewer pieces than open the package.
    case tooFewPieces = 14
    /// A route does not answer, or broke off: the same may work later.
    case routeDown = 15
    /// A route's other end is not the one that is expected, or does not let in or take anything: somebody must see to it.
    case routeRefused = 16
    /// There is no room left where a route leads.
    case routeFull = 17
    /// A piece is larger than a route takes.
    case tooLarge = 18
    /// Some pieces were not delivered; what was is recorded, and the rest can be delivered later.
    case notDelivered = 19
    /// Ended by SIGHUP.
    case hungUp = 129
    /// Ended by SIGINT.
    case interrupted = 130
    /// Ended by SIGTERM.
    case terminated = 143

    /// The code for a signal that asked the program to stop: 128 and its number, as a shell would report it.
    package init(signal: Int32) { self = ExitCode(rawValue: 128 &+ signal) ?? .interrupted }

    /// A stable name for `--json`.
    package var name: String {
        switch self {
        case .success: "success"
        case .internalError: "internal-error"
        case .usage: "usage"
        case .notFound: "not-found"
        case .wrongKey: "wrong-key"
        case .badSignature: "bad-signature"
        case .originUnknown: "origin-unknown"
        case .signerUnknown: "signer-unknown"
        case .damaged: "damaged"
        case .unsupported: "unsupported"
        case .refused: "refused"
        case .inputOutput: "input-output"
        case .notPackage: "not-package"
        case .forked: "forked"
        case .tooFewPieces: "too-few-pieces"
        case .routeDown: "route-down"
        case .routeRefused: "route-refused"
        case .routeFull: "route-full"
        case .tooLarge: "too-large"
        case .notDelivered: "not-delivered"
        case .hungUp: "hung-up"
        case .interrupted: "interrupted"
        case .terminated: "terminated"
        }
    }
}
