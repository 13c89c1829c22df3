import Cryptography

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
        let count = manifest.roots.count
        for piece in manifest.roots.indices where try leaves.root(piece: piece, of: count) != manifest.roots[piece] {
            return "the hashes do not give the manifest's root of piece \(piece + 1)"
        }
        return nil
    }
}

extension Manifest {
    /// The number, 1...n, of the piece whose header has these bytes; nil if none has.
    func piece(withHeader bytes: [UInt8]) throws(PackageFormatError) -> Int? {
        let digest = try cryptography { () throws(CryptographyError) in try Cryptography.hash(.sha256, bytes) }
        return pieceHeaderHashes.firstIndex(of: digest).map { $0 + 1 }
    }

    /// The header that has these bytes, if it is the manifest's and says its number; nil if not.
    func header(_ bytes: [UInt8]) throws(PackageFormatError) -> PieceHeader? {
        guard let number = try piece(withHeader: bytes) else { return nil }
        // What a dishonest sender hashed may be anything.
        do {
            let header = try PieceHeader(encoded: bytes)
            return header.x == number ? header : nil
        } catch { return nil }
    }
}
