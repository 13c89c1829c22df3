import Cryptography
import DER

/// What a recipient states about the pieces of one package that have reached him: fubako-receipt(5).
///
/// It names the package by the hash of its Manifest: whoever forges a package of the same identifier gets no receipt that
/// counts for this one.
package struct Receipt: Hashable, Sendable {
    /// The package's identifier, 32 bytes.
    package let packageID: [UInt8]
    /// SHA-256 of the package's Manifest.
    package let manifest: [UInt8]
    /// How many pieces open the package.
    package let k: Int
    /// How many pieces there are.
    package let n: Int
    /// In strictly ascending order of their numbers, 1...n of them.
    package let pieces: [ReceivedPiece]
    /// How far the recipient has come with the package.
    package let state: ReceiverState
    /// When he states it, by his clock.
    package let time: DERTime

    static let version: Int64 = 1

    /// - Throws: `badValue` with the field for identifiers that are not 32 bytes, k and n that are not 1 ≤ k ≤ n ≤ 64, no pieces, and
    ///   numbers that do not ascend or exceed n.
    package init(
        packageID: [UInt8], manifest: [UInt8], k: Int, n: Int, pieces: [ReceivedPiece], state: ReceiverState,
        time: DERTime
    ) throws(TransferError) {
        func require(_ condition: Bool, _ field: String) throws(TransferError) {
            if !condition { throw TransferError(.badValue, "the receipt's \(field) is not of its form", field: field) }
        }
        try require(packageID.count == TransferLimits.digestSize, "packageID")
        try require(manifest.count == TransferLimits.digestSize, "manifest")
        try require((1...TransferLimits.pieces).contains(n), "n")
        try require((1...n).contains(k), "k")
        let numbers = pieces.map(\.number)
        try require(!numbers.isEmpty && numbers.allSatisfy((1...n).contains), "pieces")
        try require(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }, "pieces")
        self.packageID = packageID
        self.manifest = manifest
        self.k = k
        self.n = n
        self.pieces = pieces
        self.state = state
        self.time = time
    }

    /// Its DER, the only encoding there is.
    package var encoded: [UInt8] { DERWriter.encode { encode(into: &$0) } }

    func encode(into writer: inout DERWriter) {
        writer.sequence {
            $0.integer(Self.version)
            $0.octetString(packageID)
            $0.octetString(manifest)
            $0.integer(Int64(k))
            $0.integer(Int64(n))
            $0.sequence { list in pieces.forEach { $0.encode(into: &list) } }
            $0.enumerated(UInt8(state.rawValue))
            $0.generalizedTime(time)
        }
    }

    /// Reads the fields; whether they fit together is for ``init(packageID:manifest:k:n:pieces:state:time:)``.
    init(_ fields: Fields) throws(TransferError) {
        try self.init(
            packageID: fields.packageID, manifest: fields.manifest, k: fields.k, n: fields.n, pieces: fields.pieces,
            state: fields.state, time: fields.time)
    }

    /// The fields as they are encoded.
    struct Fields {
        let packageID: [UInt8]
        let manifest: [UInt8]
        let k: Int
        let n: Int
        let pieces: [ReceivedPiece]
        let state: ReceiverState
        let time: DERTime

        init(from reader: inout DERReader) throws(DERError) {
            _ = try reader.integer(Receipt.version...Receipt.version)
            packageID = try reader.octetString(count: TransferLimits.digestSize)
            manifest = try reader.octetString(count: TransferLimits.digestSize)
            k = Int(try reader.integer(ReceivedPiece.numbers))
            n = Int(try reader.integer(ReceivedPiece.numbers))
            pieces = try reader.sequence { (list) throws(DERError) in
                var pieces: [ReceivedPiece] = []
                while !list.isAtEnd {
                    guard pieces.count < TransferLimits.pieces else { throw list.error(.badValue) }
                    pieces.append(try ReceivedPiece(from: &list))
                }
                return pieces
            }
            let here = reader.offset
            guard let state = ReceiverState(rawValue: Int64(try reader.enumerated())) else {
                throw DERError(.badValue, offset: here)
            }
            self.state = state
            time = try reader.generalizedTime()
        }
    }
}
