import Cryptography

/// To whom a package is sealed.
package struct Addressees: ~Copyable {
    /// Encryption keys, distinct.
    package let publicKeys: [PublicKey]
    /// One that opens the package too; nil for keys only.
    package let passphrase: Passphrase?
    /// Do not name recipients in the header.
    package let hidden: Bool

    /// - Parameter publicKeys: distinct.
    package init(publicKeys: [PublicKey], passphrase: consuming Passphrase?, hidden: Bool) {
        self.publicKeys = publicKeys
        self.passphrase = passphrase
        self.hidden = hidden
    }

    /// A passphrase and what it costs to guess it.
    package struct Passphrase: ~Copyable {
        /// In Unicode normalisation form C.
        package let secret: Secret
        /// PBKDF2 iterations, 1,000...10,000,000.
        package let iterations: Int

        /// - Parameter secret: in Unicode normalisation form C.
        package init(_ secret: consuming Secret, iterations: Int = 600_000) {
            self.secret = secret
            self.iterations = iterations
        }
    }
}

extension Addressees {
    /// Wraps R to everyone and binds the stanzas to the header.
    /// - Parameter header: without stanzas.
    /// - Returns: the header with all stanzas, signed by their ephemeral keys.
    borrowing func wrap(_ r: borrowing Secret, into header: CommonHeader) throws(PackageFormatError) -> CommonHeader {
        try checkCombination()
        let binding = try cryptography { () throws(CryptographyError) in try StanzaBinding(header) }
        var draft = StanzaDraft(header: header)
        let keys = hidden ? publicKeys.shuffled() : publicKeys
        for key in keys { try draft.add(r, to: key, binding, hidden: hidden) }
        if hidden { try addDummies(to: &draft, binding) }
        try addPassphrase(r, to: &draft, binding)
        return try draft.signed()
    }

    private borrowing func checkCombination() throws(PackageFormatError) {
        let count = publicKeys.count + (passphrase == nil ? 0 : 1)
        guard (1...Format.maximumStanzas).contains(count) else {
            throw PackageFormatError(.invalidRequest, "\(count) recipients; 1 to 1,024 are possible")
        }
        guard Set(publicKeys).count == publicKeys.count else {
            throw PackageFormatError(.invalidRequest, "a recipient is named twice")
        }
        try checkCost()
        guard hidden else { return }
        guard passphrase == nil, Set(publicKeys.map { KEM($0.type) }).count == 1, KEM(publicKeys[0].type) != nil else {
            throw PackageFormatError(
                .invalidRequest, "recipients can be hidden only if all have keys of one elliptic curve")
        }
    }

    private borrowing func checkCost() throws(PackageFormatError) {
        switch passphrase {
        case .some(let passphrase):
            guard Format.iterations.contains(Int64(passphrase.iterations)) else {
                throw PackageFormatError(
                    .invalidRequest, "\(passphrase.iterations) iterations; 1,000 to 10,000,000 are possible")
            }
        case .none: return
        }
    }

    /// Fills up to a power of two, each dummy made like a real stanza, and shuffles.
    private borrowing func addDummies(
        to draft: inout StanzaDraft, _ binding: StanzaBinding
    ) throws(PackageFormatError) {
        var total = 1
        while total < publicKeys.count { total *= 2 }
        for _ in publicKeys.count..<total {
            let (nobody, nothing) = (publicKeys[0].type, PackageKeys.secretSize)
            let key = try cryptography { () throws(CryptographyError) in
                try PrivateKey.generate(nobody).publicKey
            }
            let random = try cryptography { () throws(CryptographyError) in try Secret(random: nothing) }
            try draft.add(random, to: key, binding, hidden: true)
        }
        draft.shuffle()
    }

    private borrowing func addPassphrase(
        _ r: borrowing Secret, to draft: inout StanzaDraft, _ binding: StanzaBinding
    ) throws(PackageFormatError) {
        switch passphrase {
        case .some(let passphrase): draft.add(.passphrase(try passphrase.wrap(r, draft.header.suite, binding)))
        case .none: return
        }
    }
}

