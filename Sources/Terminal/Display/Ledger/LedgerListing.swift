import Console
import SystemIO

/// Writes entries one after the other: a line for each, or with `--json` one object. Memory does not grow with their number.
package struct LedgerListing: ~Copyable {
    private let output: Output
    private var isFirst = true

    /// - Parameter output: where to write, and in which form.
    package init(_ output: Output) { self.output = output }

    /// Writes what stands before the entries, which is nothing in a text.
    /// - Throws: ``SystemError`` such as `brokenPipe`.
    package func begin() throws(SystemError) { if output.isJSON { try output.part(#"{"entries":["#) } }

    /// Writes the next entries.
    /// - Throws: ``SystemError`` such as `brokenPipe`; ``TerminalError``.
    package mutating func add(_ entries: [DisclosedEntry]) throws(any Error) {
        var text = ""
        for entry in entries {
            if output.isJSON {
                text += (isFirst ? "" : ",") + (try JSON.text(entry))
            } else {
                text += entry.line(output.language) + "\n"
            }
            isFirst = false
        }
        if !text.isEmpty { try output.part(text) }
    }

    /// Writes what stands after the entries.
    /// - Throws: ``SystemError`` such as `brokenPipe`.
    package func end() throws(SystemError) { if output.isJSON { try output.part("]}\n") } }
}
