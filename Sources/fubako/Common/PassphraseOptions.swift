import ArgumentParser
import Console
import Terminal

/// Where the passphrase of a private key comes from.
struct PassphraseOptions: ParsableArguments {
    @Option(
        help: help(
            "Read the key's passphrase from the first line of a file.", "鍵のパスフレーズをファイルの最初の行から読みます。", valueName: "file"))
    var passphraseFile: PathArgument?

    @Option(
        help: help(
            "Read the key's passphrase from an open descriptor.", "鍵のパスフレーズを開いている記述子から読みます。", valueName: "number"))
    var passphraseFd: Int32?

    /// - Throws: `ValidationError` if both are given.
    func validate() throws(ValidationError) {
        guard passphraseFile == nil || passphraseFd == nil else {
            throw ValidationError(
                words(
                    "--passphrase-file and --passphrase-fd exclude each other",
                    "--passphrase-file と --passphrase-fd は同時に使えません"))
        }
    }

    /// The terminal if nothing else was chosen.
    var source: PassphraseSource {
        PassphraseSource(file: passphraseFile, descriptor: passphraseFd, option: "--passphrase-fd")
    }
}

extension PassphraseSource {
    /// The file, else the descriptor, else the terminal.
    /// - Parameter option: that which gave the descriptor.
    init(file: PathArgument?, descriptor: Int32?, option: String) {
        if let file {
            self = .file(file.path)
        } else {
            self = descriptor.map { .descriptor($0, option: option) } ?? .terminal
        }
    }
}
