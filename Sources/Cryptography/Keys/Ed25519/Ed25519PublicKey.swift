internal import COpenSSL

/// A public key of Ed25519 (RFC 8032, 5.1): the encoding of a point, 32 bytes.
///
/// 1. The encoding is canonical: y below 2^255 - 19.
/// 2. The point has none of the small orders 1, 2, 4 and 8, for which one signature fits many messages.
///
/// Whether y belongs to a point of the curve at all, OpenSSL finds when it verifies: no signature of such a key is valid.
package struct Ed25519PublicKey: Sendable {
    /// Length of a key in bytes.
    package static let size = 32

    /// The encoding: y in little endian, the lowest bit of x in the highest bit.
    package let bytes: [UInt8]

    private let handle: Handle

    /// Shares one EVP_PKEY among the copies of a public key.
    private final class Handle: Sendable {
        let key: EVPKey
        init(_ key: consuming EVPKey) { self.key = key }
    }

    /// From its encoding; the C function is EVP_PKEY_new_raw_public_key_ex.
    /// - Throws: `invalidKey` for another length, an encoding that is not canonical, or a point of small order.
    package init(_ bytes: [UInt8]) throws(CryptographyError) {
        guard bytes.count == Self.size else { throw Self.refused("\(bytes.count) bytes instead of \(Self.size)") }
        guard Self.isCanonical(bytes) else { throw Self.refused("y is not below 2^255 - 19") }
        guard !Self.hasSmallOrder(bytes) else { throw Self.refused("the point has a small order") }
        let pointer = try OpenSSL.pointer("EVP_PKEY_new_raw_public_key_ex", .invalidKey) {
            EVP_PKEY_new_raw_public_key_ex(nil, Ed25519PrivateKey.opensslName, nil, bytes, bytes.count)
        }
        self.bytes = bytes
        handle = Handle(EVPKey(takingOwnershipOf: pointer))
    }

    /// Whether `signature` is that of `message` by this key, without cofactor and with S below the order of the base point
    /// (RFC 8032, 5.1.7); the C function is EVP_DigestVerify.
    /// - Throws: `opensslFailure` if the check cannot begin.
    package func verify(_ signature: [UInt8], of message: [UInt8]) throws(CryptographyError) -> Bool {
        guard signature.count == Ed25519PrivateKey.signatureSize else { return false }
        let key = handle.key.pointer
        let context = try OpenSSLObject("EVP_MD_CTX_new", freedBy: EVP_MD_CTX_free) { EVP_MD_CTX_new() }
        try OpenSSL.check("EVP_DigestVerifyInit_ex") {
            EVP_DigestVerifyInit_ex(context.pointer, nil, nil, nil, nil, key, nil)
        }
        return try OpenSSL.verdict("EVP_DigestVerify") {
            EVP_DigestVerify(context.pointer, signature, signature.count, message, message.count) == 1 ? 1 : 0
        }
    }

    private static func refused(_ reason: String) -> CryptographyError {
        CryptographyError(.invalidKey, operation: "reading an Ed25519 public key", reason: reason)
    }

    /// The encoding without the sign of x.
    private static func y(_ bytes: [UInt8]) -> [UInt8] { bytes.dropLast() + bytes.suffix(1).map { $0 & 0x7F } }

    /// 2^255 - 19 is ED FF … FF 7F in little endian.
    private static func isCanonical(_ bytes: [UInt8]) -> Bool {
        let y = y(bytes)
        return y[0] < 0xED || y[31] != 0x7F || y[1..<31].contains { $0 != 0xFF }
    }

    private static func hasSmallOrder(_ bytes: [UInt8]) -> Bool { smallOrders.contains(y(bytes)) }

    /// y of all points whose order divides 8: 0 and two more for the orders 4 and 8, 1 for the neutral element, -1 for 2.
    private static let smallOrders: [[UInt8]] = [
        [UInt8](repeating: 0, count: 32),
        [1] + [UInt8](repeating: 0, count: 31),
        [0xEC] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
        [
            0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98, 0xF0, 0xD5, 0xDF,
            0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05,
        ],
        [
            0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F, 0x2A, 0x20,
            0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A,
        ],
    ]
}

extension Ed25519PublicKey: Hashable {
    /// Equal if the encodings are.
    package static func == (left: Ed25519PublicKey, right: Ed25519PublicKey) -> Bool { left.bytes == right.bytes }

    /// By the encoding.
    package func hash(into hasher: inout Swift.Hasher) { hasher.combine(bytes) }
}
