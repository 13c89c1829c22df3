import ArgumentParser
import Console
import Cryptography
import Glibc
import Label
import SystemIO
import Terminal

/// How a run ends; not the exit code of the argument parser, which has the same name.
typealias ExitCode = Console.ExitCode

/// The program from its start to its exit code.
enum Program {
    static func main() -> Never { exit(run().rawValue) }

    /// Parses the command line and carries it out. Every error is reported here, and nowhere else.
    private static func run() -> ExitCode {
        Descriptor.reserveStandardStreams()
        forbidCoreDumps()
        Interruption.install()
        DescriptorLimit.raise()
        let start = StartOptions(CommandLine.arguments)
        let output = Output(language: start.language, isJSON: start.isJSON, isQuiet: start.isQuiet)
        do {
            let command = try Fubako.parseAsRoot()
            guard let command = command as? any Subcommand else { return try help(command, output) }
            if type(of: command).usesCryptography { try SelfTest.quick() }
            return try command.run(Session(command.common, output))
        } catch {
            return end(error, output)
        }
    }

    /// For a group of sub-commands without one: what there is to choose from, as an error.
    private static func help(_ command: any ParsableCommand, _ output: Output) throws(any Error) -> ExitCode {
        if type(of: command).configuration.subcommands.isEmpty {
            // `fubako help`, the parser's own: it answers by throwing.
            var command = command
            try command.run()
            return .success
        }
        throw UsageFailure.missingSubcommand(Fubako.helpMessage(for: type(of: command)))
    }

    /// Answers requests that the parser delivers as errors, such as `--help`, and reports real errors.
    private static func end(_ error: any Error, _ output: Output) -> ExitCode {
        do throws(SystemError) {
            guard isParserError(error) else { return output.report(error) }
            guard Fubako.exitCode(for: error) == .success else {
                if let word = unknownSubcommand() { return output.report(UsageFailure.unknownSubcommand(word)) }
                return output.report(UsageFailure(Fubako.message(for: error), Fubako.fullMessage(for: error)))
            }
            let answer = Fubako.fullMessage(for: error)
            // A shell that completes a word wants it as it is.
            let isCompletion = CommandLine.arguments.dropFirst().first == "---completion"
            try output.line(isCompletion ? answer : ParserWords.help(answer, output.language))
            return .success
        } catch {
            return output.report(error)
        }
    }

    /// The first word of the command line that stands where a sub-command should, and is none; nil if there is none.
    private static func unknownSubcommand() -> String? {
        var type: any ParsableCommand.Type = Fubako.self
        for word in CommandLine.arguments.dropFirst() {
            let choices = type.configuration.subcommands
            if choices.isEmpty || word.hasPrefix("-") || word == "help" { return nil }
            guard let next = choices.first(where: { $0.configuration.commandName == word }) else { return word }
            type = next
        }
        return nil
    }

    /// Whether the parser made it: its types are not all public, but what explains itself is not one of them.
    private static func isParserError(_ error: any Error) -> Bool { !(error is any Reportable) }
}
