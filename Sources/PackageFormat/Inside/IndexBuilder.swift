import DER
import Label
import SystemIO

/// Gathers the entries of a package in their order; beyond 1 MiB they lie in an unlinked file.
package struct IndexBuilder: ~Copyable {
    private static let residentLimit = 1 << 20

    private var rules = IndexRules()
    private var writer = DERWriter()
    private var spill: SpillFile?

    /// No entry yet.
    package init() {}

    /// Bytes of content of all entries so far.
    package var contentLength: UInt64 { rules.contentLength }
    /// Entries so far.
    package var count: UInt64 { rules.count }

    /// Adds an entry, which must obey the rules of the format after those before it.
    /// - Throws: `unsealableName` with the path, `tooLarge`.
    package mutating func append(_ entry: Entry) throws(PackageFormatError) {
        guard !entry.path.hasSuffix(LabelRecord.suffix) else {
            throw PackageFormatError(.unsealableName, "it is called like the record of a label", path: entry.path)
        }
        do throws(PackageFormatError) { try rules.check(entry) } catch {
            throw PackageFormatError(.unsealableName, error.reason, path: error.path)
        }
        entry.encode(into: &writer)
        if writer.bytes.count >= Self.residentLimit { try spillOver() }
    }

    private mutating func spillOver() throws(PackageFormatError) {
        if spill == nil { spill = try system { () throws(SystemError) in try SpillFile() } }
        let bytes = writer.bytes
        do { try spill?.append(bytes) } catch {
            throw PackageFormatError(error)
        }
        writer = DERWriter()
        if spill?.count ?? 0 > Format.maximumIndexSize {
            throw PackageFormatError(.tooLarge, "the names of all files exceed 256 MiB", place: Place(.index))
        }
    }

    /// The finished index.
    /// - Parameters:
    ///   - label: only where the header hides it.
    ///   - recipients: only where the header hides them; in any order.
    consuming func finish(label: Label?, recipients: [[UInt8]]?) throws(PackageFormatError) -> IndexImage {
        guard count > 0 else { throw PackageFormatError(.invalidRequest, "there is nothing to seal") }
        if spill != nil { try spillOver() }
        let entriesLength = (spill?.count ?? 0) + UInt64(writer.bytes.count)
        let head = IndexHead(
            label: label, recipients: recipients?.sorted { $0.lexicographicallyPrecedes($1) }, entryCount: count)
        let prefix = head.prefix(entriesLength: entriesLength)
        guard prefix.count <= IndexHead.maximumSize,
            UInt64(prefix.count) + entriesLength <= Format.maximumIndexSize
        else { throw PackageFormatError(.tooLarge, "the index exceeds 256 MiB", place: Place(.index)) }
        return IndexImage(
            prefix: prefix, resident: writer.bytes, spill: spill.take(), contentLength: rules.contentLength,
            entriesLength: entriesLength)
    }
}

/// A finished index, to be read while it is sealed.
struct IndexImage: ~Copyable, Sendable, RandomAccessBytes {
    private let prefix: [UInt8]
    private let resident: [UInt8]
    private let spill: SpillFile?
    let contentLength: UInt64
    private let entriesLength: UInt64

    init(
        prefix: [UInt8], resident: [UInt8], spill: consuming SpillFile?, contentLength: UInt64, entriesLength: UInt64
    ) {
        self.prefix = prefix
        self.resident = resident
        self.spill = spill
        self.contentLength = contentLength
        self.entriesLength = entriesLength
    }

    var length: UInt64 { UInt64(prefix.count) + entriesLength }

    /// Where the entries lie in the index.
    var entries: Range<UInt64> { UInt64(prefix.count)..<length }

    func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer) throws(PackageFormatError) {
        let split = min(buffer.count, max(0, prefix.count - Int(offset)))
        let head = UnsafeMutableRawBufferPointer(rebasing: buffer[..<split])
        if split > 0 { head.copyBytes(from: prefix[Int(offset)..<Int(offset) + split]) }
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[split...])
        guard rest.count > 0 else { return }
        let start = offset + UInt64(split) - UInt64(prefix.count)
        switch spill {
        case .some(let spill):
            try system { () throws(SystemError) in try spill.descriptor.readFully(into: rest, at: start) }
        case .none: rest.copyBytes(from: resident[Int(start)..<Int(start) + rest.count])
        }
    }
}
