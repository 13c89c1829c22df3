import ArgumentParser
import Console
import Keyring
import Terminal

/// `fubako key remove`: the certificates of somebody else.
struct KeyRemove: Subcommand {
    static let configuration = CommandConfiguration(
        "remove", ("Remove the certificates of somebody else, from all groups too.", "他者の証明書を、すべてのグループからも削除します。"),
        examples: ["fubako key remove zaimu"])

    @OptionGroup var identity: IdentityArgument
    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let name = try IdentityName(identity.name)
        let log = try KeyLog(session)
        // One that cannot be read has no fingerprint to record, and can be removed all the same.
        let identity = try? session.keyring.identity(name)
        try session.keyring.remove(name)
        if let identity { try log.record(.removed, identity) }
        if common.json { try session.output.json(["removed": name.text]) }
        session.output.note(.doneRemoved, name.text)
        return .success
    }
}
