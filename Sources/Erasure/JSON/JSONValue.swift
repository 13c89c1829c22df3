/// A value of JSON (RFC 8259), as far as files for this program need it: numbers are integers, and no name occurs twice in
/// an object.
package enum JSONValue: Hashable, Sendable {
    /// Names and values, in the order in which they stand.
    case object([Member])
    /// Values in their order.
    case array([JSONValue])
    /// Text.
    case string(String)
    /// An integer of 64 bits, without fraction or exponent.
    case integer(Int64)
    /// `true` or `false`.
    case boolean(Bool)
    /// `null`.
    case null

    /// A name and its value.
    package struct Member: Hashable, Sendable {
        /// The name.
        package let name: String
        /// Its value.
        package let value: JSONValue

        /// One member of an object.
        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// The value of a name, if this is an object that has it.
    package subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text, if this is one.
    package var text: String? { if case .string(let text) = self { text } else { nil } }

    /// Reads a whole file.
    /// - Throws: `malformed` with the byte where it is not JSON of this kind.
    package init(_ bytes: [UInt8]) throws(ErasureError) {
        var reader = JSONReader(bytes)
        self = try reader.wholeValue()
    }
}

extension ErasureError.Code {
    /// A file that is not what it must be; ``ErasureError/offset`` is the byte where that shows, if one byte does.
    package static let malformed = ErasureError.Code(rawValue: "malformed")
}
