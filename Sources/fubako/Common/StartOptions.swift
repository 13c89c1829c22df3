import Label
import Terminal

/// What must be known before the command line is parsed, so that an error in it is told in the right language and form.
struct StartOptions {
    /// That of `--lang`, else that of the environment. Help is written in it too.
    let language: Language
    let isJSON: Bool
    let isQuiet: Bool

    /// - Parameter arguments: the command line with the program's name.
    init(_ arguments: [String]) {
        let words = arguments.dropFirst().prefix { $0 != "--" }
        isJSON = words.contains("--json")
        isQuiet = words.contains("--quiet") || words.contains("-q")
        let following = Array(zip(words, words.dropFirst())).last { $0.0 == "--lang" }?.1
        let attached = words.last { $0.hasPrefix("--lang=") }.map { String($0.dropFirst("--lang=".count)) }
        language = (following ?? attached).flatMap(Language.init(rawValue:)) ?? Language()
    }
}

/// A text of the help, in the language of this run.
func words(_ english: String, _ japanese: String) -> String { helpLanguage == .ja ? japanese : english }

/// The language of help in this run.
let helpLanguage = StartOptions(CommandLine.arguments).language
