import DER
import Label

/// What stands in an index before its entries.
package struct IndexHead: Hashable, Sendable {
    /// The label, where the header hides it.
    package let label: Label?
    /// SHA-256 of each recipient's SubjectPublicKeyInfo, ascending, where the header hides them; nil where it does not.
    package let recipients: [[UInt8]]?
    /// Entries that follow.
    package let entryCount: UInt64

    private static let labelTag = DERTag.constructed(0)
    private static let recipientsTag = DERTag.constructed(1)
    /// Head and framing never need more; a longer one is refused.
    static let maximumSize = 1 << 20

    /// - Parameter recipients: ascending.
    package init(label: Label?, recipients: [[UInt8]]?, entryCount: UInt64) {
        self.label = label
        self.recipients = recipients
        self.entryCount = entryCount
    }

    /// Everything of an index that comes before `entriesLength` bytes of entries.
    func prefix(entriesLength: UInt64) -> [UInt8] {
        let head = DERWriter.encode {
            $0.integer(Format.version)
            if let label { label.encode(into: &$0, tag: Self.labelTag) }
            if let recipients {
                $0.element(Self.recipientsTag) { list in recipients.forEach { list.octetString($0) } }
            }
            $0.integer(entryCount)
            $0.encoded([DERTag.sequence.rawValue] + DERWriter.length(Int(entriesLength)))
        }
        return [DERTag.sequence.rawValue] + DERWriter.length(head.count + Int(entriesLength)) + head
    }
}

/// An index as far as its head: where the entries lie in it is known, and that they fill it.
struct ParsedIndexHead {
    let head: IndexHead
    /// Where the entries start, in bytes from the start of the index.
    let entriesOffset: UInt64

    /// - Parameters:
    ///   - bytes: the first bytes of the index: all, or the largest size that a head can have.
    ///   - length: bytes of the whole index.
    init(_ bytes: [UInt8], length: UInt64) throws(PackageFormatError) {
        let parsed = try structure(.index) { () throws(DERError) in try Self.parse(bytes, length: length) }
        guard
            parsed.head.prefix(entriesLength: length - parsed.entriesOffset).elementsEqual(
                bytes.prefix(Int(parsed.entriesOffset)))
        else { throw PackageFormatError(.malformed, "not the canonical encoding", place: Place(.index)) }
        self = parsed
    }

    private init(head: IndexHead, entriesOffset: UInt64) {
        self.head = head
        self.entriesOffset = entriesOffset
    }

    private static func parse(_ bytes: [UInt8], length: UInt64) throws(DERError) -> ParsedIndexHead {
        var reader = DERReader(bytes)
        let content = try reader.header(.sequence)
        try requireEnd(content, reader, length)
        let here = reader.offset
        guard try reader.integer(.min ... .max) == Format.version else { throw DERError(.unknownValue, offset: here) }
        let label = reader.nextTag == .constructed(0) ? try Label(from: &reader, tag: .constructed(0)) : nil
        let recipients =
            reader.nextTag == .constructed(1) ? try reader.element(.constructed(1), readRecipients) : nil
        let count = UInt64(try reader.integer(1...Int64(UInt32.max)))
        let entries = try reader.header(.sequence)
        try requireEnd(entries, reader, length)
        return ParsedIndexHead(
            head: IndexHead(label: label, recipients: recipients, entryCount: count),
            entriesOffset: UInt64(reader.offset))
    }

    /// The element that starts here with `count` bytes of content must end with the index.
    private static func requireEnd(_ count: UInt64, _ reader: DERReader, _ length: UInt64) throws(DERError) {
        let rest = length - min(length, UInt64(reader.offset))
        guard count == rest else { throw reader.error(count > rest ? .truncated : .trailingBytes) }
    }

    private static func readRecipients(_ reader: inout DERReader) throws(DERError) -> [[UInt8]] {
        var list: [[UInt8]] = []
        repeat {
            let here = reader.offset
            let id = try reader.octetString(count: Format.identifierSize)
            guard list.count < Format.maximumStanzas else { throw DERError(.aboveBound, offset: here) }
            let ascends = list.last?.lexicographicallyPrecedes(id) ?? true
            guard ascends else { throw DERError(.badValue, offset: here) }
            list.append(id)
        } while !reader.isAtEnd
        return list
    }
}
