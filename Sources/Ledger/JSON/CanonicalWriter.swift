/// Writes canonical JSON. Whether texts and keys are as they must be is the scanner's business, which reads the result.
struct CanonicalWriter {
    private(set) var bytes: [UInt8] = []

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")
    private static let digits = Array("0123456789abcdef".utf8)

    mutating func write(_ value: CanonicalJSON, depth: Int) throws(LedgerError) {
        guard depth <= CanonicalJSON.maximumDepth else {
            throw LedgerError(.tooLarge, "more than \(CanonicalJSON.maximumDepth) levels")
        }
        switch value {
        case .object(let members): try write(members, depth: depth + 1)
        case .array(let elements): try write(elements, depth: depth + 1)
        case .string(let text): write(text)
        case .integer(let number): try write(number)
        case .flag(let flag): bytes += (flag ? "true" : "false").utf8
        }
    }

    private mutating func write(_ members: [String: CanonicalJSON], depth: Int) throws(LedgerError) {
        bytes.append(UInt8(ascii: "{"))
        let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        for (index, member) in sorted.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(member.key)
            bytes.append(UInt8(ascii: ":"))
            try write(member.value, depth: depth)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func write(_ elements: [CanonicalJSON], depth: Int) throws(LedgerError) {
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            try write(element, depth: depth)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ number: Int) throws(LedgerError) {
        let limit = CanonicalJSON.maximumInteger
        guard (-limit...limit).contains(number) else {
            throw LedgerError(.badValue, "an integer outside -(2^53 - 1)...2^53 - 1")
        }
        bytes += String(number).utf8
    }

    private mutating func write(_ text: String) {
        bytes.append(Self.quote)
        for byte in text.utf8 {
            switch byte {
            case Self.quote, Self.backslash: bytes += [Self.backslash, byte]
            case 0..<0x20:
                if let letter = CanonicalEscape.letter(byte) {
                    bytes += [Self.backslash, letter]
                    continue
                }
                bytes += "\\u00".utf8
                bytes += [Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(Self.quote)
    }
}
