import ArgumentParser

/// The root of all sub-commands.
struct Fubako: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fubako",
        abstract: words(
            "Seals files so that only their addressees read them, and everyone can verify who sent them.",
            "ファイルを封緘します。宛先だけが読め、差出人は誰でも確かめられます。"),
        version: "fubako " + Version.program,
        subcommands: [
            KeyCommand.self, GroupCommand.self, SealCommand.self, InspectCommand.self, VerifyCommand.self,
            ListCommand.self, OpenCommand.self, RepairCommand.self, ResealCommand.self, PolicyCommand.self,
            RouteCommand.self, SendCommand.self, ReceiveCommand.self, TransferCommand.self, LedgerCommand.self,
            VersionCommand.self, CompletionCommand.self,
        ])
}
