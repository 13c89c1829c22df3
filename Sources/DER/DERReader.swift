/// Reads strict DER from a byte array, front to back. Every accessor consumes one element and refuses whatever is not in
/// its one canonical form. ``finish()`` refuses what is left over.
package struct DERReader: Sendable {
    private let bytes: [UInt8]
    private var position: Int
    private let end: Int
    /// Where `bytes` starts within the outermost structure, for errors.
    private let base: Int

    /// - Parameter base: where `bytes` starts within the structure that errors should count from.
    package init(_ bytes: [UInt8], base: Int = 0) {
        self.init(bytes, 0..<bytes.count, base: base)
    }

    /// Reads only `range` of `bytes`, which must lie within it.
    package init(_ bytes: [UInt8], _ range: Range<Int>, base: Int) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
        self.base = base
    }

    /// Parses a whole array with `body`, which must consume all of it.
    package static func parse<T>(
        _ bytes: [UInt8], _ body: (inout DERReader) throws(DERError) -> T
    ) throws(DERError) -> T {
        var reader = DERReader(bytes)
        let value = try body(&reader)
        try reader.finish()
        return value
    }

    /// Whether everything is consumed.
    package var isAtEnd: Bool { position == end }

    /// Offset of the next element, in bytes from the start of the outermost structure.
    package var offset: Int { base + position }

    /// The next element's tag, or nil at the end.
    package var nextTag: DERTag? { isAtEnd ? nil : DERTag(rawValue: bytes[position]) }

    /// Demands that everything is consumed.
    /// - Throws: `trailingBytes`.
    package func finish() throws(DERError) {
        if !isAtEnd { throw error(.trailingBytes) }
    }

    /// An error at the next element.
    package func error(_ code: DERError.Code) -> DERError { DERError(code, offset: offset) }

    /// Consumes an element with this tag and gives a reader of its content.
    package mutating func element(_ tag: DERTag) throws(DERError) -> DERReader {
        let content = try contentRange(tag)
        position = content.upperBound
        return DERReader(bytes, content, base: base)
    }

    /// Consumes an element with this tag, whose content `body` must consume whole.
    package mutating func element<T>(
        _ tag: DERTag, _ body: (inout DERReader) throws(DERError) -> T
    ) throws(DERError) -> T {
        var inner = try element(tag)
        let value = try body(&inner)
        try inner.finish()
        return value
    }

    /// Consumes a SEQUENCE, whose content `body` must consume whole.
    package mutating func sequence<T>(_ body: (inout DERReader) throws(DERError) -> T) throws(DERError) -> T {
        try element(.sequence, body)
    }

    /// Consumes an element with this tag: its content octets.
    package mutating func primitive(_ tag: DERTag) throws(DERError) -> ArraySlice<UInt8> {
        let content = try contentRange(tag)
        position = content.upperBound
        return bytes[content]
    }

    /// Consumes the next element whatever it is: all its bytes, tag and length included.
    package mutating func anyElement() throws(DERError) -> ArraySlice<UInt8> {
        guard let tag = nextTag else { throw error(.truncated) }
        let start = position
        position = try contentRange(tag).upperBound
        return bytes[start..<position]
    }

    /// Consumes only the tag and the length of an element, whose content may lie beyond these bytes: for elements that are
    /// read in parts.
    /// - Returns: the content's length in bytes.
    package mutating func header(_ tag: DERTag) throws(DERError) -> UInt64 {
        let length = try contentLength(tag)
        position = length.start
        return length.count
    }

    private func contentRange(_ tag: DERTag) throws(DERError) -> Range<Int> {
        let length = try contentLength(tag)
        guard length.count <= UInt64(end - length.start) else { throw error(.truncated) }
        return length.start..<length.start + Int(length.count)
    }

    /// Where the content starts, and its length as the length octets say.
    private struct ContentLength {
        let start: Int
        let count: UInt64
    }

    private func contentLength(_ tag: DERTag) throws(DERError) -> ContentLength {
        guard position < end else { throw error(.truncated) }
        guard bytes[position] == tag.rawValue, tag.rawValue & 0x1F != 0x1F else { throw error(.unexpectedTag) }
        guard position + 1 < end else { throw error(.truncated) }
        let first = bytes[position + 1]
        guard first >= 0x80 else { return ContentLength(start: position + 2, count: UInt64(first)) }
        return try longLength(octets: Int(first & 0x7F))
    }

    private func longLength(octets: Int) throws(DERError) -> ContentLength {
        guard (1...8).contains(octets) else { throw error(.badLength) }
        let start = position + 2
        guard start + octets <= end else { throw error(.truncated) }
        let count = bytes[start..<start + octets].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard bytes[start] != 0, count >= 0x80 else { throw error(.badLength) }
        return ContentLength(start: start + octets, count: count)
    }
}
