internal import COpenSSL
import DER

/// A hash function of the recommended list (FIPS 180-4, FIPS 202).
package enum HashAlgorithm: Sendable, CaseIterable {
    case sha256, sha384, sha512
    // swift-format-ignore: AlwaysUseLowerCamelCase, because sha3256 would hide where the family name ends.
    case sha3_256, sha3_384, sha3_512

    /// Length of a digest in bytes.
    package var digestSize: Int {
        switch self {
        case .sha256, .sha3_256: 32
        case .sha384, .sha3_384: 48
        case .sha512, .sha3_512: 64
        }
    }

    /// Input block of the compression function or sponge in bytes, which HMAC pads its key to (FIPS 198-1).
    package var blockSize: Int {
        switch self {
        case .sha256: 64
        case .sha384, .sha512: 128
        case .sha3_256: 136
        case .sha3_384: 104
        case .sha3_512: 72
        }
    }

    /// The name in its standard, which is also that of the recommended list.
    package var name: String {
        switch self {
        case .sha256: "SHA-256"
        case .sha384: "SHA-384"
        case .sha512: "SHA-512"
        case .sha3_256: "SHA3-256"
        case .sha3_384: "SHA3-384"
        case .sha3_512: "SHA3-512"
        }
    }

    /// The object identifier under NIST's hashAlgs arc, 2.16.840.1.101.3.4.2.
    package var objectIdentifier: ObjectIdentifier {
        switch self {
        case .sha256: Self.arc.appending(1)
        case .sha384: Self.arc.appending(2)
        case .sha512: Self.arc.appending(3)
        case .sha3_256: Self.arc.appending(8)
        case .sha3_384: Self.arc.appending(9)
        case .sha3_512: Self.arc.appending(10)
        }
    }

    private static let arc = ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2)

    /// The algorithm with this object identifier, if it is one of these.
    package init?(objectIdentifier: ObjectIdentifier) {
        guard let found = Self.allCases.first(where: { $0.objectIdentifier == objectIdentifier }) else { return nil }
        self = found
    }

    /// OpenSSL's name for it.
    var opensslName: String {
        switch self {
        case .sha256: "SHA2-256"
        case .sha384: "SHA2-384"
        case .sha512: "SHA2-512"
        case .sha3_256, .sha3_384, .sha3_512: name
        }
    }

    /// OpenSSL's EVP_MD, fetched once.
    /// - Throws: `unsupportedAlgorithm` if no provider offers it.
    func method() throws(CryptographyError) -> OpaquePointer {
        switch self {
        case .sha256: try Self.fetchedSHA256.pointer()
        case .sha384: try Self.fetchedSHA384.pointer()
        case .sha512: try Self.fetchedSHA512.pointer()
        case .sha3_256: try Self.fetchedSHA3Of256.pointer()
        case .sha3_384: try Self.fetchedSHA3Of384.pointer()
        case .sha3_512: try Self.fetchedSHA3Of512.pointer()
        }
    }

    private static let fetchedSHA256 = FetchedAlgorithm(sha256.opensslName, EVP_MD_fetch)
    private static let fetchedSHA384 = FetchedAlgorithm(sha384.opensslName, EVP_MD_fetch)
    private static let fetchedSHA512 = FetchedAlgorithm(sha512.opensslName, EVP_MD_fetch)
    private static let fetchedSHA3Of256 = FetchedAlgorithm(sha3_256.opensslName, EVP_MD_fetch)
    private static let fetchedSHA3Of384 = FetchedAlgorithm(sha3_384.opensslName, EVP_MD_fetch)
    private static let fetchedSHA3Of512 = FetchedAlgorithm(sha3_512.opensslName, EVP_MD_fetch)
}
