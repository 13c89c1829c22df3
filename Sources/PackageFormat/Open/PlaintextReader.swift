/// Reads the plaintext of a package at any offset, a stripe at a time, each verified before it is decrypted.
struct PlaintextReader: ~Copyable, RandomAccessBytes, @unchecked Sendable {
    // Sendable: `current` points into the buffer of its own opener, and nothing else does.
    private var opener: StripeOpener
    private let geometry: StripeGeometry
    /// The stripe whose plaintext is at hand.
    private var current: (stripe: UInt64, plaintext: UnsafeRawBufferPointer)?

    init(_ package: borrowing UnlockedPackage) throws(PackageFormatError) {
        opener = try StripeOpener(package)
        geometry = package.structure.geometry
    }

    mutating func read(
        at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer
    ) throws(PackageFormatError) {
        var filled = 0
        while filled < buffer.count {
            let position = offset + UInt64(filled)
            let stripe = position / UInt64(geometry.plaintextPerStripe)
            let plaintext = try plaintext(of: stripe)
            let start = Int(position - stripe * UInt64(geometry.plaintextPerStripe))
            let count = min(buffer.count - filled, plaintext.count - start)
            guard count > 0 else {
                throw PackageFormatError(.badIndex, "a range beyond the end", place: Place(.inside, offset: position))
            }
            UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<filled + count])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: plaintext[start..<start + count]))
            filled += count
        }
    }

    private mutating func plaintext(of stripe: UInt64) throws(PackageFormatError) -> UnsafeRawBufferPointer {
        if let current, current.stripe == stripe { return current.plaintext }
        current = nil
        guard stripe < geometry.stripeCount else {
            throw PackageFormatError(.badIndex, "a range beyond the end", place: Place(.inside))
        }
        let plaintext = try opener.open(stripe: stripe)
        current = (stripe, plaintext)
        return plaintext
    }
}
