/// Why something is not a label, or not a part of one.
package struct LabelError: Error, Hashable, Sendable {
    /// What is wrong, as a stable name.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable name.
        package let rawValue: String
        /// A code by its name; those in use are the constants below.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// Text of no bytes where there must be some.
        package static let empty = Code(rawValue: "empty")
        /// More bytes, members or lines than allowed.
        package static let tooLong = Code(rawValue: "too long")
        /// Text that is not in Unicode Normalization Form C (UAX #15).
        package static let notNormalized = Code(rawValue: "not normalized")
        /// Text with a control character, U+0000...001F or U+007F...009F.
        package static let controlCharacter = Code(rawValue: "control character")
        /// A word or key that is not among those known.
        package static let unknownWord = Code(rawValue: "unknown word")
        /// A number, date or byte string that is not of its form or outside its range.
        package static let badValue = Code(rawValue: "bad value")
        /// Something occurs twice.
        package static let duplicate = Code(rawValue: "duplicate")
        /// Something that must be there is not.
        package static let missing = Code(rawValue: "missing")
        /// Two fields exclude each other.
        package static let contradiction = Code(rawValue: "contradiction")
        /// Content that is right, but not written in its one canonical form.
        package static let notCanonical = Code(rawValue: "not canonical")
    }

    /// What is wrong.
    package let code: Code
    /// Which part of the label.
    package let field: LabelField
    /// The text that was refused, if any. It is untrusted: escape it before showing it.
    package let text: String?

    /// - Parameter text: what was refused.
    package init(_ code: Code, _ field: LabelField, text: String? = nil) {
        self.code = code
        self.field = field
        self.text = text
    }
}

/// A part of a label or of a label record. The raw value is its key in a record, and its name in errors and JSON.
package enum LabelField: String, Hashable, Sendable, CaseIterable {
    case record
    case purpose
    case grade
    case siteGrade = "site-grade"
    case importantDesign = "important-design"
    case restriction
    case decider
    case decidedOn = "decided-on"
    case gradedC3Until = "graded-c3-until"
    case retentionEnd = "retention-end"
    case serial
    case personalInformation = "personal-information"
    case personalCount = "personal-count"
    case extensions
    case package
    case signer
    case sealed
}
