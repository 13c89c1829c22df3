import ArgumentParser
import Console
import Keyring
import Terminal

/// `fubako key trust`: say that an identity is whose it claims to be.
struct KeyTrust: Subcommand {
    static let configuration = CommandConfiguration(
        "trust", ("Trust an identity, after its fingerprint was compared.", "指紋を確かめた識別情報を信頼します。"),
        examples: ["fubako key trust zaimu"])

    @OptionGroup var identity: IdentityArgument
    @OptionGroup var told: FingerprintOption
    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let name = try IdentityName(identity.name)
        let pair = try session.keyring.identity(name).pair
        let fingerprint = try session.confirmedFingerprint(of: pair, name, told: told.fingerprint)
        let log = try KeyLog(session)
        try session.keyring.trust(name, fingerprint: fingerprint, since: session.now)
        let identity = try session.keyring.identity(name)
        try log.record(.trusted, identity)
        try session.done(.doneTrusted, identity)
        return .success
    }
}

/// `fubako key untrust`: withdraw that.
struct KeyUntrust: Subcommand {
    static let configuration = CommandConfiguration(
        "untrust", ("Withdraw trust from an identity.", "識別情報の信頼を取り消します。"), examples: ["fubako key untrust zaimu"])

    @OptionGroup var identity: IdentityArgument
    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let name = try IdentityName(identity.name)
        let log = try KeyLog(session)
        try session.keyring.untrust(name)
        let identity = try session.keyring.identity(name)
        try log.record(.untrusted, identity)
        try session.done(.doneUntrusted, identity)
        return .success
    }
}
