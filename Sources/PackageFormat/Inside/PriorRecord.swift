import Cryptography
import DER

/// What a package that was sealed again keeps of its former self: with contents and index, which stay byte for byte as
/// they were, it gives the old plaintext and the old ciphertext, and so what the old signature covers.
///
/// ```
/// PriorPackage ::= SEQUENCE {
///   version        INTEGER (1),
///   pieceHeader    OCTET STRING,                      -- DER of the old PieceHeader
///   r, s           OCTET STRING (SIZE(32)),
///   paddingLength  INTEGER (0..9223372036854775807),
///   prior          [0] IMPLICIT OCTET STRING OPTIONAL, -- the old package's own record
///   trailer        OCTET STRING }                     -- DER of the old Trailer
/// ```
package struct PriorRecord: ~Copyable, Sendable {
    /// The old header.
    package let header: PieceHeader
    /// What the old recipients unwrapped.
    let r: Secret
    /// What the old shares gave.
    let s: Secret
    /// Bytes of zeros before the old pointer block.
    let paddingLength: UInt64
    /// The old package's own record, encoded.
    let prior: Secret?
    /// The old manifest, its code and its signature.
    package let trailer: Trailer

    static let priorTag = DERTag.context(0)

    /// The record that a package leaves behind when it is sealed again.
    /// - Parameters:
    ///   - header: of any of its pieces.
    ///   - pointers: where its parts lie.
    ///   - prior: its own record.
    init(
        of package: borrowing UnlockedPackage, _ header: PieceHeader, _ pointers: PointerBlock,
        prior: consuming Secret?
    ) {
        self.header = header
        trailer = package.structure.trailer
        r = package.keys.r.copy()
        s = package.keys.s.copy()
        paddingLength = pointers.paddingLength
        self.prior = prior
    }

    /// Reads a record whole, and checks that it is in its one canonical form. A record inside it is not looked at.
    /// - Throws: `badPrior`; `unsupported` for a version, suite or extension that this program does not know; `tooLarge`.
    init(encoded: borrowing Secret) throws(PackageFormatError) {
        let fields = try Self.fields(of: encoded)
        let header = try priorRecord { () throws(PackageFormatError) in
            try PieceHeader(encoded: fields.header, region: .priorRecord)
        }
        let trailer = try priorRecord { () throws(PackageFormatError) in try Trailer(encoded: fields.trailer) }
        let record = PriorRecord(
            header: header, r: encoded.slice(fields.r), s: encoded.slice(fields.s),
            paddingLength: fields.paddingLength, prior: Self.slice(encoded, fields.prior), trailer: trailer)
        guard record.encoded.equalsInConstantTime(encoded) else {
            throw PackageFormatError(.badPrior, "not the canonical encoding", place: Place(.priorRecord))
        }
        self = record
    }

    init(
        header: PieceHeader, r: consuming Secret, s: consuming Secret, paddingLength: UInt64,
        prior: consuming Secret?, trailer: Trailer
    ) {
        self.header = header
        self.r = r
        self.s = s
        self.paddingLength = paddingLength
        self.prior = prior
        self.trailer = trailer
    }

    /// Its DER, the only encoding there is.
    var encoded: Secret {
        let (header, paddingLength, trailer) = (header.encoded, paddingLength, trailer.encoded)
        let start = DERWriter.encode {
            $0.integer(Format.version)
            $0.octetString(header)
        }
        let padding = DERWriter.encode { $0.integer(paddingLength) }
        let end = DERWriter.encode { $0.octetString(trailer) }
        let secret = [DERTag.octetString.rawValue, UInt8(PackageKeys.secretSize)]
        let priorHead = Self.head(Self.priorTag, of: prior)
        let count =
            start.count + 2 * (secret.count + PackageKeys.secretSize) + padding.count + priorHead.count
            + InsideEnd.length(prior) + end.count
        let head = [DERTag.sequence.rawValue] + DERWriter.length(count)
        return Secret(count: head.count + count) { buffer in
            var writer = SecretWriter(buffer)
            writer.write(head + start + secret)
            writer.write(r)
            writer.write(secret)
            writer.write(s)
            writer.write(padding + priorHead)
            writer.write(ifAny: prior)
            writer.write(end)
        }
    }

    /// How many records there are, this one and those inside it.
    /// - Throws: `tooLarge` for more than there may be; otherwise as ``init(encoded:)``.
    borrowing func depth(from level: Int = 1) throws(PackageFormatError) -> Int {
        guard level <= Format.maximumPriorDepth else {
            throw PackageFormatError(
                .tooLarge, "more than \(Format.maximumPriorDepth) former packages", place: Place(.priorRecord))
        }
        switch prior {
        case .some(let prior): return try PriorRecord(encoded: prior).depth(from: level + 1)
        case .none: return level
        }
    }

    private static func head(_ tag: DERTag, of content: borrowing Secret?) -> [UInt8] {
        switch content {
        case .some(let content): [tag.rawValue] + DERWriter.length(content.count)
        case .none: []
        }
    }

    private static func slice(_ bytes: borrowing Secret, _ range: Range<Int>?) -> Secret? {
        guard let range else { return nil }
        return bytes.slice(range)
    }

    private static func fields(of encoded: borrowing Secret) throws(PackageFormatError) -> Fields {
        var bytes = encoded.withUnsafeBytes { Array($0) }
        defer { bytes.withMutableRawBytes { wipe($0) } }
        return try priorRecord { () throws(PackageFormatError) in
            try structure(.priorRecord) { () throws(DERError) in
                try DERReader.parse(bytes) { reader throws(DERError) in try reader.sequence(Fields.init) }
            }
        }
    }

    /// The parts of a record; secrets only as places, so that there is no copy of them.
    private struct Fields {
        let header: [UInt8]
        let r: Range<Int>
        let s: Range<Int>
        let paddingLength: UInt64
        let prior: Range<Int>?
        let trailer: [UInt8]

        init(_ reader: inout DERReader) throws(DERError) {
            let here = reader.offset
            guard try reader.integer(.min ... .max) == Format.version else {
                throw DERError(.unknownValue, offset: here)
            }
            header = try reader.octetString(1...Format.maximumHeaderSize)
            r = try Self.place(&reader, .octetString, PackageKeys.secretSize...PackageKeys.secretSize)
            s = try Self.place(&reader, .octetString, PackageKeys.secretSize...PackageKeys.secretSize)
            paddingLength = UInt64(try reader.integer(0...(.max)))
            prior =
                reader.nextTag == PriorRecord.priorTag
                ? try Self.place(&reader, PriorRecord.priorTag, 1...Format.maximumPriorSize) : nil
            trailer = try reader.octetString(1...Format.maximumTrailerSize)
        }

        private static func place(
            _ reader: inout DERReader, _ tag: DERTag, _ sizes: ClosedRange<Int>
        ) throws(DERError) -> Range<Int> {
            let here = reader.offset
            let content = try reader.primitive(tag)
            guard sizes.contains(content.count) else { throw DERError(.badValue, offset: here) }
            return content.indices
        }
    }
}

