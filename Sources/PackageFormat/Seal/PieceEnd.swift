import Cryptography
import SystemIO
import Transparency

/// What follows the units of every piece: the piece's header again, and the same hash section, trailer and tail.
struct PieceEnd: Sendable {
    private let leaves: LeafList
    private let trailer: [UInt8]
    let tail: Tail

    /// - Parameters:
    ///   - leaves: of all units of all pieces.
    ///   - headerLength: bytes of a PieceHeader, the same in all pieces.
    /// - Throws: `tooLarge`, `system`, `cryptography`.
    init(_ trailer: Trailer, _ leaves: LeafList, headerLength: Int) throws(PackageFormatError) {
        let encoded = trailer.encoded
        guard encoded.count <= Format.maximumTrailerSize else {
            throw PackageFormatError(.tooLarge, "the trailer would exceed 256 KiB", place: Place(.trailer))
        }
        self.trailer = encoded
        self.leaves = leaves
        tail = Tail(
            headerLength: UInt64(headerLength), hashSectionLength: leaves.count * UInt64(LeafList.hashSize),
            trailerLength: UInt64(encoded.count), digest: try leaves.digest(followedBy: encoded))
    }

    /// Completes a piece.
    /// - Parameters:
    ///   - bodyLength: bytes of its units.
    ///   - header: its own, encoded.
    func write(
        after bodyLength: UInt64, header: [UInt8], to writer: PieceWriter
    ) throws(PackageFormatError) {
        var offset = writer.bodyOffset + bodyLength
        try writer.write(header, at: offset)
        offset += UInt64(header.count)
        try leaves.forEachBatch { batch throws(PackageFormatError) in
            try writer.write(batch, at: offset)
            offset += UInt64(batch.count)
        }
        try writer.write(trailer + tail.encoded, at: offset)
    }
}

extension LeafList {
    /// SHA-256 of the hash section and what follows it.
    func digest(followedBy trailer: [UInt8]) throws(PackageFormatError) -> [UInt8] {
        var hasher = try cryptography { () throws(CryptographyError) in try Hasher(.sha256) }
        try forEachBatch { batch throws(PackageFormatError) in
            do throws(CryptographyError) { try hasher.update(batch) } catch { throw PackageFormatError(error) }
        }
        do {
            try hasher.update(trailer)
            return try hasher.finish()
        } catch { throw PackageFormatError(error) }
    }

    /// Roots of the trees of all pieces, x = 1...n.
    func roots(pieces count: Int) throws(PackageFormatError) -> [[UInt8]] {
        var roots: [[UInt8]] = []
        for piece in 0..<count { roots.append(try root(piece: piece, of: count)) }
        return roots
    }

    /// Root of the tree over the units of one piece, numbered from 0, of so many (RFC 6962).
    func root(piece: Int, of count: Int) throws(PackageFormatError) -> [UInt8] {
        var tree = try cryptography { () throws(CryptographyError) in try MerkleTree() }
        var skipped = piece
        try forEachBatch { batch throws(PackageFormatError) in
            do throws(CryptographyError) { try tree.append(batch: batch, from: skipped, by: count) } catch {
                throw PackageFormatError(error)
            }
            // The next batch begins in the middle of a stripe unless the number of pieces divides that of the hashes.
            let hashes = batch.count / LeafList.hashSize
            skipped = (skipped + count - hashes % count) % count
        }
        do { return try tree.root().bytes } catch {
            throw PackageFormatError(error)
        }
    }
}
