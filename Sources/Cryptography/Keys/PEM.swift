/// Textual encoding of structures (RFC 7468).
///
/// 1. Lines end in LF or CRLF; blanks at their ends are ignored.
/// 2. Between the boundaries there is canonical base 64 only: no headers, no blank lines.
/// 3. The labels of both boundaries agree, and every block is closed.
enum PEM {
    struct Block {
        let label: String
        let der: [UInt8]
    }

    private static let operation = "reading PEM"
    private static let begin = "-----BEGIN "
    private static let end = "-----END "
    private static let dashes = "-----"

    /// One block, with the lines of 64 characters that RFC 7468 wants.
    static func encode(_ der: [UInt8], label: String) -> String {
        var lines = ["\(begin)\(label)\(dashes)"]
        var rest = Base64.encode(der)[...]
        while !rest.isEmpty {
            lines.append(String(rest.prefix(64)))
            rest = rest.dropFirst(64)
        }
        return (lines + ["\(end)\(label)\(dashes)", ""]).joined(separator: "\n")
    }

    /// The content of a text that is one block with this label and nothing else.
    /// - Throws: `malformed`.
    static func singleBlock(in text: [UInt8], label: String) throws(CryptographyError) -> [UInt8] {
        let found = try blocks(in: text, allowingText: false)
        guard found.count == 1, let block = found.first, block.label == label else {
            throw .malformed(operation, "not exactly one \(label)")
        }
        return block.der
    }

    /// All blocks in order. Explanatory text outside them is skipped if `allowingText` (RFC 7468, 5.2), otherwise refused.
    /// - Throws: `malformed` with the number of the line.
    static func blocks(in text: [UInt8], allowingText: Bool) throws(CryptographyError) -> [Block] {
        var blocks: [Block] = []
        var label: String?
        var body: [UInt8] = []
        for (index, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let line = trimmed(line)
            if let open = label {
                if line.starts(with: dashes.utf8) {
                    guard line.elementsEqual("\(end)\(open)\(dashes)".utf8), let der = Base64.decode(body) else {
                        throw .malformed(operation, "line \(index + 1) ends no well-formed block")
                    }
                    blocks.append(Block(label: open, der: der))
                    label = nil
                } else {
                    guard !line.isEmpty else { throw .malformed(operation, "line \(index + 1) is blank") }
                    body += line
                }
            } else if let opened = labelOfBoundary(line) {
                label = opened
                body = []
            } else if !line.isEmpty && !allowingText {
                throw .malformed(operation, "line \(index + 1) is outside any block")
            }
        }
        guard label == nil else { throw .malformed(operation, "the last block is not closed") }
        return blocks
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var line = line
        while let last = line.last, [0x0D, 0x20, 0x09].contains(last) { line = line.dropLast() }
        return line
    }

    private static func labelOfBoundary(_ line: ArraySlice<UInt8>) -> String? {
        guard line.starts(with: begin.utf8), line.count > begin.utf8.count + dashes.utf8.count,
            line.suffix(5).elementsEqual(dashes.utf8)
        else { return nil }
        return String(validating: line.dropFirst(begin.utf8.count).dropLast(5), as: UTF8.self)
    }
}
