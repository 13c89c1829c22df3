/// The name of a key that signs notes (C2SP signed-note): not empty; no white space of Unicode, no `+`, no control
/// characters. Names are the same if their bytes are.
package struct NoteName: Hashable, Sendable {
    /// In UTF-8.
    package let bytes: [UInt8]

    /// The name as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// - Throws: `badName`.
    package init(_ text: String) throws(TransparencyError) {
        guard !text.isEmpty else { throw TransparencyError(.badName, "the name of a key is empty") }
        guard !text.unicodeScalars.contains(where: Self.isForbidden) else {
            throw TransparencyError(.badName, "the name of a key holds white space, '+' or a control character")
        }
        bytes = Array(text.utf8)
    }

    /// From UTF-8; nil for what is not, and for what is no name.
    init?(_ utf8: ArraySlice<UInt8>) {
        guard let text = String(validating: utf8, as: UTF8.self) else { return nil }
        do throws(TransparencyError) { try self.init(text) } catch { return nil }
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "+" || scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
    }
}
