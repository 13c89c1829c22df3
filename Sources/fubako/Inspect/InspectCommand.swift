import ArgumentParser
import Operations
import Terminal

struct InspectCommand: Subcommand {
    static let configuration = CommandConfiguration(
        "inspect", ("Show what a package says of itself, without any secret.", "パッケージが自ら示すことを、秘密なしで表示します。"),
        examples: ["fubako inspect report.fubako", "fubako inspect --json report.fubako"])

    @Argument(help: help("The package, or pieces of it; - is standard input.", "パッケージまたはそのピース。- は標準入力です。"))
    var package: [PathArgument]

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        try session.requireNamedKeyring()
        let source = try PathArgument.onePackage(package)
        do {
            try source.requireApartFromStandardOutput()
            let recorder = try session.recorder()
            let withdrawals = try session.withdrawals(recorder)
            let arrived = try ArrivedPackage(source, keyring: session.keyring, withdrawals: withdrawals)
            session.output.warn(strangers: arrived)
            let description = try arrived.description(by: session.keyring, recorder: recorder)
            for name in arrived.withdrawnAlgorithms { session.output.warn(.openWithdrawn, source, name) }
            if session.output.isJSON {
                try session.output.json(DescriptionJSON(description, of: source))
            } else {
                for line in aligned(description.lines(session.language)) { try session.output.line(line) }
            }
            return description.structure.damage.isEmpty ? .success : .damaged
        } catch {
            throw PackageFailure(error, on: source)
        }
    }
}
