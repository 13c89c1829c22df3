import Cryptography
import DER

/// R, the secret that every recipient unwraps, wrapped to one of them.
package enum Stanza: Hashable, Sendable {
    case hpke(HPKEStanza)
    case rsaOAEP(RSAStanza)
    case passphrase(PassphraseStanza)

    /// SHA-256 of the recipient's SubjectPublicKeyInfo, where the stanza names one.
    package var recipient: [UInt8]? {
        switch self {
        case .hpke(let stanza): stanza.recipient
        case .rsaOAEP(let stanza): stanza.recipient
        case .passphrase: nil
        }
    }
}

/// HPKE base mode (RFC 9180), with a signature by the ephemeral key over the whole header.
package struct HPKEStanza: Hashable, Sendable {
    /// Curve, derivation and hash of the encapsulation.
    package let kem: KEM
    /// nil if the recipient is hidden.
    package let recipient: [UInt8]?
    /// The ephemeral public key, an uncompressed point.
    package let encapsulatedKey: [UInt8]
    /// R and a tag: 48 bytes.
    package let wrapped: [UInt8]
    /// DER ECDSA-Sig-Value; empty while the message to sign is being built.
    package var signature: [UInt8]
}

/// RSA-OAEP with SHA-256 (RFC 8017), for certificates that exist already.
package struct RSAStanza: Hashable, Sendable {
    /// SHA-256 of the recipient's SubjectPublicKeyInfo.
    package let recipient: [UInt8]
    /// R, encrypted.
    package let wrapped: [UInt8]
}

/// PBKDF2 and the suite's cipher, for who has no key. At most one in a package.
package struct PassphraseStanza: Hashable, Sendable {
    /// Of PBKDF2-HMAC-SHA-512.
    package let iterations: Int
    /// 32 random bytes.
    package let salt: [UInt8]
    /// Tells a wrong passphrase before anything is decrypted; compared in constant time.
    package let check: [UInt8]
    /// R, encrypted.
    package let wrapped: [UInt8]
}

extension Stanza {
    static let hpkeTag = DERTag.constructed(0)
    static let rsaTag = DERTag.constructed(1)
    static let passphraseTag = DERTag.constructed(2)

    func encode(into writer: inout DERWriter) {
        switch self {
        case .hpke(let stanza): stanza.encode(into: &writer)
        case .rsaOAEP(let stanza):
            writer.element(Self.rsaTag) {
                $0.octetString(stanza.recipient)
                $0.octetString(stanza.wrapped)
            }
        case .passphrase(let stanza):
            writer.element(Self.passphraseTag) {
                $0.integer(Int64(stanza.iterations))
                $0.octetString(stanza.salt)
                $0.octetString(stanza.check)
                $0.octetString(stanza.wrapped)
            }
        }
    }

    init(from reader: inout DERReader) throws(DERError) {
        switch reader.nextTag {
        case Self.hpkeTag: self = .hpke(try reader.element(Self.hpkeTag, HPKEStanza.init(from:)))
        case Self.rsaTag: self = .rsaOAEP(try reader.element(Self.rsaTag, RSAStanza.init(from:)))
        case Self.passphraseTag:
            self = .passphrase(try reader.element(Self.passphraseTag, PassphraseStanza.init(from:)))
        default: throw reader.error(.unexpectedTag)
        }
    }
}

extension HPKEStanza {
    func encode(into writer: inout DERWriter) {
        writer.element(Stanza.hpkeTag) {
            $0.integer(Int64(kem.rawValue))
            if let recipient { $0.octetString(recipient) } else { $0.null() }
            $0.octetString(encapsulatedKey)
            $0.octetString(wrapped)
            $0.octetString(signature)
        }
    }

    init(from reader: inout DERReader) throws(DERError) {
        let here = reader.offset
        guard let kem = KEM(rawValue: UInt16(try reader.integer(0...65_535))) else {
            throw DERError(.unknownValue, offset: here)
        }
        self.kem = kem
        if reader.nextTag == .null {
            try reader.null()
            recipient = nil
        } else {
            recipient = try reader.octetString(count: Format.identifierSize)
        }
        encapsulatedKey = try reader.octetString(count: kem.encapsulatedKeySize)
        wrapped = try reader.octetString(count: PackageKeys.wrappedSize)
        signature = try reader.octetString(0...160)
    }
}

extension RSAStanza {
    init(from reader: inout DERReader) throws(DERError) {
        recipient = try reader.octetString(count: Format.identifierSize)
        wrapped = try reader.octetString(384...2_048)
    }
}

extension PassphraseStanza {
    init(from reader: inout DERReader) throws(DERError) {
        let here = reader.offset
        let count = try reader.integer(Format.iterations.lowerBound...(.max))
        guard Format.iterations.contains(count) else { throw DERError(.aboveBound, offset: here) }
        iterations = Int(count)
        salt = try reader.octetString(count: 32)
        check = try reader.octetString(count: 32)
        wrapped = try reader.octetString(count: PackageKeys.wrappedSize)
    }
}
