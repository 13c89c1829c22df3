import Cryptography
import DER
import Label

/// What the sender signs: the header's hash, the roots over all units, and the lengths, from which everything else follows.
package struct Manifest: Hashable, Sendable {
    /// The same as in the header.
    package let purpose: Purpose
    /// The same as in the header.
    package let packageID: [UInt8]
    /// SHA-256 of the CommonHeader.
    package let commonHeaderHash: [UInt8]
    /// Salt of the chunk stream: 24 bytes.
    package let salt: [UInt8]
    /// Commitment of the chunk stream's key: 32 bytes.
    package let commitment: [UInt8]
    /// SHA-256 of each piece's header, x = 1...n.
    package let pieceHeaderHashes: [[UInt8]]
    /// Root of each piece's tree over its units (RFC 6962), x = 1...n.
    package let roots: [[UInt8]]
    /// s, at least 1.
    package let stripeCount: UInt64
    /// Bytes of the chunk stream.
    package let ciphertextLength: UInt64
    /// As the sender's clock said it; a claim until something else proves it.
    package let sealingTime: DERTime
    /// The ledger's proof of the entry that announced this seal (C2SP tlog-proof), absent where there is no ledger.
    package let intent: [UInt8]?
    /// What later versions add.
    package let extensions: Extensions

    /// Unchecked: a reader compares all of it with the header and the hash section.
    package init(
        purpose: Purpose, packageID: [UInt8], commonHeaderHash: [UInt8], salt: [UInt8], commitment: [UInt8],
        pieceHeaderHashes: [[UInt8]], roots: [[UInt8]], stripeCount: UInt64, ciphertextLength: UInt64,
        sealingTime: DERTime, intent: [UInt8]?, extensions: Extensions
    ) {
        self.purpose = purpose
        self.packageID = packageID
        self.commonHeaderHash = commonHeaderHash
        self.salt = salt
        self.commitment = commitment
        self.pieceHeaderHashes = pieceHeaderHashes
        self.roots = roots
        self.stripeCount = stripeCount
        self.ciphertextLength = ciphertextLength
        self.sealingTime = sealingTime
        self.intent = intent
        self.extensions = extensions
    }

    /// Its DER, the only encoding there is.
    package var encoded: [UInt8] { DERWriter.encode { encode(into: &$0) } }

    /// SHA-256 of its DER, by which others name it.
    package func sha256() throws(CryptographyError) -> [UInt8] { try Cryptography.hash(.sha256, encoded) }

    func encode(into writer: inout DERWriter) {
        writer.sequence {
            $0.integer(Format.version)
            $0.enumerated(purpose.rawValue)
            $0.octetString(packageID)
            $0.octetString(commonHeaderHash)
            $0.octetString(salt)
            $0.octetString(commitment)
            $0.sequence { list in pieceHeaderHashes.forEach { list.octetString($0) } }
            $0.sequence { list in roots.forEach { list.octetString($0) } }
            $0.integer(stripeCount)
            $0.integer(ciphertextLength)
            $0.generalizedTime(sealingTime)
            if let intent { $0.octetString(intent, tag: .context(0)) }
            extensions.encode(into: &$0)
        }
    }

    init(from reader: inout DERReader) throws(DERError) {
        self = try reader.sequence(Self.content)
    }

    private static func content(_ reader: inout DERReader) throws(DERError) -> Manifest {
        _ = try reader.integer(Format.version...Format.version)
        let purpose = try Purpose(reading: &reader)
        let packageID = try reader.octetString(count: Format.identifierSize)
        let commonHeaderHash = try reader.octetString(count: 32)
        let values = try ChunkStreamValues(from: &reader)
        let pieceHeaderHashes = try reader.sequence(hashes)
        let roots = try reader.sequence(hashes)
        let stripeCount = UInt64(try reader.integer(Format.stripeCounts))
        let ciphertextLength = UInt64(try reader.integer(1...(.max)))
        let sealingTime = try reader.generalizedTime()
        let intent = reader.nextTag == .context(0) ? try reader.octetString(Format.intentSizes, tag: .context(0)) : nil
        return Manifest(
            purpose: purpose, packageID: packageID, commonHeaderHash: commonHeaderHash, salt: values.salt,
            commitment: values.commitment, pieceHeaderHashes: pieceHeaderHashes, roots: roots,
            stripeCount: stripeCount, ciphertextLength: ciphertextLength, sealingTime: sealingTime, intent: intent,
            extensions: try Extensions(from: &reader))
    }

    /// 1...64 hashes; the header's n is compared later.
    private static func hashes(_ reader: inout DERReader) throws(DERError) -> [[UInt8]] {
        var hashes = [try reader.octetString(count: 32)]
        while !reader.isAtEnd {
            guard hashes.count < Format.maximumPieces else { throw reader.error(.badValue) }
            hashes.append(try reader.octetString(count: 32))
        }
        return hashes
    }
}

extension Purpose {
    /// Reads an ENUMERATED of one of the known purposes.
    init(reading reader: inout DERReader) throws(DERError) {
        let here = reader.offset
        guard let purpose = Purpose(rawValue: try reader.enumerated()) else {
            throw DERError(.badValue, offset: here)
        }
        self = purpose
    }
}
