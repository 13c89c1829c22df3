/// Something wrong that was found and got around, or a unit that cannot be read.
package struct Damage: Hashable, Sendable {
    /// Where it is.
    package let place: Place
    /// In English, for the log line.
    package let reason: String

    /// - Parameter reason: in English, without unescaped names.
    package init(_ place: Place, _ reason: String) {
        self.place = place
        self.reason = reason
    }
}
