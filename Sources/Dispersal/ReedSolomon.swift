internal import CISAL

/// A systematic Reed-Solomon code over GF(2^8) with the polynomial 0x11D: of k units of data and n - k of parity, any k give all others.
///
/// Units are counted from 0, data first. Row i of the generator matrix says how unit i comes of the data: rows 0..<k are the
/// identity, and row i ≥ k has 1/(i XOR j) in column j < k. Every square part of such a Cauchy matrix can be inverted, which
/// is why any k rows will do. What is coded is ciphertext; the arithmetic is fast and not in constant time.
package struct ReedSolomon: Sendable {
    /// How many units of data there are, and how many units of any kind give the others.
    package let k: Int
    /// How many units there are.
    package let n: Int
    /// n rows of k coefficients.
    let generator: [UInt8]
    private let parity: CodingTables

    /// The code for 1 ≤ k ≤ n ≤ 64.
    /// - Throws: `invalidThreshold`.
    package init(k: Int, n: Int) throws(DispersalError) {
        guard 1 <= k, k <= n, n <= 64 else { throw DispersalError(.invalidThreshold) }
        var generator = [UInt8](repeating: 0, count: n * k)
        gf_gen_cauchy1_matrix(&generator, Int32(n), Int32(k))
        self.k = k
        self.n = n
        self.generator = generator
        parity = CodingTables(Array(generator[(k * k)...]), columns: k)
    }

    /// Computes units k..<n from units 0..<k. All are of one length, which may be 0, at any alignment, and do not overlap.
    /// Threads can share the value.
    /// - Throws: `invalidUnits`; nothing is written then.
    package func encode(
        _ data: [UnsafeRawBufferPointer], into parity: [UnsafeMutableRawBufferPointer]
    ) throws(DispersalError) {
        try self.parity.multiply(data, into: parity)
    }

    /// What computes the units `wanted` from the k units `present`, of data or parity alike, for any number of stripes.
    /// - Throws: `invalidIndices`.
    package func recovery(from present: [Int], of wanted: [Int]) throws(DispersalError) -> ReedSolomonRecovery {
        let units = present + wanted
        guard present.count == k, units.allSatisfy((0..<n).contains), Set(units).count == units.count else {
            throw DispersalError(.invalidIndices)
        }
        let inverse = try inverted(present.flatMap(row))
        return ReedSolomonRecovery(CodingTables(wanted.flatMap { product(row($0), inverse) }, columns: k))
    }

    private func row(_ unit: Int) -> ArraySlice<UInt8> { generator[unit * k..<(unit + 1) * k] }

    /// The inverse of k rows: it gives the data from the units of those rows.
    private func inverted(_ rows: [UInt8]) throws(DispersalError) -> [UInt8] {
        var rows = rows
        var inverse = [UInt8](repeating: 0, count: k * k)
        // Never singular for a Cauchy matrix, and checked all the same.
        guard gf_invert_matrix(&rows, &inverse, Int32(k)) == 0 else { throw DispersalError(.invalidIndices) }
        return inverse
    }

    private func product(_ row: ArraySlice<UInt8>, _ matrix: [UInt8]) -> [UInt8] {
        (0..<k).map { column in
            zip(row, 0..<k).reduce(0) { $0 ^ gf_mul($1.0, matrix[$1.1 * k + column]) }
        }
    }
}

/// Computes certain units of a stripe from k others; threads can share the value.
package struct ReedSolomonRecovery: Sendable {
    private let tables: CodingTables

    init(_ tables: CodingTables) { self.tables = tables }

    /// Computes the wanted units from the present ones, both in the order in which the recovery was made. All are of one
    /// length, which may be 0, at any alignment, and do not overlap.
    /// - Throws: `invalidUnits`; nothing is written then.
    package func apply(
        _ units: [UnsafeRawBufferPointer], into results: [UnsafeMutableRawBufferPointer]
    ) throws(DispersalError) {
        try tables.multiply(units, into: results)
    }
}
