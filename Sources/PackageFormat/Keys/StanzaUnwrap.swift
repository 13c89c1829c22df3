import Cryptography

extension CommonHeader {
    /// Checks that every HPKE stanza was made for this very header, without any secret. A stanza that was carried over from
    /// another package, or a header altered after sealing, fails here.
    package func checkStanzaSignatures() throws(PackageFormatError) {
        let message = Format.stanzaTag + encodedForStanzaSignatures
        for (index, stanza) in stanzas.enumerated() {
            guard case .hpke(let hpke) = stanza else { continue }
            guard hpke.isSigned(over: message) else {
                throw PackageFormatError(
                    .foreignStanza, "recipient \(index + 1) of \(stanzas.count)", place: Place(.header))
            }
        }
    }

    /// Unwraps R with a private key. Hidden stanzas are tried one by one.
    /// - Throws: `wrongKey` if no stanza is for this key, or it does not open.
    func unwrap(with key: borrowing PrivateKey) throws(PackageFormatError) -> Secret {
        let keyID = key.publicKey.keyID
        let binding = try cryptography { () throws(CryptographyError) in try StanzaBinding(self) }
        let kem = KEM(key.type)
        for stanza in stanzas {
            switch stanza {
            case .hpke(let hpke) where hpke.recipient == keyID || hpke.recipient == nil && hpke.kem == kem:
                let info = binding.info(recipient: hpke.recipient)
                if let r = hpke.open(with: key, aead: suite.aead, info: info) { return r }
            case .rsaOAEP(let rsa) where rsa.recipient == keyID:
                if let r = try? key.decryptOAEP(rsa.wrapped), r.count == PackageKeys.secretSize { return r }
            default: continue
            }
        }
        throw PackageFormatError(.wrongKey, "the package is not sealed to this key")
    }

    /// Unwraps R with the package's passphrase. Every failure gives the same error.
    /// - Throws: `wrongPassphrase`.
    func unwrap(withPassphrase passphrase: borrowing Secret) throws(PackageFormatError) -> Secret {
        let binding = try cryptography { () throws(CryptographyError) in try StanzaBinding(self) }
        for stanza in stanzas {
            guard case .passphrase(let wrap) = stanza else { continue }
            if let r = wrap.open(with: passphrase, aead: suite.aead, info: binding.passphraseInfo) { return r }
        }
        throw PackageFormatError(.wrongPassphrase, "the passphrase does not open this package")
    }

    /// Whether the package can be opened with a passphrase.
    package var hasPassphrase: Bool {
        stanzas.contains { if case .passphrase = $0 { true } else { false } }
    }
}

extension HPKEStanza {
    /// Anything that is not a valid signature by a valid point is "no".
    fileprivate func isSigned(over message: [UInt8]) -> Bool {
        guard let key = try? PublicKey(type: kem.keyType, uncompressedPoint: encapsulatedKey) else { return false }
        return (try? key.verify(signature, of: message)) ?? false
    }

    fileprivate func open(with key: borrowing PrivateKey, aead: AEAD, info: [UInt8]) -> Secret? {
        try? HPKE.open(with: key, encapsulatedKey: encapsulatedKey, aead: aead, info: info, aad: [], wrapped)
    }
}

extension PassphraseStanza {
    fileprivate func open(with passphrase: borrowing Secret, aead: AEAD, info: [UInt8]) -> Secret? {
        guard let keys = try? PassphraseKeys(passphrase, salt: salt, iterations: iterations, info: info),
            equalInConstantTime(keys.check, check)
        else { return nil }
        guard var cipher = try? AEADCipher(aead, key: keys.key) else { return nil }
        return try? Secret(count: PackageKeys.secretSize) { (target) throws(CryptographyError) in
            try keys.nonce.withRawBytes { (nonce) throws(CryptographyError) in
                try wrapped.withRawBytes { (wrapped) throws(CryptographyError) in
                    try cipher.open(nonce: nonce, aad: nil, wrapped, into: target)
                }
            }
        }
    }
}
