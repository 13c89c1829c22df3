/// GF(2^8) with the polynomial x^8 + x^4 + x^3 + x + 1 (0x11B), in constant time: no branch and no index depends on an operand.
enum GaloisField {
    static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var product: UInt8 = 0
        var factor = left
        for bit in UInt8(0)..<8 {
            product ^= factor & (0 &- (right >> bit & 1))
            factor = factor << 1 ^ (0x1B & (0 &- (factor >> 7)))
        }
        return product
    }

    /// The inverse as the 254th power; of 0 it is 0, which callers exclude.
    static func inverse(_ value: UInt8) -> UInt8 {
        var power = value
        var result: UInt8 = 1
        for _ in 0..<7 {
            power = multiply(power, power)
            result = multiply(result, power)
        }
        return result
    }
}
