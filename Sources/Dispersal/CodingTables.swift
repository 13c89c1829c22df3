internal import CISAL

/// A matrix over GF(2^8) with the polynomial 0x11D, expanded for fast products with blocks of data. Only read once it is made.
struct CodingTables: Sendable {
    private let rows: Int
    private let columns: Int
    private let expanded: [UInt8]

    /// The matrix with `columns` (at least 1) coefficients in each row; it may have no rows.
    init(_ coefficients: [UInt8], columns: Int) {
        let rows = coefficients.count / columns
        var coefficients = coefficients
        // ISA-L expands each coefficient to 32 bytes.
        var expanded = [UInt8](repeating: 0, count: 32 * coefficients.count)
        if rows > 0 { ec_init_tables(Int32(columns), Int32(rows), &coefficients, &expanded) }
        self.rows = rows
        self.columns = columns
        self.expanded = expanded
    }

    /// Writes the product of the matrix and the blocks, byte by byte; one block for each column, one result for each row.
    /// - Throws: `invalidUnits` before anything is written.
    func multiply(
        _ blocks: [UnsafeRawBufferPointer], into results: [UnsafeMutableRawBufferPointer]
    ) throws(DispersalError) {
        guard let length = blocks.first?.count, Int32(exactly: length) != nil,
            blocks.count == columns, blocks.allSatisfy({ $0.count == length }),
            results.count == rows, results.allSatisfy({ $0.count == length })
        else { throw DispersalError(.invalidUnits) }
        guard rows > 0, length > 0 else { return }
        // ISA-L declares tables and blocks as writable, and only reads them.
        var sources = blocks.map {
            UnsafeMutableRawPointer(mutating: $0.baseAddress)?.assumingMemoryBound(to: UInt8.self)
        }
        var targets = results.map { $0.baseAddress?.assumingMemoryBound(to: UInt8.self) }
        expanded.withUnsafeBufferPointer { tables in
            fubako_ec_encode_data(
                Int32(length), Int32(columns), Int32(rows), UnsafeMutablePointer(mutating: tables.baseAddress),
                &sources, &targets)
        }
    }
}
