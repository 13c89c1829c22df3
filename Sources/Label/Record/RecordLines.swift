import DER

/// The lines of a record by key, and their values by kind.
struct RecordLines {
    private let lines: [(LabelField, String)]

    init(_ lines: [(LabelField, String)]) { self.lines = lines }

    func all(_ field: LabelField) -> [String] { lines.filter { $0.0 == field }.map(\.1) }

    func first(_ field: LabelField) -> String? { lines.first { $0.0 == field }?.1 }

    func required(_ field: LabelField) throws(LabelError) -> String {
        guard let value = first(field) else { throw LabelError(.missing, field) }
        return value
    }

    func text(_ field: LabelField) throws(LabelError) -> LabelText? {
        guard let value = first(field) else { return nil }
        return try LabelText(value, field: field)
    }

    func day(_ field: LabelField) throws(LabelError) -> CalendarDay? {
        guard let value = first(field) else { return nil }
        guard let day = CalendarDay(text: value) else { throw LabelError(.badValue, field, text: value) }
        return day
    }

    func number(_ field: LabelField) throws(LabelError) -> Int64? {
        guard let value = first(field) else { return nil }
        guard let number = Int64(value) else { throw LabelError(.badValue, field, text: value) }
        return number
    }

    /// 32 bytes in hexadecimal. Only the package's identifier must be there.
    func identifier(_ field: LabelField) throws(LabelError) -> [UInt8]? {
        guard let value = first(field) else {
            if field == .package { throw LabelError(.missing, field) }
            return nil
        }
        let digits = value.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == value.utf8.count, digits.count == 2 * LabelRecord.identifierSize else {
            throw LabelError(.badValue, field, text: value)
        }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// YYYY-MM-DDTHH:MM:SSZ. What stands between the digits is compared when the whole record is.
    func time(_ field: LabelField) throws(LabelError) -> DERTime {
        let value = try required(field)
        guard let time = DERTime(text: value.filter { !"-:T".contains($0) }) else {
            throw LabelError(.badValue, field, text: value)
        }
        return time
    }
}
