/// The last 48 bytes of the plaintext: what lies where before them. All lengths in bytes.
package struct PointerBlock: Hashable, Sendable {
    static let size = 48

    /// File contents, from offset 0.
    package let contentLength: UInt64
    /// The Index, after the contents.
    package let indexLength: UInt64
    /// What a resealed package keeps of its former self; 0 if there is none.
    package let priorLength: UInt64
    /// Zeros between all else and this block.
    package let paddingLength: UInt64

    /// Where the Index begins in the plaintext.
    package var indexOffset: UInt64 { contentLength }
    /// Where the record of a former self begins in the plaintext.
    package var priorOffset: UInt64 { contentLength + indexLength }
    /// Where the padding begins in the plaintext.
    package var paddingOffset: UInt64 { priorOffset + priorLength }

    /// Bytes of the whole plaintext.
    var plaintextLength: UInt64 { paddingOffset + paddingLength + UInt64(Self.size) }

    /// Whether there is no more padding than a prior record may claim.
    var hasModestPadding: Bool {
        let (bound, overflow) = (paddingOffset + UInt64(Self.size)).addingReportingOverflow(
            Format.priorPaddingAllowance)
        return !overflow && paddingLength <= bound
    }

    var encoded: [UInt8] {
        [contentLength, indexLength, priorLength, paddingLength].flatMap(bigEndian) + Format.insideTag
    }

    init(contentLength: UInt64, indexLength: UInt64, priorLength: UInt64 = 0, paddingLength: UInt64) {
        self.contentLength = contentLength
        self.indexLength = indexLength
        self.priorLength = priorLength
        self.paddingLength = paddingLength
    }

    /// - Parameter plaintextLength: what the four lengths and this block add up to.
    /// - Throws: `badIndex`, `tooLarge`.
    init(encoded bytes: [UInt8], plaintextLength: UInt64) throws(PackageFormatError) {
        let place = Place(.inside, offset: plaintextLength - UInt64(Self.size))
        guard bytes.count == Self.size, bytes.suffix(16).elementsEqual(Format.insideTag) else {
            throw PackageFormatError(.badIndex, "no pointer block", place: place)
        }
        let lengths = stride(from: 0, to: 32, by: 8).map { unsigned(bytes[$0..<$0 + 8]) }
        guard Self.sum(lengths) == plaintextLength - UInt64(Self.size) else {
            throw PackageFormatError(.badIndex, "the ranges overlap or leave gaps", place: place)
        }
        (contentLength, indexLength, priorLength, paddingLength) = (lengths[0], lengths[1], lengths[2], lengths[3])
        guard indexLength <= Format.maximumIndexSize else {
            throw PackageFormatError(.tooLarge, "an index of \(indexLength) bytes", place: place)
        }
        guard priorLength <= UInt64(Format.maximumPriorSize) else {
            throw PackageFormatError(.tooLarge, "a prior record of \(priorLength) bytes", place: place)
        }
    }

    /// All of them together; nil if that is no 64-bit number.
    static func sum(_ lengths: [UInt64]) -> UInt64? {
        lengths.reduce(UInt64?(0)) { total, length in
            guard let (sum, overflow) = total?.addingReportingOverflow(length), !overflow else { return nil }
            return sum
        }
    }
}

/// Padding to hide sizes: Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with
/// PURBs", 2019, section 4). It leaks O(log log size) bits and costs at most 12 %.
package enum Padme {
    /// The length to which `length` is padded, in bytes. Lengths below 2 stay.
    package static func paddedLength(_ length: UInt64) -> UInt64 {
        guard length >= 2 else { return length }
        let exponent = UInt64(63 - length.leadingZeroBitCount)
        let exponentBits = UInt64(64 - exponent.leadingZeroBitCount)
        guard exponent > exponentBits else { return length }
        let mask = (UInt64(1) << (exponent - exponentBits)) - 1
        return (length + mask) & ~mask
    }
}
