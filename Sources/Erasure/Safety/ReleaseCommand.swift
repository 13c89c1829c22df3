/// The command that ends a use of a device, for the user to run: it is shown, and never run by this program.
package struct ReleaseCommand: Hashable, Sendable {
    /// The program and its arguments.
    package let words: [String]

    /// The program and its arguments. Each of them may be untrusted text.
    package init(_ words: String...) { self.words = words }

    private init(all words: [String]) { self.words = words }

    /// Writes a 1 into one of the kernel's files.
    static func stop(_ file: String) -> ReleaseCommand { ReleaseCommand("sh", "-c", "echo 1 >\(quoted(file))") }

    /// The same, as seen by another process's mount namespace; nsenter(1).
    func inNamespace(of process: Int32) -> ReleaseCommand {
        ReleaseCommand(all: ["nsenter", "--mount", "--target", "\(process)", "--"] + words)
    }

    /// As it can be typed into a POSIX shell. Control characters in it are as they are: escape before printing.
    package var line: String { words.map(Self.quoted).joined(separator: " ") }

    private static func quoted(_ word: String) -> String {
        if !word.isEmpty, word.utf8.allSatisfy({ plain.contains($0) }) { return word }
        let parts = word.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.joined(separator: "'\\''") + "'"
    }

    /// What no shell gives a meaning to.
    private static let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-+:,@%=".utf8)
}
