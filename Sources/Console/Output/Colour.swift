/// An ECMA-48 rendition for messages.
package enum Colour: String, Hashable, Sendable, CaseIterable {
    case red = "31"
    case green = "32"
    case yellow = "33"
    case bold = "1"
    case faint = "2"

    /// Whether a stream should be coloured: a terminal that is not "dumb", without NO_COLOR (no-color.org: present and not
    /// empty).
    package static func isWanted(isTerminal: Bool, environment: (String) -> String?) -> Bool {
        isTerminal && (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
    }

    /// The text in this rendition, and back to the usual one behind it.
    package func applied(to text: String) -> String { "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" }
}
