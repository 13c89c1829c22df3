import ArgumentParser

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        "key", ("Make, exchange and keep identities.", "識別情報を作り、交換し、管理します。"),
        examples: [
            "fubako key new soumu --mail soumu@example.jp --unit 総務課", "fubako key export soumu > soumu.cert.pem",
            "fubako key import zaimu.cert.pem",
        ],
        subcommands: [])
}