/// Runs a check of a prior record: whatever is wrong is wrong with the record.
func priorRecord<T>(_ body: () throws(PackageFormatError) -> T) throws(PackageFormatError) -> T {
    do { return try body() } catch {
        let keepsCode: Set<PackageFormatError.Code> = [.system, .cryptography, .unsupported, .tooLarge]
        throw PackageFormatError(
            keepsCode.contains(error.code) ? error.code : .badPrior, error.reason, place: Place(.priorRecord),
            underlying: error.underlying)
    }
}

/// Fills memory front to back.
private struct SecretWriter {
    private let buffer: UnsafeMutableRawBufferPointer
    private var position = 0

    init(_ buffer: UnsafeMutableRawBufferPointer) { self.buffer = buffer }

    mutating func write(_ bytes: [UInt8]) { bytes.withUnsafeBytes { write($0) } }

    mutating func write(_ secret: borrowing Secret) { secret.withUnsafeBytes { write($0) } }

    mutating func write(ifAny secret: borrowing Secret?) {
        switch secret {
        case .some(let secret): write(secret)
        case .none: return
        }
    }

    private mutating func write(_ bytes: UnsafeRawBufferPointer) {
        UnsafeMutableRawBufferPointer(rebasing: buffer[position..<position + bytes.count]).copyMemory(from: bytes)
        position += bytes.count
    }
}
