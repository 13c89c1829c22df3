/// HMAC (FIPS 198-1, RFC 2104) of many short messages, each under a short key of its own.
///
/// OpenSSL's own makes three contexts ready for each new key and copies them, which takes several times what the hashing of
/// a short message takes. This is for keys that are no secrets: the memory that it works in is not wiped.
package struct HMACSeries: ~Copyable {
    private var hasher: Hasher
    private let blockSize: Int
    private let digestSize: Int
    /// What is hashed: the key, with zeros up to the length of a block, combined with one of the two paddings; behind it the
    /// message, and then its digest.
    private var text: [UInt8]

    /// - Throws: `unsupportedAlgorithm`, `opensslFailure`.
    package init(_ algorithm: HashAlgorithm) throws(CryptographyError) {
        let hasher = try Hasher(algorithm)
        blockSize = algorithm.blockSize
        digestSize = algorithm.digestSize
        text = [UInt8](repeating: 0, count: algorithm.blockSize + algorithm.digestSize)
        self.hasher = hasher
    }

    /// Writes the full authentication code of a message, whose parts follow one another, under `key` to `code`, which has
    /// exactly its size.
    /// - Throws: `outOfRange` for a key that is longer than a block, and for another size; `opensslFailure`.
    package mutating func authenticate(
        _ first: UnsafeRawBufferPointer,
        _ second: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0),
        _ third: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0),
        key: UnsafeRawBufferPointer, into code: UnsafeMutableRawBufferPointer
    ) throws(CryptographyError) {
        let (block, digest) = (blockSize, digestSize)
        guard key.count <= block else {
            throw CryptographyError(.outOfRange, operation: "HMAC", reason: "a key of \(key.count) bytes")
        }
        let length = block + first.count + second.count + third.count
        if text.count < length { text = [UInt8](repeating: 0, count: 2 * length) }
        try text.withMutableRawBytes { (text) throws(CryptographyError) in
            // Over memory itself, so that the compiler makes vectors of the loops.
            for index in 0..<key.count { text[index] = key[index] ^ 0x36 }
            for index in key.count..<block { text[index] = 0x36 }
            var end = block
            Self.append(first, to: text, at: &end)
            Self.append(second, to: text, at: &end)
            Self.append(third, to: text, at: &end)
            let inner = UnsafeMutableRawBufferPointer(rebasing: text[block..<block + digest])
            try hasher.digest(UnsafeRawBufferPointer(rebasing: text[..<length]), into: inner)
            for index in 0..<block { text[index] ^= 0x36 ^ 0x5C }
            try hasher.digest(UnsafeRawBufferPointer(rebasing: text[..<(block + digest)]), into: code)
        }
    }

    private static func append(
        _ part: UnsafeRawBufferPointer, to text: UnsafeMutableRawBufferPointer, at end: inout Int
    ) {
        UnsafeMutableRawBufferPointer(rebasing: text[end...]).copyMemory(from: part)
        end += part.count
    }
}
