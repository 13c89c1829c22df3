import Console
import SystemIO
import Terminal

/// Standard output as the place for bytes that are nothing for people.
enum DataOutput {
    /// - Parameter force: the user insists on a terminal.
    /// - Throws: ``CommandFailure`` if standard output is a terminal, or has to carry JSON.
    static func check(_ output: Output, force: Bool) throws(CommandFailure) {
        if output.isJSON { throw CommandFailure(.usage, .usageJSONAndData) }
        guard force || !Descriptor.standardOutput.isTerminal else {
            throw CommandFailure(.usage, .usageOutputTerminal, hint: .hintOutputTerminal)
        }
    }
}
