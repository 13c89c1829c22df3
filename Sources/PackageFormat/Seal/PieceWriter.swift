import SystemIO

/// Where a piece goes: a file, written at offsets by many workers, or a pipe, written in order.
final class PieceWriter: Sendable {
    private let output: PieceOutput
    /// Set for a pipe: whose turn it is to write.
    private let turns: OrderedTurns?
    /// Where the body starts, in bytes.
    let bodyOffset: UInt64

    /// Writes the piece's start.
    init(_ output: PieceOutput, header: [UInt8]) throws(PackageFormatError) {
        let prefix = Format.magic + bigEndian(UInt64(header.count)).suffix(4) + header
        turns = output.isOrdered ? OrderedTurns() : nil
        bodyOffset = UInt64(prefix.count)
        self.output = output
        try write(prefix, at: 0)
    }

    /// Writes a unit of stripe `stripe`, which starts `offset` bytes into the body. For a pipe, waits for the stripes before.
    func write(
        unit: UnsafeRawBufferPointer, stripe: UInt64, offset: UInt64
    ) throws(PackageFormatError) {
        guard let turns else {
            return try writing { () throws(SystemError) in
                try output.descriptor.writeFully(unit, at: bodyOffset + offset)
            }
        }
        guard turns.take(stripe) else { return }
        // After an error it stays nobody's turn: what follows would leave a gap.
        try writing { () throws(SystemError) in try output.descriptor.writeFully(unit) }
        turns.done()
    }

    /// Writes what follows, `offset` bytes from the start of the piece, where everything before was written.
    func write(_ bytes: [UInt8], at offset: UInt64) throws(PackageFormatError) {
        try writing { () throws(SystemError) in
            guard turns == nil else { return try output.descriptor.writeFully(bytes) }
            try output.descriptor.writeFully(bytes, at: offset)
        }
    }

    private func writing(_ body: () throws(SystemError) -> Void) throws(PackageFormatError) {
        try system { () throws(SystemError) in
            do throws(SystemError) { try body() } catch { throw error.naming(output.path) }
        }
    }

    /// Lets nobody wait for a turn that will not come.
    func cancel() { turns?.cancel() }
}
