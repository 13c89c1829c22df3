import DER

/// A record in DER:
///
///     Record ::= SEQUENCE { number INTEGER, wall INTEGER, monotonic INTEGER, event CHOICE of [0] ... [10] }
extension JournalRecord {
    /// The bytes of this record.
    var encoded: [UInt8] {
        DERWriter.encode { writer in
            writer.sequence { writer in
                writer.integer(number)
                writer.integer(wall)
                writer.integer(monotonic)
                event.write(to: &writer)
            }
        }
    }

    /// - Throws: DERError for anything but a canonical record.
    init(encoded bytes: [UInt8]) throws(DERError) {
        self = try DERReader.parse(bytes) { reader throws(DERError) in
            try reader.sequence { reader throws(DERError) in
                let number = UInt64(try reader.integer(0...Int64.max))
                let wall = try reader.integer(Int64.min...Int64.max)
                let monotonic = try reader.size()
                return JournalRecord(
                    number: number, wall: wall, monotonic: monotonic, event: try JournalEvent(&reader))
            }
        }
    }
}

extension DERReader {
    /// An INTEGER of 0...2^63-1.
    mutating func size() throws(DERError) -> UInt64 { UInt64(try integer(0...Int64.max)) }

    /// An INTEGER of 0...`limit`.
    mutating func number(_ limit: Int) throws(DERError) -> Int { Int(try integer(0...Int64(limit))) }

    /// An ENUMERATED that is one of the cases of a type.
    mutating func choice<Value: RawRepresentable<UInt8>>(_ type: Value.Type) throws(DERError) -> Value {
        let here = offset
        guard let value = Value(rawValue: try enumerated()) else { throw DERError(.badValue, offset: here) }
        return value
    }

    /// A UTF8String of any length up to `limit`, none included.
    mutating func text(_ limit: Int = 4_096) throws(DERError) -> String {
        let here = offset
        let content = try primitive(.utf8String)
        guard content.count <= limit, let text = String(validating: content, as: UTF8.self) else {
            throw DERError(.badValue, offset: here)
        }
        return text
    }

    /// A SEQUENCE OF, with at most `limit` members.
    mutating func list<Value>(
        _ limit: Int, _ member: (inout DERReader) throws(DERError) -> Value
    ) throws(DERError) -> [Value] {
        try sequence { reader throws(DERError) in
            var values: [Value] = []
            while !reader.isAtEnd {
                guard values.count < limit else { throw reader.error(.badValue) }
                values.append(try member(&reader))
            }
            return values
        }
    }

    /// A stretch of a device.
    mutating func extent() throws(DERError) -> Extent {
        let here = offset
        let extent = try sequence { reader throws(DERError) in Extent(try reader.size(), try reader.size()) }
        guard extent.length > 0, extent.end <= UInt64(Int64.max) else { throw DERError(.badValue, offset: here) }
        return extent
    }

    /// A number of 64 bits without a meaning as a size, as eight octets.
    mutating func seed() throws(DERError) -> UInt64 {
        try octetString(count: 8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
}

extension DERWriter {
    /// A stretch of a device.
    mutating func extent(_ extent: Extent) {
        sequence { writer in
            writer.integer(extent.offset)
            writer.integer(extent.length)
        }
    }

    /// A SEQUENCE OF.
    mutating func list<Value>(_ values: [Value], _ member: (inout DERWriter, Value) -> Void) {
        sequence { writer in for value in values { member(&writer, value) } }
    }

    /// A number of 64 bits without a meaning as a size, as eight octets.
    mutating func seed(_ value: UInt64) { octetString(withUnsafeBytes(of: value.bigEndian, Array.init)) }

    /// A number that is not negative.
    mutating func number(_ value: Int) { integer(Int64(value)) }
}
