import DER

/// A signature algorithm of the recommended list, with its hash function.
package enum SignatureAlgorithm: Hashable, Sendable {
    /// ECDSA (FIPS 186-5).
    case ecdsa(HashAlgorithm)
    /// RSASSA-PSS with MGF1 over the same hash and a salt of the hash's length (RFC 8017, 8.1).
    case rsaPSS(HashAlgorithm)
    /// RSASSA-PKCS1-v1_5 (RFC 8017, 8.2): read in certificates of existing authorities, never written.
    case rsaPKCS1(HashAlgorithm)

    /// The hash functions of signatures that are read in certificates and SignedData.
    static let hashes: [HashAlgorithm] = [.sha256, .sha384, .sha512]

    /// What a key of this type signs with.
    package init(signingWith type: KeyType, hash: HashAlgorithm? = nil) {
        switch type {
        case .p256, .p384, .p521: self = .ecdsa(hash ?? type.matchingHash)
        case .rsa: self = .rsaPSS(hash ?? type.matchingHash)
        }
    }

    /// The hash function.
    package var hash: HashAlgorithm {
        switch self {
        case .ecdsa(let hash), .rsaPSS(let hash), .rsaPKCS1(let hash): hash
        }
    }

    /// The name on the recommended list, and the hash function's.
    package var name: String {
        switch self {
        case .ecdsa(let hash): "ECDSA with \(hash.name)"
        case .rsaPSS(let hash): "RSA-PSS with \(hash.name)"
        case .rsaPKCS1(let hash): "RSASSA-PKCS1-v1_5 with \(hash.name)"
        }
    }

    /// Whether a key of this type can make such signatures.
    func fits(_ type: KeyType) -> Bool {
        switch (self, type) {
        case (.ecdsa, .p256), (.ecdsa, .p384), (.ecdsa, .p521), (.rsaPSS, .rsa), (.rsaPKCS1, .rsa): true
        default: false
        }
    }
}

extension SignatureAlgorithm {
    private static let ecdsaWithSHA2 = ObjectIdentifier(1, 2, 840, 10_045, 4, 3)
    private static let pkcs1 = ObjectIdentifier(1, 2, 840, 113_549, 1, 1)
    /// NIST's sigAlgs arc, for signatures with SHA-3.
    private static let withSHA3 = ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 3)
    private static let pss = pkcs1.appending(10)
    private static let mgf1 = pkcs1.appending(8)

    /// The AlgorithmIdentifier as this module writes it (RFC 5758, 3.2; RFC 4055, 3.1 and 5; RFC 9688 for SHA-3).
    var identifier: AlgorithmIdentifier {
        switch self {
        case .ecdsa(let hash): AlgorithmIdentifier(Self.ecdsaType(hash))
        case .rsaPSS(let hash): Self.pssIdentifier(hash, parameters: AlgorithmIdentifier.null)
        case .rsaPKCS1(let hash): AlgorithmIdentifier(Self.pkcs1Type(hash), parameters: AlgorithmIdentifier.null)
        }
    }

    /// The algorithm that an AlgorithmIdentifier names; nil if it is none of these with SHA-256, SHA-384 or SHA-512.
    init?(_ identifier: AlgorithmIdentifier) {
        for hash in Self.hashes {
            for candidate in [SignatureAlgorithm.ecdsa(hash), .rsaPSS(hash), .rsaPKCS1(hash)]
            where candidate.identifier == identifier {
                self = candidate
                return
            }
            // RFC 4055, 2.1: parameters of the hash function may also be absent.
            if Self.pssIdentifier(hash, parameters: nil) == identifier {
                self = .rsaPSS(hash)
                return
            }
        }
        return nil
    }

    private static func ecdsaType(_ hash: HashAlgorithm) -> ObjectIdentifier {
        switch hash {
        case .sha256: ecdsaWithSHA2.appending(2)
        case .sha384: ecdsaWithSHA2.appending(3)
        case .sha512: ecdsaWithSHA2.appending(4)
        case .sha3_256: withSHA3.appending(10)
        case .sha3_384: withSHA3.appending(11)
        case .sha3_512: withSHA3.appending(12)
        }
    }

    private static func pkcs1Type(_ hash: HashAlgorithm) -> ObjectIdentifier {
        switch hash {
        case .sha256: pkcs1.appending(11)
        case .sha384: pkcs1.appending(12)
        case .sha512: pkcs1.appending(13)
        case .sha3_256: withSHA3.appending(14)
        case .sha3_384: withSHA3.appending(15)
        case .sha3_512: withSHA3.appending(16)
        }
    }

    /// RSASSA-PSS-params with everything that differs from the defaults, which name SHA-1 (RFC 4055, 3.1).
    private static func pssIdentifier(_ hash: HashAlgorithm, parameters: [UInt8]?) -> AlgorithmIdentifier {
        let hashIdentifier = AlgorithmIdentifier(hash.objectIdentifier, parameters: parameters).der
        let mask = AlgorithmIdentifier(mgf1, parameters: hashIdentifier).der
        let pssParameters = DERWriter.encode { writer in
            writer.sequence { inner in
                inner.element(.constructed(0)) { $0.encoded(hashIdentifier) }
                inner.element(.constructed(1)) { $0.encoded(mask) }
                inner.element(.constructed(2)) { $0.integer(Int64(hash.digestSize)) }
            }
        }
        return AlgorithmIdentifier(pss, parameters: pssParameters)
    }
}
