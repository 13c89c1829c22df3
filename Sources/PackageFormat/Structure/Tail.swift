/// The last 64 bytes of a piece: where everything else ends.
///
///      0        8                16            24                      56            64
///      ├────────┼────────────────┼─────────────┼───────────────────────┼─────────────┤
///      │ header │ hash section   │ trailer     │ SHA-256 of hash       │ tail magic  │
///      │ length │ length         │ length      │ section ‖ trailer     │             │
package struct Tail: Hashable, Sendable {
    /// H, the length of the PieceHeader.
    package let headerLength: UInt64
    /// A, the length of the hash section.
    package let hashSectionLength: UInt64
    /// T, the length of the Trailer.
    package let trailerLength: UInt64
    /// SHA-256 of hash section ‖ Trailer.
    package let digest: [UInt8]

    /// Its 64 bytes.
    package var encoded: [UInt8] {
        bigEndian(headerLength) + bigEndian(hashSectionLength) + bigEndian(trailerLength) + digest + Format.tailMagic
    }

    /// - Parameter digest: SHA-256 of hash section ‖ Trailer.
    package init(headerLength: UInt64, hashSectionLength: UInt64, trailerLength: UInt64, digest: [UInt8]) {
        self.headerLength = headerLength
        self.hashSectionLength = hashSectionLength
        self.trailerLength = trailerLength
        self.digest = digest
    }

    /// From the last 64 bytes of a file. Lengths are checked against their bounds here, against the file by ``Layout``.
    package init(encoded bytes: [UInt8]) throws(PackageFormatError) {
        guard bytes.count == Format.tailSize, bytes.suffix(8).elementsEqual(Format.tailMagic) else {
            throw PackageFormatError(
                .wrongLength, "the end of the package is missing, or bytes follow it", place: Place(.tail))
        }
        headerLength = unsigned(bytes[0..<8])
        hashSectionLength = unsigned(bytes[8..<16])
        trailerLength = unsigned(bytes[16..<24])
        digest = Array(bytes[24..<56])
        guard (1...UInt64(Format.maximumHeaderSize)).contains(headerLength) else {
            throw PackageFormatError(.tooLarge, "header length \(headerLength)", place: Place(.tail, offset: 0))
        }
        guard (1...UInt64(Format.maximumTrailerSize)).contains(trailerLength) else {
            throw PackageFormatError(.tooLarge, "trailer length \(trailerLength)", place: Place(.tail, offset: 16))
        }
    }
}

/// Eight bytes, most significant first.
func bigEndian(_ value: UInt64) -> [UInt8] { withUnsafeBytes(of: value.bigEndian, Array.init) }

/// At most eight bytes, most significant first, as a number.
func unsigned(_ bytes: some Collection<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
