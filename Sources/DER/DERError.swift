/// Why a byte string is not the DER (ITU-T X.690) that was expected.
package struct DERError: Error, Equatable, Sendable {
    /// What is wrong, as a stable name.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable name.
        package let rawValue: String
        /// A code by its name; those in use are the constants below.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// The bytes end inside an element.
        package static let truncated = Code(rawValue: "truncated")
        /// Another tag was expected at this place.
        package static let unexpectedTag = Code(rawValue: "unexpected tag")
        /// An indefinite, non-minimal or oversized length.
        package static let badLength = Code(rawValue: "bad length")
        /// A value that is not encoded in its one canonical form, or is outside its range.
        package static let badValue = Code(rawValue: "bad value")
        /// Bytes are left after the last expected element.
        package static let trailingBytes = Code(rawValue: "trailing bytes")
    }

    /// What is wrong.
    package let code: Code
    /// Where, in bytes from the start of the outermost structure.
    package let offset: Int

    /// At a byte of the outermost structure.
    package init(_ code: Code, offset: Int) {
        self.code = code
        self.offset = offset
    }
}
