import Cryptography
import SystemIO

/// A piece that is read from front to back, so that its content comes out before the signature, which stands at the end, is
/// known. All that is checked until then is that the content is by somebody who knows the keys.
package struct PieceStream: ~Copyable {
    /// The header, from its first copy.
    package let header: PieceHeader
    private let input: Descriptor
    /// Magic, header's length and header.
    private let start: [UInt8]

    /// Reads the header.
    /// - Parameter input: at the first byte; any file that can be read.
    /// - Throws: `notAPackage`, `tooLarge`, `wrongLength`, `malformed`, `foreignStanza`, `unsupported`, `system`;
    ///   `notOneFile` unless the header claims one file: content and index cannot be told apart before the end.
    package init(_ input: consuming Descriptor) throws(PackageFormatError) {
        let prefix = try Self.read(Format.prefixSize, from: input)
        try prefix.withRawBytes { block throws(PackageFormatError) in try PieceStart.check(block) }
        let length = prefix.count < Format.prefixSize ? 0 : Int(unsigned(prefix.suffix(4)))
        let encoded = try Self.read(length, from: input)
        guard length > 0, encoded.count == length else {
            throw PackageFormatError(
                .wrongLength, "the package is cut off",
                place: Place(.file, offset: UInt64(prefix.count + encoded.count)))
        }
        let header = try PieceHeader(encoded: encoded)
        guard header.common.split.n == 1 else {
            throw PackageFormatError(
                .unsupported, "a piece of a package split in \(header.common.split.n) read as a stream",
                place: Place(.header))
        }
        try header.common.checkStanzaSignatures()
        guard header.common.claimsOneFile else {
            throw PackageFormatError(.notOneFile, "the header claims no single file", place: Place(.header))
        }
        self.header = header
        self.input = input
        start = prefix + encoded
    }

    private static func read(_ count: Int, from input: borrowing Descriptor) throws(PackageFormatError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        do throws(SystemError) {
            try bytes.withMutableRawBytes { buffer throws(SystemError) in
                filled = try input.readUpToFull(into: buffer)
            }
        } catch { throw PackageFormatError(error) }
        return Array(bytes.prefix(filled))
    }

    /// Decrypts unit after unit, gives to `sink` what is surely content, and stops where the package is complete.
    /// - Returns: what is needed to say whether the sender vouches for it. Until then nobody does.
    /// - Throws: `damaged` with the unit; `wrongLength`; otherwise as ``PieceStructure/read(_:)``, and what `sink` throws.
    package consuming func release(
        with keys: consuming PackageKeys, to sink: (UnsafeRawBufferPointer) throws(PackageFormatError) -> Void
    ) throws(PackageFormatError) -> PieceStreamEnd {
        var units = try ForwardUnits(header, start: start, keys)
        var held = HeldBackPlaintext(
            indexLimit: Self.heldBack, stripe: units.plaintextPerStripe)
        while let plaintext = try units.next(from: input) { try held.append(plaintext, sink) }
        try units.finish(input)
        let structure = try units.structure()
        guard structure.header == header else {
            throw PackageFormatError(.damaged, "differs from the other copy", place: Place(.header))
        }
        try units.compare(with: structure)
        let package = PackageStructure(structure, try units.file())
        return PieceStreamEnd(structure: package, keys: keys, held: held)
    }

    /// The most that the index of one file needs.
    static let indexLimit = IndexHead.maximumSize + Entry.maximumEncodedSize
    /// Bytes of index and prior record, none of which is content.
    static let heldBack = indexLimit + Format.maximumPriorSize
}
