import Cryptography
import DER

/// The first structure of a piece: what all pieces share, and this piece's number and share of S.
package struct PieceHeader: Hashable, Sendable {
    /// What all pieces share.
    package let common: CommonHeader
    /// The piece's number, 1...n, and the x coordinate of its share.
    package let x: Int
    /// This piece's Shamir share of S: 32 bytes.
    package let share: [UInt8]
    /// Salt of the chunk stream: 24 bytes.
    package let salt: [UInt8]
    /// Commitment of the chunk stream's key: 32 bytes.
    package let commitment: [UInt8]

    /// Its DER, the only encoding there is.
    package var encoded: [UInt8] { DERWriter.encode { encode(into: &$0) } }

    func encode(into writer: inout DERWriter) {
        writer.sequence {
            common.encode(into: &$0)
            $0.integer(Int64(x))
            $0.octetString(share)
            $0.octetString(salt)
            $0.octetString(commitment)
        }
    }

    /// Reads a header whole, and checks that it is in its one canonical form.
    package init(encoded bytes: [UInt8], region: Place.Region = .header) throws(PackageFormatError) {
        try Self.checkVersion(bytes, region)
        let header = try structure(region) { () throws(DERError) in
            try DERReader.parse(bytes) { reader throws(DERError) in try reader.sequence(Self.content) }
        }
        guard header.encoded == bytes else {
            throw PackageFormatError(.malformed, "not the canonical encoding", place: Place(region))
        }
        let label = header.common.label?.extensions.firstUnknownCritical()
        if let unknown = header.common.extensions.firstUnknownCritical() ?? label {
            throw PackageFormatError(.unsupported, "critical extension \(unknown)", place: Place(region))
        }
        self = header
    }

    private init(common: CommonHeader, x: Int, share: [UInt8], values: ChunkStreamValues) {
        self.common = common
        self.x = x
        self.share = share
        salt = values.salt
        commitment = values.commitment
    }

    init(common: CommonHeader, x: Int, share: [UInt8], salt: [UInt8], commitment: [UInt8]) {
        self.init(
            common: common, x: x, share: share, values: ChunkStreamValues(salt: salt, commitment: commitment))
    }

    private static func content(_ reader: inout DERReader) throws(DERError) -> PieceHeader {
        let common = try CommonHeader(from: &reader)
        let x = Int(try reader.integer(1...Int64(common.split.n)))
        let share = try reader.octetString(count: PackageKeys.secretSize)
        return PieceHeader(common: common, x: x, share: share, values: try ChunkStreamValues(from: &reader))
    }

    /// Looks at the version before anything else, so that a later format is called that and not damage.
    /// - Throws: `unsupported` for another version, `malformed` where there is none.
    static func checkVersion(_ bytes: [UInt8], _ region: Place.Region) throws(PackageFormatError) {
        let version = try structure(region) { () throws(DERError) in
            var outer = DERReader(bytes)
            var header = try outer.element(.sequence)
            var common = try header.element(.sequence)
            return try common.integer(.min ... .max)
        }
        if version != Format.version {
            throw PackageFormatError(.unsupported, "format version \(version)", place: Place(region))
        }
    }
}

/// The two public values in front of a chunk stream.
struct ChunkStreamValues: Hashable, Sendable {
    let salt: [UInt8]
    let commitment: [UInt8]

    init(salt: [UInt8], commitment: [UInt8]) {
        self.salt = salt
        self.commitment = commitment
    }

    init(from reader: inout DERReader) throws(DERError) {
        salt = try reader.octetString(count: ChunkedEncryption.saltSize)
        commitment = try reader.octetString(count: ChunkedEncryption.commitmentSize)
    }
}
