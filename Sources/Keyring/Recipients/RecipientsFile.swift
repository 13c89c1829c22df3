/// A file that lists recipients: one name, group or path of a certificate file per line.
///
/// Blanks around an entry are dropped; empty lines and lines that begin with `#` are skipped. Lines end in LF or CRLF.
package struct RecipientsFile: Sendable, Equatable {
    /// One line that says something.
    package struct Entry: Sendable, Equatable {
        /// From 1.
        package let line: Int
        /// A name or a path, in its raw bytes.
        package let text: [UInt8]
    }

    /// In the order of the file.
    package let entries: [Entry]

    /// Entries that a file has at most: as many as a package has recipients.
    package static let maximumEntries = 1024
    /// Length in bytes that a file has at most.
    package static let maximumCount = 1_048_576
    /// Length in bytes that an entry has at most: a path of the kernel's.
    static let maximumEntryCount = 4095

    /// - Throws: ``KeyringError/Code/tooLarge``; ``KeyringError/Code/malformed`` with the line for a control character or
    ///   an entry that is too long.
    package init(_ bytes: [UInt8]) throws(KeyringError) {
        guard bytes.count <= Self.maximumCount else {
            throw KeyringError(.tooLarge, "more than \(Self.maximumCount) bytes in a list of recipients")
        }
        var entries: [Entry] = []
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let text = Self.trimmed(line)
            if text.isEmpty || text.first == UInt8(ascii: "#") { continue }
            try Self.check(text, line: index + 1)
            guard entries.count < Self.maximumEntries else {
                throw KeyringError(.tooLarge, "more than \(Self.maximumEntries) recipients")
            }
            entries.append(Entry(line: index + 1, text: Array(text)))
        }
        self.entries = entries
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        let start = line.drop(while: isBlank)
        return start.lastIndex { !isBlank($0) }.map { start[...$0] } ?? []
    }

    private static func check(_ text: ArraySlice<UInt8>, line: Int) throws(KeyringError) {
        var refusal: KeyringError?
        if text.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            refusal = KeyringError(.malformed, "a control character in a list of recipients")
        } else if text.count > maximumEntryCount {
            refusal = KeyringError(.malformed, "an entry of more than \(maximumEntryCount) bytes")
        }
        guard var refusal else { return }
        refusal.line = line
        throw refusal
    }
}
