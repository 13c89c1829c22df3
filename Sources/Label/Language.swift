/// A language that labels and messages are written in.
package enum Language: String, Hashable, Sendable, CaseIterable {
    /// English.
    case en
    /// Japanese.
    case ja
}
