import Cryptography

/// How the chunk stream is cut into stripes of k units, and where each unit lies. All lengths in bytes.
package struct StripeGeometry: Hashable, Sendable {
    /// How the package is cut into pieces.
    package let split: Split
    /// L, the length of the chunk stream.
    package let ciphertextLength: UInt64
    /// s, at least 1.
    package let stripeCount: UInt64

    /// - Returns: nil if no plaintext has a chunk stream of this length, or there would be too many stripes.
    package init?(split: Split, ciphertextLength: UInt64) {
        guard ChunkedEncryption.plaintextCount(ciphertextCount: ciphertextLength) != nil else { return nil }
        let stripe = UInt64(split.k * split.unitSize)
        let count = (ciphertextLength + stripe - 1) / stripe
        guard count <= UInt64(Format.stripeCounts.upperBound) else { return nil }
        self.split = split
        self.ciphertextLength = ciphertextLength
        stripeCount = count
    }

    /// P, the length of the plaintext, padding and pointer block included.
    package var plaintextLength: UInt64 {
        ChunkedEncryption.plaintextCount(ciphertextCount: ciphertextLength) ?? 0
    }

    /// Chunk stream bytes in a full stripe: k units.
    package var stripeSize: Int { split.k * split.unitSize }

    /// Chunks in a full stripe.
    package var chunksPerStripe: Int { stripeSize / ChunkedEncryption.sealedChunkSize }

    /// Plaintext bytes in a full stripe.
    package var plaintextPerStripe: Int { chunksPerStripe * ChunkedEncryption.chunkSize }

    /// Chunk stream bytes in stripe `index`, zero fill not counted.
    package func ciphertextCount(stripe index: UInt64) -> Int {
        Int(min(UInt64(stripeSize), ciphertextLength - index * UInt64(stripeSize)))
    }

    /// Plaintext bytes in stripe `index`.
    package func plaintextCount(stripe index: UInt64) -> Int {
        let start = index * UInt64(plaintextPerStripe)
        return start >= plaintextLength ? 0 : Int(min(UInt64(plaintextPerStripe), plaintextLength - start))
    }

    /// Bytes of each unit of stripe `index`: the unit size, or in the last stripe ⌈rest / k⌉.
    package func unitSize(stripe index: UInt64) -> Int {
        (ciphertextCount(stripe: index) + split.k - 1) / split.k
    }

    /// Where in the unit of stripe `index` in a piece, counted from 1, the chunk stream has ended, and zeros follow: the end of
    /// the unit for most, and for parity.
    package func fill(stripe index: UInt64, piece number: Int) -> Int {
        let size = unitSize(stripe: index)
        guard number <= split.k else { return size }
        return min(size, max(0, ciphertextCount(stripe: index) - (number - 1) * size))
    }

    /// Where a unit of stripe `index` starts in the body of its piece.
    package func unitOffset(stripe index: UInt64) -> UInt64 { index * UInt64(split.unitSize) }

    /// B, the length of a piece's body.
    package var bodyLength: UInt64 { unitOffset(stripe: stripeCount - 1) + UInt64(unitSize(stripe: stripeCount - 1)) }

    /// A, the length of the hash section.
    package var hashSectionLength: UInt64 { 32 * UInt64(split.n) * stripeCount }
}

/// Where the parts of a piece lie in its file.
package struct Layout: Hashable, Sendable {
    /// H, the length of the PieceHeader.
    package let headerLength: UInt64
    /// What the body's length follows from.
    package let geometry: StripeGeometry
    /// T, the length of the Trailer.
    package let trailerLength: UInt64

    /// Lengths that were checked against their bounds.
    package init(headerLength: UInt64, geometry: StripeGeometry, trailerLength: UInt64) {
        self.headerLength = headerLength
        self.geometry = geometry
        self.trailerLength = trailerLength
    }

    /// Of the first unit.
    package var bodyOffset: UInt64 { UInt64(Format.prefixSize) + headerLength }
    /// Of the PieceHeader's second copy.
    package var headerCopyOffset: UInt64 { bodyOffset + geometry.bodyLength }
    /// Of the hash section.
    package var hashSectionOffset: UInt64 { headerCopyOffset + headerLength }
    /// Of the Trailer.
    package var trailerOffset: UInt64 { hashSectionOffset + geometry.hashSectionLength }
    /// Of the Tail.
    package var tailOffset: UInt64 { trailerOffset + trailerLength }
    /// What the file's size must be.
    package var fileSize: UInt64 { tailOffset + UInt64(Format.tailSize) }
}
