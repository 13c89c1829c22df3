import ArgumentParser
import Console
import SystemIO
import Terminal

/// Where a text of the ledger goes: a proof, a checkpoint, a request.
struct TextOutput: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: help("A new file instead of standard output.", "標準出力の代わりの新しいファイル。", valueName: "file"))
    var output: PathArgument?

    /// Writes the text, unless JSON that holds it is written.
    /// - Throws: `refused` if there is such a file; ``SystemError``.
    func write(_ text: [UInt8], _ session: Session) throws(any Error) {
        guard let path = output.flatMap({ $0.isDash ? nil : $0.path }) else {
            if !session.output.isJSON { try Descriptor.standardOutput.writeFully(text) }
            return
        }
        do throws(SystemError) {
            let file = try AtomicFile(path, mode: FileMode.newFile)
            try file.descriptor.writeFully(text)
            try file.commit()
        } catch {
            guard error.code == .exists else { throw error }
            throw CommandFailure(.refused, .systemExists, place: path, hint: .hintOtherOutput)
        }
        session.output.note(.doneWritten, path)
    }
}

/// A text of the ledger for `--json`, whether it went to a file or not.
struct TextJSON: Encodable {
    var position: UInt64?
    var size: UInt64?
    var oldSize: UInt64?
    let text: String

    init(_ text: [UInt8], position: UInt64? = nil, size: UInt64? = nil, oldSize: UInt64? = nil) {
        self.text = String(decoding: text, as: UTF8.self)
        self.position = position
        self.size = size
        self.oldSize = oldSize
    }
}

extension PathArgument {
    /// Reads a small file, or standard input for "-".
    /// - Throws: ``SystemError``, `tooLarge` beyond the limit.
    func read(limit: Int) throws(SystemError) -> [UInt8] {
        if isDash { return try Descriptor.standardInput.readToEnd(limit: limit) }
        return try Descriptor.open(path, .readOnly).readToEnd(limit: limit)
    }
}
