extension DERReader {
    /// A BOOLEAN, 00 or FF (X.690, 11.1).
    /// - Throws: `badValue` for any other octet.
    package mutating func boolean(tag: DERTag = .boolean) throws(DERError) -> Bool {
        let here = offset
        switch Array(try primitive(tag)) {
        case [0x00]: return false
        case [0xFF]: return true
        default: throw DERError(.badValue, offset: here)
        }
    }

    /// A NULL, which has no content.
    /// - Throws: `badValue` if it has.
    package mutating func null(tag: DERTag = .null) throws(DERError) {
        let here = offset
        guard try primitive(tag).isEmpty else { throw DERError(.badValue, offset: here) }
    }

    /// A signed INTEGER of at most 64 bits within `range`.
    package mutating func integer(
        _ range: ClosedRange<Int64>, tag: DERTag = .integer
    ) throws(DERError) -> Int64 {
        let here = offset
        let content = try minimalInteger(tag)
        guard content.count <= 8, let first = content.first else { throw DERError(.badValue, offset: here) }
        let sign: UInt64 = first >= 0x80 ? .max : 0
        let value = Int64(bitPattern: content.reduce(sign) { $0 << 8 | UInt64($1) })
        guard range.contains(value) else { throw DERError(.badValue, offset: here) }
        return value
    }

    /// An ENUMERATED of 0...255.
    package mutating func enumerated(tag: DERTag = .enumerated) throws(DERError) -> UInt8 {
        UInt8(try integer(0...255, tag: tag))
    }

    /// An INTEGER of any size: its content octets, two's complement, checked to be minimal.
    package mutating func minimalInteger(_ tag: DERTag = .integer) throws(DERError) -> ArraySlice<UInt8> {
        let here = offset
        let content = try primitive(tag)
        guard let first = content.first else { throw DERError(.badValue, offset: here) }
        if let second = content.dropFirst().first,
            first == 0x00 && second < 0x80 || first == 0xFF && second >= 0x80
        {
            throw DERError(.badValue, offset: here)
        }
        return content
    }

    /// An OCTET STRING whose length lies in `sizes`.
    package mutating func octetString(
        _ sizes: ClosedRange<Int>, tag: DERTag = .octetString
    ) throws(DERError) -> [UInt8] {
        let here = offset
        let content = try primitive(tag)
        guard sizes.contains(content.count) else { throw DERError(.badValue, offset: here) }
        return Array(content)
    }

    /// An OCTET STRING of exactly `count` bytes.
    package mutating func octetString(
        count: Int, tag: DERTag = .octetString
    ) throws(DERError) -> [UInt8] {
        try octetString(count...count, tag: tag)
    }

    /// A UTF8String of 1...`limit` bytes, valid UTF-8. Normalisation is the caller's to check.
    package mutating func utf8String(limit: Int, tag: DERTag = .utf8String) throws(DERError) -> String {
        let here = offset
        let content = try primitive(tag)
        guard (1...limit).contains(content.count), let text = String(validating: content, as: UTF8.self) else {
            throw DERError(.badValue, offset: here)
        }
        return text
    }

    /// An OBJECT IDENTIFIER in its one encoding (X.690, 8.19).
    /// - Throws: `badValue` otherwise.
    package mutating func objectIdentifier() throws(DERError) -> ObjectIdentifier {
        let here = offset
        guard let value = ObjectIdentifier(content: try primitive(.objectIdentifier)) else {
            throw DERError(.badValue, offset: here)
        }
        return value
    }

    /// A GeneralizedTime of the form YYYYMMDDHHMMSSZ (RFC 5280, 4.1.2.5.2).
    package mutating func generalizedTime(tag: DERTag = .generalizedTime) throws(DERError) -> DERTime {
        let here = offset
        guard let time = DERTime(text: String(decoding: try primitive(tag), as: UTF8.self)) else {
            throw DERError(.badValue, offset: here)
        }
        return time
    }
}
