/// Reads the JSON of RFC 8259 strictly, front to back, within bounds that no file of this program reaches.
struct JSONReader {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// The longest file, in bytes.
    static let largest = 16 << 20
    /// How deep values are nested at most.
    static let deepest = 32

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func wholeValue() throws(ErasureError) -> JSONValue {
        guard bytes.count <= Self.largest else { throw error("the file is too long") }
        let value = try value()
        skipBlanks()
        guard position == bytes.count else { throw error("something follows the value") }
        return value
    }

    private mutating func value() throws(ErasureError) -> JSONValue {
        skipBlanks()
        guard let first = next else { throw error("a value was expected") }
        switch first {
        case UInt8(ascii: "{"): return .object(try members())
        case UInt8(ascii: "["): return .array(try elements())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .integer(try integer())
        default: return try word()
        }
    }

    private mutating func members() throws(ErasureError) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        try list(closedBy: UInt8(ascii: "}")) { reader throws(ErasureError) in
            let place = reader.position
            guard reader.next == UInt8(ascii: "\"") else { throw reader.error("a name was expected") }
            let name = try reader.string()
            guard names.insert(name).inserted else {
                throw ErasureError(.malformed, "json", "a name occurs twice", offset: UInt64(place))
            }
            reader.skipBlanks()
            try reader.take(UInt8(ascii: ":"), "a colon")
            members.append(JSONValue.Member(name, try reader.value()))
        }
        return members
    }

    private mutating func elements() throws(ErasureError) -> [JSONValue] {
        var elements: [JSONValue] = []
        try list(closedBy: UInt8(ascii: "]")) { reader throws(ErasureError) in
            elements.append(try reader.value())
        }
        return elements
    }

    /// Members or elements with commas between them.
    private mutating func list(
        closedBy end: UInt8, _ item: (inout JSONReader) throws(ErasureError) -> Void
    ) throws(ErasureError) {
        position += 1
        depth += 1
        guard depth <= Self.deepest else { throw error("values are nested too deep") }
        defer { depth -= 1 }
        skipBlanks()
        if next == end {
            position += 1
            return
        }
        while true {
            skipBlanks()
            try item(&self)
            skipBlanks()
            if next == end {
                position += 1
                return
            }
            try take(UInt8(ascii: ","), "a comma")
        }
    }

    private mutating func integer() throws(ErasureError) -> Int64 {
        let start = position
        while let byte = next, byte == UInt8(ascii: "-") || (48...57).contains(byte) { position += 1 }
        let digits = String(decoding: bytes[start..<position], as: UTF8.self)
        // Swift reads "007", "-0" and "+1" too; JSON has neither, and one way to write a number is enough.
        guard let value = Int64(digits), String(value) == digits, ![46, 69, 101].contains(next ?? 0) else {
            position = start
            throw error("a number that is no integer of 64 bits")
        }
        return value
    }

    private mutating func word() throws(ErasureError) -> JSONValue {
        for (word, value) in [("true", JSONValue.boolean(true)), ("false", .boolean(false)), ("null", .null)]
        where bytes[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return value
        }
        throw error("a value was expected")
    }

    private mutating func string() throws(ErasureError) -> String {
        let start = position
        position += 1
        var text: [UInt8] = []
        while true {
            guard let byte = next else { throw error("the text does not end") }
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw ErasureError(.malformed, "json", "the text is not UTF-8", offset: UInt64(start))
                }
                return string
            case UInt8(ascii: "\\"): text += try escape().utf8
            case ..<0x20:
                position -= 1
                throw error("a control character stands in a text")
            default: text.append(byte)
            }
        }
    }

    private mutating func escape() throws(ErasureError) -> String {
        guard let byte = next else { throw error("the text does not end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(UnicodeScalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return String(try escapedScalar())
        default:
            position -= 1
            throw error("an escape that JSON does not have")
        }
    }

    /// A scalar beyond U+FFFF is written as two surrogates, the only place where these may stand.
    private mutating func escapedScalar() throws(ErasureError) -> UnicodeScalar {
        let first = try hexadecimal()
        if let scalar = UnicodeScalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first) else { throw error("half a surrogate pair") }
        try take(UInt8(ascii: "\\"), "the second half of a surrogate pair")
        try take(UInt8(ascii: "u"), "the second half of a surrogate pair")
        let second = try hexadecimal()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = UnicodeScalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw error("half a surrogate pair") }
        return scalar
    }

    private mutating func hexadecimal() throws(ErasureError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
                throw error("four hexadecimal digits were expected")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    private mutating func take(_ byte: UInt8, _ words: String) throws(ErasureError) {
        guard next == byte else { throw error("\(words) was expected") }
        position += 1
    }

    private func error(_ reason: String) -> ErasureError {
        ErasureError(.malformed, "json", reason, offset: UInt64(position))
    }
}
