import ArgumentParser

struct GroupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        "group", ("Give several identities one name.", "複数の識別情報に一つの名前を付けます。"),
        examples: ["fubako group add kyoku soumu zaimu jinji", "fubako group remove kyoku jinji"],
        subcommands: [])
}
