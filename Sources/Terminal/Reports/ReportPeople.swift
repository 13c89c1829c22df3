import Ledger

/// Personal values in reports, where they are asked for.
package enum ReportPeople {
    /// The fields that are shown, in this order.
    package static let fields = [
        "actor", "host", "names", "decider", "output", "place", "carrier", "input", "identities", "stated-by",
        "passphrase-by",
    ]

    /// One value as text; nothing where it was erased.
    package static func text(_ value: CanonicalJSON?) -> String {
        switch value {
        case .string(let text): text
        case .array(let elements): elements.compactMap(\.text).joined(separator: "; ")
        default: ""
        }
    }

    /// All values of an entry.
    package static func text(_ values: [String: CanonicalJSON]) -> String {
        fields.map { text(values[$0]) }.filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
