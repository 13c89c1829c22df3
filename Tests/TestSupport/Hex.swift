/// Bytes that a vector file writes in hexadecimal.
package struct HexBytes: Decodable, Sendable, Equatable {
    package let bytes: [UInt8]

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let bytes = [UInt8](hex: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not hexadecimal")
        }
        self.bytes = bytes
    }
}

extension [UInt8] {
    /// From hexadecimal digits in pairs; white space between them is skipped. Nil for anything else.
    package init?(hex: some StringProtocol) {
        let digits = hex.filter { !$0.isWhitespace }.compactMap { $0.hexDigitValue }
        guard digits.count == hex.count(where: { !$0.isWhitespace }), digits.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// Lower-case hexadecimal digits.
    package var hex: String {
        let digits = Array<Character>("0123456789abcdef")
        return String(flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
