import ArgumentParser
import Console
import Keyring
import Terminal

/// `fubako key list`: all identities.
struct KeyList: Subcommand {
    static let configuration = CommandConfiguration(
        "list", ("List all identities.", "すべての識別情報を一覧します。"),
        examples: ["fubako key list", "fubako key list --json"])

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        try session.requireNamedKeyring()
        let listing = try session.keyring.identities()
        if common.json {
            let identities = listing.identities.map { IdentityJSON($0, at: session.now) }
            try session.output.json(["identities": identities])
        } else {
            for row in table(of: listing.identities, session.language) { try session.output.line(row) }
        }
        // One that is damaged hides no other, but the run does not end as if all were well.
        let codes = listing.problems.map { session.output.report($0) }
        return codes.first ?? .success
    }
}

/// `fubako key show`: everything about one identity.
struct KeyShow: Subcommand {
    static let configuration = CommandConfiguration(
        "show", ("Show everything about one identity.", "一つの識別情報の詳細を表示します。"), examples: ["fubako key show soumu"])

    @OptionGroup var identity: IdentityArgument
    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        try session.show(try session.keyring.identity(IdentityName(identity.name)))
        return .success
    }
}
