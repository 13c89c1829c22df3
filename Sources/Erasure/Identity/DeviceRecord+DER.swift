import DER

/// ```
/// DeviceRecord ::= SEQUENCE {
///     version INTEGER (1), name UTF8String, sequence INTEGER, bootID UTF8String,
///     identity SEQUENCE { vendor, model, firmware UTF8String, serial SEQUENCE OF Serial (at most one),
///                         worldwideName UTF8String, size INTEGER, place UTF8String },
///     sectorSize, physicalSectorSize INTEGER, bus, kind, zoning UTF8String, removable BOOLEAN,
///     ownCapacity SEQUENCE OF INTEGER (at most one), companions SEQUENCE OF SEQUENCE { kind, name UTF8String },
///     contents SEQUENCE OF SEQUENCE OF UTF8String (at most one), groups SEQUENCE OF UTF8String,
///     health SEQUENCE { temperature, wear, nearEnd, errors SEQUENCE OF INTEGER or BOOLEAN (at most one),
///                       counters SEQUENCE OF SEQUENCE { reallocated, pending, uncorrected, hours, temperature, wear, spare,
///                                                       warnings SEQUENCE OF INTEGER (at most one) } (at most one) } }
/// Serial ::= SEQUENCE { value, source UTF8String, weaknesses SEQUENCE OF UTF8String }
/// ```
/// A text that is empty is one that the device does not have.
extension DeviceRecord {
    private static let version: Int64 = 1
    /// More than any device has of anything.
    private static let limit = 1_024

    /// The record in its one encoding.
    package var encoded: [UInt8] { DERWriter.encode { writer in writer.sequence { write(to: &$0) } } }

    /// Reads what ``encoded`` gave.
    /// - Throws: the code for a structure that is not what it must be.
    package init(_ bytes: [UInt8]) throws(DERError) {
        self = try DERReader.parse(bytes) { reader throws(DERError) in
            try reader.sequence { reader throws(DERError) in try DeviceRecord(&reader) }
        }
    }

    private func write(to writer: inout DERWriter) {
        writer.integer(Self.version)
        writer.utf8String(name)
        writer.integer(sequence)
        writer.utf8String(bootID)
        writer.sequence { identity.write(to: &$0) }
        writer.number(sectorSize)
        writer.number(physicalSectorSize)
        for name in [bus.rawValue, kind.rawValue, zoning.rawValue] { writer.utf8String(name) }
        writer.boolean(isRemovable)
        writer.optional(ownCapacity) { $0.integer($1) }
        writer.list(companions) { writer, companion in
            writer.sequence { writer in
                writer.utf8String(companion.kind.rawValue)
                writer.utf8String(companion.name)
            }
        }
        writer.optional(contents) { $0.list($1) { $0.utf8String($1) } }
        writer.list(groups) { $0.utf8String($1) }
        writer.sequence { health.write(to: &$0) }
    }

    private init(_ reader: inout DERReader) throws(DERError) {
        _ = try reader.integer(Self.version...Self.version)
        name = try reader.text()
        sequence = try reader.size()
        bootID = try reader.text()
        identity = try reader.sequence { reader throws(DERError) in try DeviceIdentity(&reader) }
        sectorSize = try reader.number(65_536)
        physicalSectorSize = try reader.number(1 << 30)
        bus = try reader.name(Connection.Bus.self)
        kind = try reader.name(MediaKind.self)
        zoning = try reader.name(Zoning.self)
        isRemovable = try reader.boolean()
        ownCapacity = try reader.optionalSize()
        companions = try reader.list(Self.limit) { reader throws(DERError) in
            try reader.sequence { reader throws(DERError) in
                Companion(kind: try reader.name(Companion.Kind.self), name: try reader.text())
            }
        }
        contents = try reader.list(1) { reader throws(DERError) in
            try reader.list(Self.limit) { reader throws(DERError) in try reader.text() }
        }.first
        groups = try reader.list(Self.limit) { reader throws(DERError) in try reader.text() }
        health = try reader.sequence { reader throws(DERError) in try DeviceHealth(&reader) }
    }
}

