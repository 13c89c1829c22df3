/// GF(2^8) with the polynomial 0x11D by tables of logarithms, and Reed-Solomon over it by its definition; nothing of ISA-L.
struct ReferenceCode {
    private static let powers: [UInt8] = {
        var value = 1
        return (0..<255).map { _ in
            defer { value = value & 0x80 == 0 ? value << 1 : value << 1 ^ 0x11D }
            return UInt8(value)
        }
    }()

    private static let logarithms: [Int] = {
        var logarithms = [Int](repeating: 0, count: 256)
        for (exponent, power) in powers.enumerated() { logarithms[Int(power)] = exponent }
        return logarithms
    }()

    static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
        guard left != 0, right != 0 else { return 0 }
        return powers[(logarithms[Int(left)] + logarithms[Int(right)]) % 255]
    }

    static func inverse(_ value: UInt8) -> UInt8 { powers[(255 - logarithms[Int(value)]) % 255] }

    /// n rows of k coefficients: the identity, then 1/(i XOR j).
    static func generator(k: Int, n: Int) -> [[UInt8]] {
        (0..<n).map { row in
            (0..<k).map { column in row < k ? (row == column ? 1 : 0) : inverse(UInt8(row ^ column)) }
        }
    }

    /// All n units, those of the data first.
    static func units(n: Int, _ data: [[UInt8]]) -> [[UInt8]] {
        generator(k: data.count, n: n).map { row in
            var unit = [UInt8](repeating: 0, count: data[0].count)
            for (coefficient, block) in zip(row, data) where coefficient != 0 {
                for index in unit.indices { unit[index] ^= multiply(coefficient, block[index]) }
            }
            return unit
        }
    }
}
