import Dispersal

extension PackageStructure {
    /// The header of a piece, encoded: the one at hand, or made again with a share that is interpolated from k others. The
    /// secret itself is never there.
    /// - Throws: `tooFewPieces`; `notRebuildable` if the sender's shares do not give the header that he signed.
    func header(ofPiece number: Int) throws(PackageFormatError) -> [UInt8] {
        let lock = lock
        let known = lock.shares.first { $0.x == number }
        let share = if let known { known } else { try Self.lostShare(of: number, lock) }
        let header = PieceHeader(
            common: common, x: number, share: share.bytes, salt: manifest.salt, commitment: manifest.commitment
        ).encoded
        guard try manifest.piece(withHeader: header) == number else {
            throw PackageFormatError(
                .notRebuildable, "the sender's shares do not give the header that he hashed",
                place: Place(.header, piece: number))
        }
        return header
    }

    private static func lostShare(of number: Int, _ lock: PackageLock) throws(PackageFormatError) -> Share {
        try lock.requireShares()
        do {
            return try SecretSharing.share(at: UInt8(number), from: Array(lock.shares.prefix(lock.common.split.k)))
        } catch { throw PackageFormatError(error) }
    }
}
