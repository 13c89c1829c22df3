import Cryptography
import DER
import Glibc

/// The bytes of a journal:
///
///     journal = "FUBAKOJ1" ‖ frame ...
///     frame   = length of record (4) ‖ length of signature (2) ‖ check (4) ‖ record ‖ digest (32) ‖ signature
///     check   = first 4 bytes of SHA-256(digest before ‖ both lengths)
///     digest  = SHA-256(digest before ‖ record); before the first, SHA-256("FUBAKOJ1")
///
/// The check tells a length that was edited from a frame that was cut off: only the latter can come from a power failure.
struct JournalFrames {
    static let magic = Array("FUBAKOJ1".utf8)
    static let headSize = 10
    static let digestSize = 32
    static let largestRecord = 4 << 20

    /// A journal as it was read.
    struct Contents {
        var records: [JournalRecord] = []
        /// The digest of the last record.
        var head: [UInt8]
        /// Bytes that hold: what follows was never finished.
        var length = 0
    }

    /// The digest that the first record continues.
    static func start() throws(ErasureError) -> [UInt8] { try digest(magic) }

    /// A frame, and the digest that the next one continues.
    struct Frame {
        let bytes: [UInt8]
        let digest: [UInt8]
    }

    static func frame(
        _ record: JournalRecord, after before: [UInt8], sign: JournalSeal.Sign?
    ) throws(ErasureError) -> Frame {
        let content = record.encoded
        let digest = try digest(before + content)
        let signature = try sign?(digest) ?? []
        guard content.count <= largestRecord, let signatureSize = UInt16(exactly: signature.count) else {
            throw ErasureError(.system, "journal", "a record or signature that is too long")
        }
        let lengths = bigEndian(UInt32(content.count)) + bigEndian(signatureSize)
        let check = try Self.digest(before + lengths).prefix(4)
        return Frame(bytes: lengths + check + content + digest + signature, digest: digest)
    }

    /// Reads as far as the journal holds.
    /// - Throws: `journalDamaged` where something was changed, `journalNotSigned`.
    static func parse(_ bytes: [UInt8], verify: JournalSeal.Verify?) throws(ErasureError) -> Contents {
        var contents = Contents(head: try start())
        guard bytes.starts(with: magic) else {
            // A beginning that was never finished: cut off, or made longer before it was written.
            let written = bytes.prefix { $0 != 0 }
            guard magic.starts(with: written), bytes.dropFirst(written.count).allSatisfy({ $0 == 0 }) else {
                throw damaged(0, "not a journal")
            }
            return contents
        }
        contents.length = magic.count
        while contents.length < bytes.count {
            guard let frame = try nextFrame(bytes[contents.length...], contents, verify) else { break }
            contents.records.append(frame.record)
            contents.head = frame.digest
            contents.length += frame.size
        }
        return contents
    }

    private struct ParsedFrame {
        let record: JournalRecord
        let digest: [UInt8]
        let size: Int
    }

    /// - Returns: nil if the rest is a frame that was never finished.
    private static func nextFrame(
        _ rest: ArraySlice<UInt8>, _ contents: Contents, _ verify: JournalSeal.Verify?
    ) throws(ErasureError) -> ParsedFrame? {
        let place = rest.startIndex
        guard rest.count >= headSize else { return nil }
        let lengths = rest[place..<place + 6]
        guard try digest(contents.head + lengths).prefix(4) == rest[place + 6..<place + headSize] else {
            if isUnwritten(rest) { return nil }
            throw damaged(place, "the lengths of a record were changed")
        }
        let contentSize = lengths.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        let signatureSize = lengths.suffix(2).reduce(0) { $0 << 8 | Int($1) }
        let size = headSize + contentSize + digestSize + signatureSize
        guard rest.count >= size else { return nil }
        let content = Array(rest[place + headSize..<place + headSize + contentSize])
        let digestStart = place + headSize + contentSize
        let digest = try digest(contents.head + content)
        guard digest == Array(rest[digestStart..<digestStart + digestSize]) else {
            if isUnwritten(rest) { return nil }
            throw damaged(place, "a record was changed")
        }
        let signature = Array(rest[digestStart + digestSize..<place + size])
        if let verify, !verify(digest, signature) {
            if isUnwritten(rest) { return nil }
            throw ErasureError(
                .journalNotSigned, "journal", "a record without a valid signature of a station",
                offset: UInt64(place))
        }
        return ParsedFrame(
            record: try record(content, number: contents.records.count, at: place), digest: digest, size: size)
    }

    private static func record(_ content: [UInt8], number: Int, at place: Int) throws(ErasureError) -> JournalRecord {
        let record: JournalRecord
        do throws(DERError) { record = try JournalRecord(encoded: content) } catch {
            var failure = damaged(place, "a record that cannot be read")
            failure.structure = error
            throw failure
        }
        guard record.number == UInt64(number) else { throw damaged(place, "records are missing") }
        return record
    }

    /// Whether the file was made longer before its bytes were written: then it ends in zeros, as no frame does.
    private static func isUnwritten(_ rest: ArraySlice<UInt8>) -> Bool {
        rest.suffix(digestSize).allSatisfy { $0 == 0 }
    }

    static func damaged(_ place: Int, _ reason: String) -> ErasureError {
        ErasureError(.journalDamaged, "journal", reason, offset: UInt64(place))
    }

    private static func digest(_ bytes: [UInt8]) throws(ErasureError) -> [UInt8] {
        try onCryptography { () throws(CryptographyError) in try hash(.sha256, bytes) }
    }

    private static func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian, Array.init)
    }
}

/// How a station vouches for the records of a journal.
package struct JournalSeal: Sendable {
    /// Signs the digest of a record, which covers all before it.
    package typealias Sign = @Sendable (_ digest: [UInt8]) throws(ErasureError) -> [UInt8]
    /// Whether a signature over a digest is that of a trusted station.
    package typealias Verify = @Sendable (_ digest: [UInt8], _ signature: [UInt8]) -> Bool

    /// Signs what is appended.
    package let sign: Sign
    /// Judges what is read.
    package let verify: Verify

    /// Both directions.
    package init(sign: @escaping Sign, verify: @escaping Verify) {
        self.sign = sign
        self.verify = verify
    }
}
