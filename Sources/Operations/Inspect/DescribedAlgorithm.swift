import Cryptography
import PackageFormat

/// An algorithm that protects a package, and what the recommended list says of it.
package struct DescribedAlgorithm: Hashable, Sendable {
    /// What it does there. The raw value is its name in JSON.
    package enum Use: String, Hashable, Sendable, CaseIterable {
        case content
        case recipient
        case passphrase
        case signature
        case hash
    }

    /// What it does there.
    package let use: Use
    /// As on the list, or for one that is not there, what it is.
    package let name: String
    /// Its place on the list; nil if it is not there.
    package let listing: RecommendedList.Entry?

    /// Security strength in bits; nil if it is not on the list.
    package var strength: Int? { listing?.parameters.strength }

    /// The last year in which it protects something new without restriction (LS-0003); nil if there is none, `Int.max` if
    /// no end is set.
    package var lastYear: Int? { strength.flatMap { RecommendedList.lastUnrestrictedYear(strength: $0) } }

    init(
        _ use: Use, otherwise name: String, _ listing: () throws(CryptographyError) -> RecommendedList.Entry
    ) {
        self.use = use
        // Not being listed is what is to be told, not an obstacle to telling.
        self.listing = try? listing()
        self.name = self.listing?.name ?? name
    }

    /// Those of a package, each once for each of its uses.
    static func all(of structure: PackageStructure) -> [DescribedAlgorithm] {
        let header = structure.common
        let aead = header.suite.aead
        var list = [
            DescribedAlgorithm(.content, otherwise: aead.name) { () throws(CryptographyError) in try aead.listing() }
        ]
        for stanza in header.stanzas {
            let algorithm = DescribedAlgorithm(stanza)
            if !list.contains(algorithm) { list.append(algorithm) }
        }
        if case .signed(let signature) = structure.origin { list.append(DescribedAlgorithm(signature)) }
        let hash = HashAlgorithm.sha256
        list.append(
            DescribedAlgorithm(.hash, otherwise: hash.name) { () throws(CryptographyError) in try hash.listing() })
        return list
    }

    /// Names on the recommended list of all that a package rests on.
    static func names(in structure: PackageStructure) -> [String] {
        let aead = (try? structure.common.suite.aead.listedNames()) ?? []
        let signature = structure.origin.certificate.flatMap { try? $0.publicKey.type.signatureNames() } ?? []
        let derivation = [try? HashAlgorithm.sha512.listing().name, try? HashAlgorithm.sha512.hmacListing().name]
        return (all(of: structure).map(\.name) + aead + signature + derivation.compactMap(\.self)).uniqued
    }

    private init(_ stanza: Stanza) {
        switch stanza {
        case .hpke(let hpke): self.init(recipient: hpke.kem.keyType)
        case .rsaOAEP(let rsa): self.init(recipient: .rsa(bits: rsa.wrapped.count * 8))
        case .passphrase:
            let hash = HashAlgorithm.sha512
            self.init(.passphrase, otherwise: "HMAC-" + hash.name) { () throws(CryptographyError) in
                try hash.hmacListing()
            }
        }
    }

    private init(recipient type: KeyType) {
        self.init(.recipient, otherwise: type.name) { () throws(CryptographyError) in try type.encryptionListing() }
    }

    private init(_ signature: VerifiedSignature) {
        let type = signature.certificate.publicKey.type
        self.init(.signature, otherwise: type.name) { () throws(CryptographyError) in try type.signatureListing() }
    }
}
