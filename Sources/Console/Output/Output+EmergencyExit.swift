import SystemIO

extension Output {
    /// Has something said should the run end in a hurry: by a second signal, or because it does not end after the first.
    /// - Parameter condition: whether it is to be said then; asked on another thread.
    package func atEmergencyExit(
        _ message: Message, _ arguments: any MessageArgument..., if condition: @escaping @Sendable () -> Bool
    ) {
        // Nothing is left to be done then that could wait for another thread: the line is ready.
        let line = "fubako: " + message.text(language, arguments: arguments) + "\n"
        let bytes = Array(((messagesAreOnTerminal ? Self.clearLine : "") + line).utf8)
        Interruption.atEmergencyExit {
            if condition() { try? Descriptor.standardError.writeFully(bytes) }
        }
    }
}
