import Cryptography
import Dispersal

/// What a key or passphrase has to fit: recipients unwrap R, k pieces give S.
package struct PackageLock: Sendable {
    /// What all pieces say first.
    package let common: CommonHeader
    let salt: [UInt8]
    let commitment: [UInt8]
    /// Of the pieces at hand, each with another x.
    let shares: [Share]

    /// The header of a piece at hand; nil if there is none that is intact.
    var firstHeader: PieceHeader? {
        shares.first.map {
            PieceHeader(common: common, x: Int($0.x), share: $0.bytes, salt: salt, commitment: commitment)
        }
    }

    init(common: CommonHeader, salt: [UInt8], commitment: [UInt8], shares: [Share]) {
        self.common = common
        self.salt = salt
        self.commitment = commitment
        self.shares = shares
    }

    /// Of a package in one piece, as soon as its header is known.
    package init(_ header: PieceHeader) {
        self.init(
            common: header.common, salt: header.salt, commitment: header.commitment,
            shares: [Share(x: UInt8(header.x), bytes: header.share)])
    }

    /// Asks for as many pieces as open the package, before anybody is asked for a passphrase.
    /// - Throws: `tooFewPieces`.
    package func requireShares() throws(PackageFormatError) {
        guard shares.count < common.split.k else { return }
        throw PackageFormatError(PieceShortage(split: common.split, present: shares.map { Int($0.x) }))
    }

    /// The keys of the content, for a private key to which the package was sealed.
    /// - Throws: `tooFewPieces`; `wrongKey`; `inconsistentKey` if this recipient was given another key than the content was
    ///   sealed with.
    package func keys(with key: borrowing PrivateKey) throws(PackageFormatError) -> PackageKeys {
        try requireShares()
        return try keys(r: try common.unwrap(with: key))
    }

    /// The keys of the content, for the package's passphrase.
    /// - Throws: `tooFewPieces`, `wrongPassphrase`.
    package func keys(withPassphrase passphrase: borrowing Secret) throws(PackageFormatError) -> PackageKeys {
        try requireShares()
        let r = try common.unwrap(withPassphrase: passphrase)
        do { return try keys(r: r) } catch {
            // Up to the commitment every failure is the same, so that none tells a guesser how near he came.
            guard error.code == .inconsistentKey else { throw error }
            throw PackageFormatError(.wrongPassphrase, "the passphrase does not open this package")
        }
    }

    private func keys(r: borrowing Secret) throws(PackageFormatError) -> PackageKeys {
        let s = try combinedShares()
        let keys = try cryptography { () throws(CryptographyError) in
            try PackageKeys(r: r, s: s, header: common, salt: salt)
        }
        guard equalInConstantTime(keys.chunks.commitment, commitment) else {
            throw PackageFormatError(
                .inconsistentKey, "the key that was unwrapped is not the content's", place: Place(.header))
        }
        return keys
    }

    /// S, from as many shares as it needs.
    private func combinedShares() throws(PackageFormatError) -> Secret {
        do { return try SecretSharing.combine(Array(shares.prefix(common.split.k))) } catch {
            throw PackageFormatError(.malformed, error.code.rawValue, place: Place(.header))
        }
    }
}
