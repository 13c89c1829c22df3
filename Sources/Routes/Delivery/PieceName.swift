/// The name of a piece, or of a receipt, at a place: one that every kind of place can hold, and that means nothing to any program.
package struct PieceName: Hashable, Sendable {
    /// The name.
    package let text: String

    /// How names of pieces end.
    package static let suffix = ".fubako"
    /// How names of receipts end. They go the same ways as pieces.
    package static let receiptSuffix = ".fubako-receipt"
    /// The most UTF-8 bytes: with what marks a name in between, 255 are not exceeded.
    package static let limit = 200

    /// - Throws: ``RoutesError/Code/badName`` unless the text ends with ``suffix`` or ``receiptSuffix``, has at most ``limit`` bytes,
    ///   begins with neither a dot nor a dash, and holds no control characters and none of those that FAT or a path gives a meaning.
    package init(_ text: String) throws(RoutesError) {
        guard Self.isAllowed(text) else {
            throw RoutesError(
                .badName, "not every place can hold this name", advice: "give the piece another name", file: text)
        }
        self.text = text
    }

    /// For what is found at a place: nil where ``init(_:)`` would refuse.
    init?(found bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self), Self.isAllowed(text) else { return nil }
        self.text = text
    }

    /// Whether it is the name of a receipt.
    package var isReceipt: Bool { text.hasSuffix(Self.receiptSuffix) }

    /// The name while the piece is not whole yet. It tells which piece it is, so that only the same bytes are continued.
    func interim(of digest: [UInt8]) -> String { ".\(text).\(Self.mark(digest)).part" }

    private static func mark(_ digest: [UInt8]) -> String {
        digest.prefix(16).map { String(UInt16($0) | 0x100, radix: 16).dropFirst() }.joined()
    }

    private static func isAllowed(_ text: String) -> Bool {
        guard [suffix, receiptSuffix].contains(where: text.hasSuffix), text.utf8.count <= limit,
            let first = text.first, first != ".", first != "-"
        else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "/", "\\", ":", "*", "?", "\"", "<", ">", "|": false
            default: true
            }
        }
    }
}
