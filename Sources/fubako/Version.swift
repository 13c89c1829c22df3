import ArgumentParser
import Console
import Cryptography
import Terminal

/// What identifies a build.
enum Version {
    /// The program's version (semver.org).
    static let program = "0.1.0"
    /// The version of the package format that is written.
    static let format = 1
}

struct VersionCommand: Subcommand {
    static let configuration = CommandConfiguration(
        "version", ("Show the version and test the cryptography.", "版を表示し、暗号の自己試験をします。"),
        examples: ["fubako version --self-test"])
    static let usesCryptography = false

    @Flag(help: help("Run the long test, which takes about a second.", "1 秒ほどかかる詳しい自己試験をします。"))
    var selfTest = false

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let tests = selfTest ? try SelfTest.full() : nil
        if common.json {
            try session.output.json(Versions(selfTest: tests))
            return .success
        }
        try session.output.line("fubako " + Version.program)
        try session.output.line(.versionFormat, Version.format)
        try session.output.line(.versionLibrary, opensslVersion)
        try session.output.line(.versionList, RecommendedList.edition)
        if let tests {
            let names = tests.joined(separator: session.language.separator)
            try session.output.line(.versionSelfTest, tests.count, names)
        }
        return .success
    }
}

private struct Versions: Encodable {
    var version = Version.program
    var format = Version.format
    var openssl = opensslVersion
    var recommendedList = RecommendedList.edition
    /// The names of the tests that were passed.
    let selfTest: [String]?
}
