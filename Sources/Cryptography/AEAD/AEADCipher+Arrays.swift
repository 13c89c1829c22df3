extension AEADCipher {
    /// The ciphertext and tag of a short message, as a new array.
    /// - Throws: as `seal`.
    package mutating func sealed(
        _ plaintext: [UInt8], nonce: [UInt8], aad: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: plaintext.count + AEAD.tagSize)
        try output.withMutableRawBytes { (output) throws(CryptographyError) in
            try nonce.withRawBytes { (nonce) throws(CryptographyError) in
                try aad.withRawBytes { (aad) throws(CryptographyError) in
                    try plaintext.withRawBytes { (plaintext) throws(CryptographyError) in
                        try seal(nonce: nonce, aad: aad, plaintext, into: output)
                    }
                }
            }
        }
        return output
    }

    /// The plaintext of a short message, as a new array. For plaintexts that are secret, `open` into a `Secret`.
    /// - Throws: as `open`, and `authenticationFailed` for fewer bytes than a tag has.
    package mutating func opened(
        _ sealed: [UInt8], nonce: [UInt8], aad: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        guard sealed.count >= AEAD.tagSize else {
            throw CryptographyError(.authenticationFailed, operation: "AEAD open", reason: "shorter than a tag")
        }
        var output = [UInt8](repeating: 0, count: sealed.count - AEAD.tagSize)
        try output.withMutableRawBytes { (output) throws(CryptographyError) in
            try nonce.withRawBytes { (nonce) throws(CryptographyError) in
                try aad.withRawBytes { (aad) throws(CryptographyError) in
                    try sealed.withRawBytes { (sealed) throws(CryptographyError) in
                        try open(nonce: nonce, aad: aad, sealed, into: output)
                    }
                }
            }
        }
        return output
    }
}
