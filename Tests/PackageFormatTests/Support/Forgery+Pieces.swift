import Cryptography
import Dispersal

@testable import PackageFormat

extension Forgery {
    /// Units of a package: for each stripe those of the data, then those of the parity.
    typealias Units = [[[UInt8]]]

    /// A package in several pieces, x = 1...n, its units changed before they are hashed and signed.
    /// - Parameters:
    ///   - shares: changes the shares of S.
    ///   - data: changes the data units, before parity is made of them.
    ///   - units: changes all units.
    func seal(
        pieces plaintext: [UInt8], shares: (inout [[UInt8]]) -> Void = { _ in }, data: (inout Units) -> Void = { _ in },
        units: (inout Units) -> Void = { _ in }
    ) throws -> [PieceParts] {
        let r = try Secret(random: 32)
        let s = try Secret(random: 32)
        let common = try commonHeader(r)
        let salt = try randomBytes(24)
        let keys = try PackageKeys(r: r, s: s, header: common, salt: salt)
        var parts = try SecretSharing.split(s, k: split.k, n: split.n)
        shares(&parts)
        let headers = parts.enumerated().map { index, share in
            PieceHeader(
                common: common, x: index + 1, share: share, salt: salt, commitment: keys.chunks.commitment)
        }
        let stream = try encrypt(plaintext, keys)
        var cut = dataUnits(of: stream)
        data(&cut)
        for stripe in cut.indices { cut[stripe] += try parity(of: cut[stripe]) }
        units(&cut)
        let leaves = try cut.map { try $0.map { try hash(.sha256, [0] + $0) } }
        let trailer = try trailer(
            headers, UInt64(stream.count), (0..<split.n).map { piece in leaves.map { $0[piece] } }, keys)
        let hashSection = leaves.flatMap { $0.flatMap(\.self) }
        return headers.enumerated().map { index, header in
            PieceParts(
                header: header.encoded, body: cut.flatMap { $0[index] }, hashSection: hashSection,
                trailer: trailer.encoded)
        }
    }

    private func dataUnits(of stream: [UInt8]) -> Units {
        let stripe = split.k * split.unitSize
        return stride(from: 0, to: stream.count, by: stripe).map { start in
            let part = stream[start..<min(stream.count, start + stripe)]
            let size = (part.count + split.k - 1) / split.k
            let filled = Array(part) + [UInt8](repeating: 0, count: size * split.k - part.count)
            return (0..<split.k).map { Array(filled[$0 * size..<($0 + 1) * size]) }
        }
    }

    private func parity(of data: [[UInt8]]) throws -> [[UInt8]] {
        guard split.n > split.k else { return [] }
        let (count, size) = (split.n - split.k, data[0].count)
        let source = StripeBuffer(count: split.k * size)
        let target = StripeBuffer(count: count * size)
        for (index, unit) in data.enumerated() { source.part(index * size, size).copyBytes(from: unit) }
        let inputs = data.indices.map { UnsafeRawBufferPointer(source.part($0 * size, size)) }
        try ReedSolomon(k: split.k, n: split.n).encode(inputs, into: (0..<count).map { target.part($0 * size, size) })
        return (0..<count).map { Array(target.part($0 * size, size)) }
    }
}