extension DeviceIdentity {
    fileprivate func write(to writer: inout DERWriter) {
        for text in [vendor, model, firmware] { writer.utf8String(text ?? "") }
        writer.optional(serial) { writer, serial in
            writer.sequence { writer in
                writer.utf8String(serial.value)
                writer.utf8String(serial.source.rawValue)
                writer.list(serial.weaknesses) { $0.utf8String($1.rawValue) }
            }
        }
        writer.utf8String(worldwideName ?? "")
        writer.integer(size)
        writer.utf8String(place ?? "")
    }

    fileprivate init(_ reader: inout DERReader) throws(DERError) {
        vendor = try reader.optionalText()
        model = try reader.optionalText()
        firmware = try reader.optionalText()
        serial = try reader.list(1) { reader throws(DERError) in
            try reader.sequence { reader throws(DERError) in
                let value = try reader.text()
                let source = try reader.name(SerialNumber.Source.self)
                let weaknesses = try reader.list(SerialNumber.Weakness.allCases.count) { reader throws(DERError) in
                    try reader.name(SerialNumber.Weakness.self)
                }
                return SerialNumber(value, source, recorded: weaknesses)
            }
        }.first
        worldwideName = try reader.optionalText()
        size = try reader.size()
        place = try reader.optionalText()
    }
}

extension DeviceHealth {
    /// The temperature in thousandths of a degree.
    fileprivate func write(to writer: inout DERWriter) {
        writer.optional(temperature) { $0.integer(Int64(($1 * 1000).rounded())) }
        writer.optional(wear) { $0.number($1) }
        writer.optional(isNearEnd) { $0.boolean($1) }
        writer.optional(errors) { $0.integer($1) }
        writer.optional(counters) { writer, counters in writer.sequence { counters.write(to: &$0) } }
    }

    fileprivate init(_ reader: inout DERReader) throws(DERError) {
        temperature = try reader.temperature()
        wear = try reader.optionalNumber()
        isNearEnd = try reader.list(1) { reader throws(DERError) in try reader.boolean() }.first
        errors = try reader.optionalSize()
        counters = try reader.list(1) { reader throws(DERError) in
            try reader.sequence { reader throws(DERError) in try DriveCounters(&reader) }
        }.first
    }
}

extension DriveCounters {
    fileprivate func write(to writer: inout DERWriter) {
        for count in [reallocated, pending, uncorrected, hours] {
            writer.optional(count) { $0.integer(min($1, UInt64(Int64.max))) }
        }
        writer.optional(temperature) { $0.integer(Int64(($1 * 1000).rounded())) }
        for percent in [wear, spare, warnings.map { Int($0) }] { writer.optional(percent) { $0.number($1) } }
    }

    fileprivate init(_ reader: inout DERReader) throws(DERError) {
        reallocated = try reader.optionalSize()
        pending = try reader.optionalSize()
        uncorrected = try reader.optionalSize()
        hours = try reader.optionalSize()
        temperature = try reader.temperature()
        wear = try reader.optionalNumber()
        spare = try reader.optionalNumber()
        warnings = try reader.list(1) { reader throws(DERError) in UInt8(try reader.number(255)) }.first
    }
}

extension DERWriter {
    /// A SEQUENCE OF with the value, or with nothing.
    fileprivate mutating func optional<Value>(_ value: Value?, _ member: (inout DERWriter, Value) -> Void) {
        list(value.map { [$0] } ?? [], member)
    }
}

extension DERReader {
    /// A text, nil for an empty one.
    fileprivate mutating func optionalText() throws(DERError) -> String? {
        let text = try text()
        return text.isEmpty ? nil : text
    }

    fileprivate mutating func optionalSize() throws(DERError) -> UInt64? {
        try list(1) { reader throws(DERError) in try reader.size() }.first
    }

    fileprivate mutating func optionalNumber() throws(DERError) -> Int? {
        try list(1) { reader throws(DERError) in try reader.number(10_000) }.first
    }

    /// Thousandths of a degree.
    fileprivate mutating func temperature() throws(DERError) -> Double? {
        try list(1) { reader throws(DERError) in Double(try reader.integer(-1_000_000...1_000_000)) / 1000 }.first
    }

    /// A UTF8String that is the name of one of a type's cases.
    fileprivate mutating func name<Value: RawRepresentable<String>>(_ type: Value.Type) throws(DERError) -> Value {
        let here = offset
        guard let value = Value(rawValue: try text()) else { throw DERError(.badValue, offset: here) }
        return value
    }
}
