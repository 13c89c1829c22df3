import Cryptography
import DER
import Label
import SystemIO

/// The inside of an unlocked package: where content and index lie, and the index's head. Entries are read one by one.
package struct Contents: Sendable {
    /// What the index says before its entries.
    package let head: IndexHead
    /// What lies where.
    package let pointers: PointerBlock
    /// Where the entries lie in the plaintext.
    let entries: Range<UInt64>

    /// Reads pointer block and index head, and checks every entry against the rules of the format.
    /// - Throws: `badIndex`, `tooLarge`, `unsupported`, `malformed`, `damaged`, `system`.
    package init(_ package: borrowing UnlockedPackage) throws(PackageFormatError) {
        var plaintext = try PlaintextReader(package)
        try self.init(&plaintext, package.structure)
    }

    /// - Parameter plaintext: that of the package, at least from the index on.
    init(
        _ plaintext: inout some RandomAccessBytes & ~Copyable, _ structure: PackageStructure
    ) throws(PackageFormatError) {
        let length = structure.geometry.plaintextLength
        guard length >= UInt64(PointerBlock.size) else {
            throw PackageFormatError(.badIndex, "no pointer block", place: Place(.inside))
        }
        let block = try plaintext.read(at: length - UInt64(PointerBlock.size), count: PointerBlock.size)
        let pointers = try PointerBlock(encoded: block, plaintextLength: length)
        let start = try plaintext.read(
            at: pointers.indexOffset, count: Int(min(pointers.indexLength, UInt64(IndexHead.maximumSize))))
        let parsed = try ParsedIndexHead(start, length: pointers.indexLength)
        let entries = pointers.indexOffset + parsed.entriesOffset..<pointers.priorOffset
        self.init(head: parsed.head, pointers: pointers, entries: entries)
        try checkHead(structure.common)
        try checkEntries(&plaintext)
    }

    private init(head: IndexHead, pointers: PointerBlock, entries: Range<UInt64>) {
        self.head = head
        self.pointers = pointers
        self.entries = entries
    }

    /// The entries from the first on.
    var entryStream: EntryStream { EntryStream(entries, indexStart: pointers.indexOffset) }

    /// The label, wherever it stands.
    package func label(_ header: CommonHeader) -> Label? { header.label ?? head.label }

    /// What the index says before its entries must fit a header.
    /// - Throws: `unsupported`, `refused`, `badIndex`.
    func checkHead(_ header: CommonHeader) throws(PackageFormatError) {
        if let unknown = head.label?.extensions.firstUnknownCritical() {
            throw PackageFormatError(.unsupported, "critical extension \(unknown)", place: Place(.index))
        }
        guard (head.recipients?.count ?? 0) <= header.stanzas.count else {
            throw PackageFormatError(.refused, "more recipients are listed than the header has", place: Place(.index))
        }
        guard header.label == nil || head.label == nil else {
            throw PackageFormatError(.badIndex, "a label in the header and another inside", place: Place(.index))
        }
        guard header.hidesRecipients == (head.recipients != nil) else {
            throw PackageFormatError(
                .badIndex, "recipients are listed inside if and only if the header hides them", place: Place(.index))
        }
    }

    private func checkEntries(_ plaintext: inout some RandomAccessBytes & ~Copyable) throws(PackageFormatError) {
        var rules = IndexRules()
        var stream = entryStream
        while let entry = try stream.next(from: &plaintext) { try rules.check(entry) }
        guard rules.count == head.entryCount else {
            throw PackageFormatError(
                .badIndex, "\(rules.count) entries where \(head.entryCount) are said", place: Place(.index))
        }
        guard rules.contentLength == pointers.contentLength else {
            throw PackageFormatError(.badIndex, "sizes do not add up to the content", place: Place(.index))
        }
    }
}

extension Contents {
    /// Checks that there is nothing between the index and the pointer block.
    func checkPadding(_ plaintext: inout some RandomAccessBytes & ~Copyable) throws(PackageFormatError) {
        var position = pointers.paddingOffset
        let end = position + pointers.paddingLength
        while position < end {
            let bytes = try plaintext.read(at: position, count: Int(min(1 << 20, end - position)))
            guard bytes.withUnsafeBytes(\.isZero) else {
                throw PackageFormatError(.badIndex, "padding that is not zero", place: Place(.inside, offset: position))
            }
            position += UInt64(bytes.count)
        }
    }

    /// Where recipients are hidden, the reader must be among those listed inside: else somebody passed the package on.
    /// - Throws: `refused`.
    package func checkRecipient(_ keyID: [UInt8]) throws(PackageFormatError) {
        if let recipients = head.recipients, !recipients.contains(keyID) {
            throw PackageFormatError(.refused, "this key is not among the recipients that the sender listed")
        }
    }
}

extension UnlockedPackage {
    /// Whether there is one file inside and nothing else.
    package borrowing func holdsOneFile(_ contents: borrowing Contents) throws(PackageFormatError) -> Bool {
        guard contents.head.entryCount == 1 else { return false }
        var plaintext = try PlaintextReader(self)
        var entries = contents.entryStream
        guard case .file = try entries.next(from: &plaintext)?.node else { return false }
        return true
    }

    /// Calls `body` with every entry in order.
    package borrowing func forEachEntry(
        of contents: borrowing Contents, _ body: (Entry) throws(PackageFormatError) -> Void
    ) throws(PackageFormatError) {
        var plaintext = try PlaintextReader(self)
        var stream = contents.entryStream
        while let entry = try stream.next(from: &plaintext) { try body(entry) }
    }
}
