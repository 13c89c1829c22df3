import ArgumentParser

/// The parser's completion script for a shell, and PEM files where a recipient may be one: the parser lets an option have
/// names that the program offers or files that the shell finds, and not both.
enum CompletionScript {
    static func text(for shell: Shell) -> String {
        let lines = Fubako.completionScript(for: shell.parsers).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { $0.contains(recipient) ? withFiles(String($0), shell) : String($0) }.joined(separator: "\n")
    }

    /// How the script asks for the recipients of `seal`.
    private static let recipient = "---completion seal -- --to "

    private static func withFiles(_ line: String, _ shell: Shell) -> String {
        switch shell {
        case .bash:
            let indent = line.prefix { $0 == " " }
            return line + "\n" + indent + "__fubako_add_completions -o plusdirs -fX '!*.pem'"
        case .zsh: return line.replacing("in_current_word)\"}", with: "in_current_word)\";_files -g \"*.pem\"}")
        case .fish: return line.replacing(" -rfka ", with: " -rFka ")
        }
    }
}
