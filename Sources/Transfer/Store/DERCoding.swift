import DER

/// What stands in a transfer's file.
protocol DERCodable {
    /// Reads one element, which must be as ``encode(_:)`` writes it.
    init(_ reader: inout DERReader) throws(DERError)
    /// Writes one element.
    func encode(_ writer: inout DERWriter)
}

extension DERWriter {
    mutating func list<Element: DERCodable>(_ elements: [Element]) {
        sequence { writer in for element in elements { element.encode(&writer) } }
    }

    mutating func optional(_ text: String?, _ number: UInt8) {
        if let text { utf8String(text, tag: .context(number)) }
    }

    mutating func optional(_ time: DERTime?, _ number: UInt8) {
        if let time { generalizedTime(time, tag: .context(number)) }
    }

    mutating func optional<Element: DERCodable>(_ value: Element?, _ number: UInt8) {
        if let value { element(.constructed(number)) { value.encode(&$0) } }
    }

    mutating func number(_ value: Int) { integer(Int64(value)) }

    /// A code by its raw value.
    mutating func code<Code: RawRepresentable>(_ value: Code) where Code.RawValue == Int64 { integer(value.rawValue) }
}

extension DERReader {
    mutating func list<Element: DERCodable>(limit: Int) throws(DERError) -> [Element] {
        try sequence { reader throws(DERError) in
            var elements: [Element] = []
            while !reader.isAtEnd {
                guard elements.count < limit else { throw reader.error(.badValue) }
                elements.append(try Element(&reader))
            }
            return elements
        }
    }

    mutating func text() throws(DERError) -> String { try utf8String(limit: TransferLimits.textSize) }

    mutating func optionalText(_ number: UInt8) throws(DERError) -> String? {
        guard nextTag == .context(number) else { return nil }
        return try utf8String(limit: TransferLimits.textSize, tag: .context(number))
    }

    mutating func optionalTime(_ number: UInt8) throws(DERError) -> DERTime? {
        guard nextTag == .context(number) else { return nil }
        return try generalizedTime(tag: .context(number))
    }

    mutating func optional<Element: DERCodable>(_ number: UInt8) throws(DERError) -> Element? {
        guard nextTag == .constructed(number) else { return nil }
        return try element(.constructed(number)) { reader throws(DERError) in try Element(&reader) }
    }

    mutating func digest() throws(DERError) -> [UInt8] { try octetString(count: TransferLimits.digestSize) }

    mutating func piece() throws(DERError) -> Int { Int(try integer(1...Int64(TransferLimits.pieces))) }

    mutating func size() throws(DERError) -> UInt64 { UInt64(try integer(0...Int64.max)) }

    /// A code by its raw value.
    mutating func code<Code: RawRepresentable>() throws(DERError) -> Code where Code.RawValue == Int64 {
        let here = offset
        guard let code = Code(rawValue: try integer(0...255)) else { throw DERError(.badValue, offset: here) }
        return code
    }
}
