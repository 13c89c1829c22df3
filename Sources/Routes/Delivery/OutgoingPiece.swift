import Cryptography
import SystemIO

/// A whole piece that is to be delivered, with what its bytes are compared by.
package final class OutgoingPiece: Sendable {
    /// Its length in bytes.
    package let size: UInt64
    /// SHA-256 of its bytes.
    package let digest: [UInt8]
    /// Where it lies here, for programs that are given its path; nil if it has none.
    package let path: Path?
    private let file: SharedDescriptor
    /// Is told how far the piece was read to be sent.
    private let onRead: @Sendable (UInt64) -> Void

    /// Reads the piece once. The file must not change as long as this lives; a changed one is noticed when it is read back.
    /// - Parameter onRead: is told, from any thread, how far the piece was read to be sent, in bytes; not where a program of its
    ///   own sends it.
    /// - Throws: `system`, `cryptography`, `interrupted`.
    package init(
        _ file: SharedDescriptor, path: Path? = nil, onRead: @escaping @Sendable (UInt64) -> Void = { _ in }
    ) throws(RoutesError) {
        self.file = file
        self.onRead = onRead
        self.path = path
        let size = try system { () throws(SystemError) in try file.descriptor.metadata().size }
        var hash = try PieceDigest()
        var offset: UInt64 = 0
        while offset < size {
            let block = try Self.read(file, Int(min(UInt64(Self.block), size - offset)), at: offset)
            try hash.append(block)
            offset += UInt64(block.count)
        }
        self.size = size
        digest = try hash.finish()
    }

    /// How much is read at once, in bytes.
    static let block = 1 << 20

    /// `count` bytes from an offset.
    func read(_ count: Int, at offset: UInt64) throws(RoutesError) -> [UInt8] {
        let bytes = try Self.read(file, count, at: offset)
        onRead(offset + UInt64(bytes.count))
        return bytes
    }

    private static func read(_ file: SharedDescriptor, _ count: Int, at offset: UInt64) throws(RoutesError) -> [UInt8] {
        try system { () throws(SystemError) in
            try Interruption.check()
            return try file.descriptor.readFully(count: count, at: offset)
        }
    }
}

/// SHA-256 of what comes back from a place.
struct PieceDigest: ~Copyable {
    private var hasher: Hasher

    init() throws(RoutesError) {
        let hasher = try cryptography { () throws(CryptographyError) in try Hasher(.sha256) }
        self.hasher = hasher
    }

    mutating func append(_ bytes: [UInt8]) throws(RoutesError) {
        do { try hasher.update(bytes) } catch { throw RoutesError(error) }
    }

    mutating func finish() throws(RoutesError) -> [UInt8] {
        do { return try hasher.finish() } catch { throw RoutesError(error) }
    }
}
