import ArgumentParser
import Console
import Glibc
import Operations
import SystemIO
import Terminal

/// A path on the command line, in the very bytes in which it was given.
struct PathArgument: ExpressibleByArgument, Hashable, Sendable {
    let path: Path

    init(argument: String) { path = Path(Self.bytes(of: argument)) }

    /// As help shows it where it is a default.
    var defaultValueDescription: String { path.string }

    static var defaultCompletionKind: CompletionKind { .file() }

    /// Whether it is "-", which stands for standard input or output.
    var isDash: Bool { path == "-" }

    /// Standard input can be read but once.
    /// - Throws: `ValidationError` if more than one of several inputs is "-".
    static func requireOneDash(_ inputs: [PathArgument]) throws(ValidationError) {
        guard inputs.count(where: \.isDash) <= 1 else {
            throw ValidationError(words("standard input can be read once only", "標準入力は一度しか読めません"))
        }
    }

    /// The one package that files are pieces of.
    /// - Throws: `CommandFailure` if they are several.
    static func onePackage(_ files: [PathArgument]) throws(CommandFailure) -> PackageSource {
        let sources = PackageGrouping.sources(files.map(\.path))
        guard sources.count == 1, let source = sources.first else { throw CommandFailure(.usage, .usageOnePackage) }
        return source
    }

    /// The bytes that were given. The parser has text only, in which every sequence that is not UTF-8 is replaced: then
    /// the word it came from is looked for.
    private static func bytes(of argument: String) -> [UInt8] {
        guard argument.unicodeScalars.contains("\u{FFFD}") else { return Array(argument.utf8) }
        let words = (1..<max(Int(CommandLine.argc), 1)).compactMap { index in
            CommandLine.unsafeArgv[index].map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
        }
        let values =
            words
            + words.compactMap { word in
                word.firstIndex(of: UInt8(ascii: "=")).map { Array(word[($0 + 1)...]) }
            }
        return values.first { String(decoding: $0, as: UTF8.self) == argument } ?? Array(argument.utf8)
    }
}
