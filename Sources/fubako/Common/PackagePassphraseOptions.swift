import ArgumentParser
import Console
import Terminal

/// Where the passphrase of a package comes from, if it is to have one or to be opened with it.
struct PackagePassphraseOptions: ParsableArguments {
    @Flag(help: help("Use a passphrase of the package.", "パッケージのパスフレーズを使います。"))
    var passphrase = false

    @Option(
        help: help(
            "Read the package's passphrase from the first line of a file.", "パッケージのパスフレーズをファイルの最初の行から読みます。",
            valueName: "file"))
    var packagePassphraseFile: PathArgument?

    @Option(
        help: help(
            "Read the package's passphrase from an open descriptor.", "パッケージのパスフレーズを開いている記述子から読みます。",
            valueName: "number"))
    var packagePassphraseFd: Int32?

    /// Whether one was asked for.
    var isGiven: Bool { passphrase || packagePassphraseFile != nil || packagePassphraseFd != nil }

    /// Nil if no passphrase of a package was asked for.
    /// - Throws: ``CommandFailure`` if file and descriptor are both given.
    func source() throws(CommandFailure) -> PassphraseSource? {
        switch (packagePassphraseFile, packagePassphraseFd) {
        case (.some, .some):
            throw CommandFailure(
                .usage, .usageExclusive, "--package-passphrase-file", "--package-passphrase-fd")
        case (.some(let file), nil): return .file(file.path)
        case (nil, .some(let number)): return .descriptor(number, option: "--package-passphrase-fd")
        case (nil, nil): return passphrase ? .terminal : nil
        }
    }
}
