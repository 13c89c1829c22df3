import SystemIO

/// Writes a tar archive from front to back, in large pieces.
struct TarWriter: ~Copyable {
    private let file: SharedDescriptor
    private let path: Path
    private var buffer: [UInt8] = []
    /// Bytes of the current file that are still to come.
    private var left: UInt64 = 0
    private var padding = 0
    private(set) var count: UInt64 = 0

    private static let pieceSize = 1 << 20

    init(_ file: SharedDescriptor, _ path: Path) {
        self.file = file
        self.path = path
        buffer.reserveCapacity(Self.pieceSize + CanonicalJSON.maximumCount)
    }

    /// Begins a file; the one before must be whole.
    mutating func begin(_ member: ExportMember, size: UInt64) throws(LedgerError) {
        try end()
        let header = UstarHeader(name: member.rawValue, size: size)
        try put(header.encoded)
        left = size
        padding = header.paddingCount
    }

    /// Adds to the file that was begun.
    /// - Throws: ``LedgerError/Code/inconsistent`` for more than was announced.
    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(LedgerError) {
        guard UInt64(bytes.count) <= left else { throw Self.changed }
        left -= UInt64(bytes.count)
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.pieceSize { try flush() }
    }

    mutating func write(_ bytes: [UInt8]) throws(LedgerError) {
        guard UInt64(bytes.count) <= left else { throw Self.changed }
        left -= UInt64(bytes.count)
        try put(bytes)
    }

    /// Writes a whole file.
    mutating func add(_ member: ExportMember, _ bytes: [UInt8]) throws(LedgerError) {
        try begin(member, size: UInt64(bytes.count))
        try write(bytes)
    }

    /// Ends the archive, with two empty blocks.
    mutating func finish() throws(LedgerError) {
        try end()
        try put([UInt8](repeating: 0, count: 2 * UstarHeader.blockSize))
        try flush()
    }

    private static let changed = LedgerError(.inconsistent, "the ledger does not hold what it said it does")

    private mutating func end() throws(LedgerError) {
        guard left == 0 else { throw Self.changed }
        try put([UInt8](repeating: 0, count: padding))
        padding = 0
    }

    private mutating func put(_ bytes: [UInt8]) throws(LedgerError) {
        buffer += bytes
        if buffer.count >= Self.pieceSize { try flush() }
    }

    private mutating func flush() throws(LedgerError) {
        let (file, piece) = (file, buffer)
        try onSystem(path) { () throws(SystemError) in
            try Interruption.check()
            try file.descriptor.writeFully(piece)
        }
        count += UInt64(buffer.count)
        buffer.removeAll(keepingCapacity: true)
    }
}
