import Cryptography

/// Whose a note is.
package enum NoteVerdict: Hashable, Sendable {
    /// Known keys have signed it, at least one; each stands here once, in the order of the lines.
    case signed([VerifiedSignature])
    /// None of the signatures is by a known key.
    case unknownKeys
    /// A line names this known key, and the signature is not by it: the whole note is refused.
    case badSignature(VerifierKey)

    /// The signatures of known keys, none unless the note is signed.
    package var signatures: [VerifiedSignature] {
        guard case .signed(let signatures) = self else { return [] }
        return signatures
    }
}

extension SignedNote {
    /// Whether known keys have signed this. Lines of other keys are ignored; every line of a known key must be right, also
    /// where the key has several.
    /// - Throws: `ambiguousKey` if two different keys have one name and identifier; `cryptography`.
    package func verdict(by keys: [VerifierKey]) throws(TransparencyError) -> NoteVerdict {
        var verified: [VerifiedSignature] = []
        for signature in signatures {
            guard let key = try Self.key(of: signature, among: keys) else { continue }
            guard let one = try verify(signature, by: key) else { return .badSignature(key) }
            if !verified.contains(where: { $0.key == key }) { verified.append(one) }
        }
        return verified.isEmpty ? .unknownKeys : .signed(verified)
    }

    private static func key(
        of signature: NoteSignature, among keys: [VerifierKey]
    ) throws(TransparencyError) -> VerifierKey? {
        let named = Set(keys.filter { $0.isNamed(by: signature) })
        guard named.count <= 1 else {
            throw TransparencyError(.ambiguousKey, "two keys have the identifier \(signature.keyID.hex)")
        }
        return named.first
    }

    private func verify(
        _ signature: NoteSignature, by key: VerifierKey
    ) throws(TransparencyError) -> VerifiedSignature? {
        let cosignature = key.type == .cosignature ? Cosignature(signature.bytes) : nil
        let time = cosignature?.time
        let isValid = try cryptography { () throws(CryptographyError) in
            switch key.type {
            case .note: return try key.publicKey.verify(signature.bytes, of: text)
            case .cosignature:
                guard let cosignature else { return false }
                return try key.publicKey.verify(
                    cosignature.signature, of: Cosignature.message(text, time: cosignature.time))
            }
        }
        return isValid ? VerifiedSignature(key: key, time: time, signature: signature) : nil
    }
}