extension Addressees.Passphrase {
    fileprivate borrowing func wrap(
        _ r: borrowing Secret, _ suite: Suite, _ binding: StanzaBinding
    ) throws(PackageFormatError) -> PassphraseStanza {
        try cryptography { () throws(CryptographyError) in
            let salt = try randomBytes(32)
            let keys = try PassphraseKeys(secret, salt: salt, iterations: iterations, info: binding.passphraseInfo)
            let wrapped = try seal(r, key: keys.key, nonce: keys.nonce, aead: suite.aead)
            return PassphraseStanza(iterations: iterations, salt: salt, check: keys.check, wrapped: wrapped)
        }
    }
}

/// Stanzas under construction, each HPKE one with the ephemeral key that will sign the finished header.
struct StanzaDraft: ~Copyable {
    private(set) var header: CommonHeader
    private var ephemeralKeys: [EphemeralKey?] = []

    init(header: CommonHeader) { self.header = header }

    mutating func add(_ stanza: Stanza, signedBy key: EphemeralKey? = nil) {
        header.stanzas.append(stanza)
        ephemeralKeys.append(key)
    }

    mutating func add(
        _ r: borrowing Secret, to recipient: PublicKey, _ binding: StanzaBinding, hidden: Bool
    ) throws(PackageFormatError) {
        let keyID = recipient.keyID
        guard let kem = KEM(recipient.type) else {
            let wrapped = try cryptography { () throws(CryptographyError) in try recipient.encryptOAEP(r) }
            return add(.rsaOAEP(RSAStanza(recipient: keyID, wrapped: wrapped)))
        }
        let aead = header.suite.aead
        let name = hidden ? nil : keyID
        let sealed = try cryptography { () throws(CryptographyError) in
            try HPKE.seal(to: recipient, aead: aead, info: binding.info(recipient: name), aad: [], r)
        }
        let stanza = HPKEStanza(
            kem: kem, recipient: name, encapsulatedKey: sealed.encapsulatedKey, wrapped: sealed.ciphertext,
            signature: [])
        add(.hpke(stanza), signedBy: EphemeralKey(sealed))
    }

    mutating func shuffle() {
        let order = header.stanzas.indices.shuffled()
        header.stanzas = order.map { header.stanzas[$0] }
        ephemeralKeys = order.map { ephemeralKeys[$0] }
    }

    /// The header with every ephemeral signature in its place.
    consuming func signed() throws(PackageFormatError) -> CommonHeader {
        let message = Format.stanzaTag + header.encodedForStanzaSignatures
        for (index, key) in ephemeralKeys.enumerated() {
            guard let key, case .hpke(var stanza) = header.stanzas[index] else { continue }
            stanza.signature = try cryptography { () throws(CryptographyError) in try key.sign(message) }
            header.stanzas[index] = .hpke(stanza)
        }
        return header
    }
}

/// Shared ownership of an ephemeral private key, for a list; it lives until the header is signed.
final class EphemeralKey: Sendable {
    private let sealed: HPKESealed

    init(_ sealed: consuming HPKESealed) { self.sealed = sealed }

    func sign(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] { try sealed.ephemeral.sign(message) }
}

/// Seals a short secret with a key that is used once.
private func seal(
    _ secret: borrowing Secret, key: borrowing Secret, nonce: [UInt8], aead: AEAD
) throws(CryptographyError) -> [UInt8] {
    var cipher = try AEADCipher(aead, key: key)
    var wrapped = [UInt8](repeating: 0, count: secret.count + AEAD.tagSize)
    try secret.withUnsafeBytes { (plaintext) throws(CryptographyError) in
        try nonce.withRawBytes { (nonce) throws(CryptographyError) in
            try wrapped.withMutableRawBytes { (target) throws(CryptographyError) in
                try cipher.seal(nonce: nonce, aad: nil, plaintext, into: target)
            }
        }
    }
    return wrapped
}
