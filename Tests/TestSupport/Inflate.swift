/// A ZLIB stream (RFC 1950), in which vector files keep long ciphertexts, without its checksum being looked at.
package func inflated(zlib stream: [UInt8]) throws -> [UInt8] {
    guard stream.count > 2, stream[0] & 15 == 8 else { throw TestSupportError("not a ZLIB stream") }
    var inflater = Inflater(input: stream, position: 2)
    return try inflater.run()
}

/// DEFLATE (RFC 1951), bit by bit: short rather than fast.
private struct Inflater {
    let input: [UInt8]
    var position: Int
    var bit = 0
    var output: [UInt8] = []

    /// Symbols by code length and code (RFC 1951, 3.2.2).
    private typealias Codes = [Int: Int]

    init(input: [UInt8], position: Int) {
        self.input = input
        self.position = position
    }

    mutating func run() throws -> [UInt8] {
        var isLast = false
        while !isLast {
            isLast = try bits(1) == 1
            switch try bits(2) {
            case 0: try stored()
            case 1: try compressed(Self.fixedLiterals, Self.codes(Array(repeating: 5, count: 30)))
            case 2: try dynamic()
            default: throw TestSupportError("reserved DEFLATE block")
            }
        }
        return output
    }

    private mutating func bits(_ count: Int) throws -> Int {
        var value = 0
        for index in 0..<count {
            guard position < input.count else { throw TestSupportError("DEFLATE data end early") }
            value |= Int(input[position] >> UInt8(bit) & 1) << index
            bit += 1
            if bit == 8 { (bit, position) = (0, position + 1) }
        }
        return value
    }

    private mutating func stored() throws {
        if bit > 0 { (bit, position) = (0, position + 1) }
        let count = try bits(16)
        guard try bits(16) == ~count & 0xFFFF, position + count <= input.count else {
            throw TestSupportError("bad stored DEFLATE block")
        }
        output += input[position..<position + count]
        position += count
    }

    private mutating func dynamic() throws {
        let literalCount = try bits(5) + 257
        let distanceCount = try bits(5) + 1
        let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
        var lengthLengths = [Int](repeating: 0, count: 19)
        for symbol in order.prefix(try bits(4) + 4) { lengthLengths[symbol] = try bits(3) }
        let lengthCodes = Self.codes(lengthLengths)
        var lengths: [Int] = []
        while lengths.count < literalCount + distanceCount {
            switch try symbol(lengthCodes) {
            case 16: lengths += Array(repeating: lengths.last ?? 0, count: try bits(2) + 3)
            case 17: lengths += Array(repeating: 0, count: try bits(3) + 3)
            case 18: lengths += Array(repeating: 0, count: try bits(7) + 11)
            case let length: lengths.append(length)
            }
        }
        try compressed(
            Self.codes(Array(lengths[..<literalCount])), Self.codes(Array(lengths[literalCount...])))
    }

    private mutating func symbol(_ codes: Codes) throws -> Int {
        var code = 0
        for length in 1...15 {
            code = code << 1 | (try bits(1))
            if let symbol = codes[length << 16 | code] { return symbol }
        }
        throw TestSupportError("unknown DEFLATE code")
    }

    private mutating func compressed(_ literals: Codes, _ distances: Codes) throws {
        while true {
            let symbol = try symbol(literals)
            if symbol == 256 { return }
            if symbol < 256 {
                output.append(UInt8(symbol))
                continue
            }
            let length = Self.lengthBase[symbol - 257] + (try bits(Self.lengthExtra[symbol - 257]))
            let code = try self.symbol(distances)
            let extra = max(0, code / 2 - 1)
            let distance = (code < 4 ? code : (2 + code % 2) << extra) + 1 + (try bits(extra))
            guard distance <= output.count else { throw TestSupportError("DEFLATE distance before the start") }
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
    }

    private static let lengthBase = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthExtra = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let fixedLiterals = codes((0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })

    private static func codes(_ lengths: [Int]) -> Codes {
        var codes: Codes = [:]
        var code = 0
        for length in 1...15 {
            for (symbol, own) in lengths.enumerated() where own == length {
                codes[length << 16 | code] = symbol
                code += 1
            }
            code <<= 1
        }
        return codes
    }
}
