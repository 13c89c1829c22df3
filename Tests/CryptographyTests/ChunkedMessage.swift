import TestSupport

@testable import Cryptography

/// A whole message of the chunked-encryption scheme, sealed and opened the plain way, for comparison with vectors.
enum ChunkedMessage {
    /// Where opening came to an end.
    enum End: Equatable {
        case complete
        case inHeader(CryptographyError.Code?)
        case inChunk(UInt64)
        case atLength
    }

    /// The plaintext that could be authenticated, and the end.
    struct Opened {
        var plaintext: [UInt8] = []
        var end = End.complete
        /// Derived keys, unless the header was refused.
        var key: [UInt8] = []
        var baseNonce: [UInt8] = []
    }

    static func open(
        _ message: [UInt8], _ aead: AEAD, hash: HashAlgorithm = .sha512, key: [UInt8], context: [UInt8]
    ) throws -> Opened {
        var opened = Opened()
        guard message.count >= 56 else {
            opened.end = .inHeader(nil)
            return opened
        }
        do throws(CryptographyError) {
            let keys = try ChunkKeys(
                aead, derivationHash: hash, inputKey: Secret(copying: key), salt: Array(message[..<24]),
                context: context)
            opened.key = keys.key.withUnsafeBytes { Array($0) }
            opened.baseNonce = keys.baseNonce
            guard equalInConstantTime(keys.commitment, Array(message[24..<56])) else {
                opened.end = .inHeader(nil)
                return opened
            }
            var cipher = try keys.cipher()
            openChunks(Array(message[56...]), &cipher, &opened)
        } catch {
            opened.end = .inHeader(error.code)
        }
        return opened
    }

    private static func openChunks(_ sealed: [UInt8], _ cipher: inout ChunkCipher, _ opened: inout Opened) {
        var start = 0
        var number: UInt64 = 0
        while true {
            let chunk = Array(sealed[start..<min(start + ChunkedEncryption.sealedChunkSize, sealed.count)])
            guard let plaintext = open(chunk, number, &cipher) else {
                opened.end = chunk.count < 16 ? .atLength : .inChunk(number)
                return
            }
            opened.plaintext += plaintext
            start += chunk.count
            if chunk.count < ChunkedEncryption.sealedChunkSize { break }
            number += 1
        }
        let isShort = ChunkedEncryption.plaintextCount(ciphertextCount: UInt64(sealed.count)) != nil
        opened.end = start == sealed.count && isShort ? .complete : .atLength
    }

    static func open(_ chunk: [UInt8], _ number: UInt64, _ cipher: inout ChunkCipher) -> [UInt8]? {
        guard chunk.count >= 16 else { return nil }
        var plaintext = [UInt8](repeating: 0, count: chunk.count - 16)
        do {
            try plaintext.withMutableRawBytes { (plaintext) throws(CryptographyError) in
                try chunk.withRawBytes { (chunk) throws(CryptographyError) in
                    try cipher.open(chunk: number, chunk, into: plaintext)
                }
            }
            return plaintext
        } catch {
            return nil
        }
    }

    static func seal(
        _ plaintext: [UInt8], _ aead: AEAD, key: [UInt8], salt: [UInt8], context: [UInt8]
    ) throws -> [UInt8] {
        let keys = try ChunkKeys(aead, inputKey: Secret(copying: key), salt: salt, context: context)
        var cipher = try keys.cipher()
        var message = salt + keys.commitment
        for number in 0...plaintext.count / ChunkedEncryption.chunkSize {
            let start = number * ChunkedEncryption.chunkSize
            let chunk = Array(plaintext[start..<min(start + ChunkedEncryption.chunkSize, plaintext.count)])
            var sealed = [UInt8](repeating: 0, count: chunk.count + 16)
            try sealed.withMutableRawBytes { (sealed) throws(CryptographyError) in
                try chunk.withRawBytes { (chunk) throws(CryptographyError) in
                    try cipher.seal(chunk: UInt64(number), chunk, into: sealed)
                }
            }
            message += sealed
        }
        return message
    }
}
