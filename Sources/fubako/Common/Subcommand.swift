import ArgumentParser
import Console

/// A command that does something. It parses, calls a workflow, prints; every error it throws is reported in one place.
protocol Subcommand: ParsableCommand {
    var common: CommonOptions { get }

    /// Whether it computes anything: then the known answers of the cryptography are checked first.
    static var usesCryptography: Bool { get }

    /// - Throws: any error that can explain itself.
    func run(_ session: Session) throws(any Error) -> ExitCode
}

extension Subcommand {
    static var usesCryptography: Bool { true }
}
