import ArgumentParser
import Console
import Label
import SystemIO

/// The options that every sub-command has.
struct CommonOptions: ParsableArguments {
    @Flag(help: help("Write JSON instead of text for people.", "人向けの文の代わりに JSON を出力します。"))
    var json = false

    @Flag(name: .shortAndLong, help: help("Say nothing but errors and what was asked for.", "エラーと求められたもの以外は出力しません。"))
    var quiet = false

    @Option(help: help("The language of messages.", "メッセージの言語。", valueName: "en|ja"))
    var lang: Language?

    @Option(help: help("The folder with identities and groups.", "識別情報とグループのフォルダー。", valueName: "folder"))
    var keyring: PathArgument?

    @Option(help: help("The ledger's folder.", "台帳のフォルダー。", valueName: "folder"))
    var ledger: PathArgument?

    @Option(help: help("The configuration file.", "設定ファイル。", valueName: "file"))
    var config: PathArgument?
}

extension Language: ExpressibleByArgument {}

/// The help of one option or argument, in the language of this run.
func help(_ english: String, _ japanese: String, valueName: String? = nil) -> ArgumentHelp {
    ArgumentHelp(words(english, japanese), valueName: valueName)
}

extension CommandConfiguration {
    /// A sub-command with its help in the language of this run.
    /// - Parameter examples: command lines, the same in every language. They are never broken, so that they can be copied.
    init(
        _ name: String, _ abstract: (english: String, japanese: String), examples: [String] = [],
        subcommands: [any ParsableCommand.Type] = []
    ) {
        let title = words("EXAMPLES:", "例:")
        self.init(
            commandName: name, abstract: words(abstract.english, abstract.japanese),
            discussion: examples.isEmpty
                ? "" : ([title] + examples.map { ParserWords.unbroken("  $ " + $0) }).joined(separator: "\n"),
            subcommands: subcommands)
    }
}
