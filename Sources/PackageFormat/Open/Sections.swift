import Cryptography
import Transparency

/// Hash section and trailer of a piece, as read.
struct Sections {
    let trailer: Trailer
    let leaves: LeafList
    /// Both match the tail's hash.
    let isIntact: Bool

    /// What is wrong with the leaves against the manifest's roots; nil if nothing.
    func rootFault() throws(PackageFormatError) -> String? {
        let manifest = trailer.manifest
        guard leaves.count == manifest.stripeCount * UInt64(manifest.roots.count) else {
            return "the number of hashes is not the manifest's"
        }
        for piece in manifest.roots.indices where try root(of: piece) != manifest.roots[piece] {
            return "the hashes do not give the manifest's root of piece \(piece + 1)"
        }
        return nil
    }

    /// Root over the leaves of one piece, counted from 0; they stand stripe by stripe among those of the others.
    private func root(of piece: Int) throws(PackageFormatError) -> [UInt8] {
        let count = trailer.manifest.roots.count
        var tree = try cryptography { () throws(CryptographyError) in try MerkleTree() }
        var skipped = piece
        try leaves.forEachBatch { batch throws(PackageFormatError) in
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

extension Manifest {
    /// The number, 1...n, of the piece whose header has these bytes; nil if none has.
    func piece(withHeader bytes: [UInt8]) throws(PackageFormatError) -> Int? {
        let digest = try cryptography { () throws(CryptographyError) in try Cryptography.hash(.sha256, bytes) }
        return pieceHeaderHashes.firstIndex(of: digest).map { $0 + 1 }
    }
}
