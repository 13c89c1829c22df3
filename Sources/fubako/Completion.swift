import ArgumentParser
import Console

struct CompletionCommand: Subcommand {
    static let configuration = CommandConfiguration(
        "completion", ("Write a completion script for a shell.", "シェルの補完スクリプトを出力します。"),
        examples: ["fubako completion bash > ~/.local/share/bash-completion/completions/fubako"])
    static let usesCryptography = false

    @Argument(help: help("bash, zsh or fish.", "bash、zsh、fish のいずれか。"))
    var shell: Shell

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        try session.output.line(CompletionScript.text(for: shell))
        return .success
    }
}

enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish

    var parsers: CompletionShell {
        switch self {
        case .bash: .bash
        case .zsh: .zsh
        case .fish: .fish
        }
    }
}
