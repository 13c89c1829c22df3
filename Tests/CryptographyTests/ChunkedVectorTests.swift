import Foundation
import TestSupport
import Testing

@testable import Cryptography

@Suite(
    "Chunked encryption against Wycheproof",
    .enabled(if: VectorFolder.wycheproof.isRequired, "\(VectorFolder.wycheproof.reason)"))
struct ChunkedWycheproofTests {
    struct Group: Decodable, Sendable {
        struct Case: Decodable, Sendable {
            let tcId: Int
            let flags: [String]
            let key, ctx, ct: HexBytes
            let aeadKey, baseNonce, msgSha512: HexBytes?
            let msgLength: Int?
            let result: WycheproofResult
        }
        let aead: String
        let tests: [Case]
    }

    @Test("all 35 cases of Cobblestone-256 agree, up to the last valid byte")
    func agree() throws {
        let file = try WycheproofFile<Group>.load("c2sp_chunked_encryption_aes_256_gcm_test.json")
        var run = 0
        for group in file.testGroups {
            #expect(group.aead == AEAD.aes256GCM.ianaName)
            for vector in group.tests {
                try check(vector)
                run += 1
            }
        }
        #expect(run == 35)
        #expect(file.numberOfTests == 35)
    }

    private func check(_ vector: Group.Case) throws {
        let message = try inflated(zlib: vector.ct.bytes)
        let opened = try ChunkedMessage.open(
            message, .aes256GCM, key: vector.key.bytes, context: vector.ctx.bytes)
        let name = Comment(rawValue: "case \(vector.tcId)")
        #expect((opened.end == .complete) == (vector.result == .valid), name)
        if let key = vector.aeadKey { #expect(opened.key == key.bytes, name) }
        if let nonce = vector.baseNonce { #expect(opened.baseNonce == nonce.bytes, name) }
        #expect(opened.plaintext.count == vector.msgLength ?? 0, name)
        if let digest = vector.msgSha512 { #expect(try hash(.sha512, opened.plaintext) == digest.bytes, name) }
        if vector.flags.contains("HeaderFailure") {
            let expected: CryptographyError.Code? = vector.flags.contains("InvalidKeySize") ? .invalidKey : nil
            #expect(opened.end == .inHeader(expected), name)
        }
        guard vector.result == .valid else { return }
        let sealed = try ChunkedMessage.seal(
            opened.plaintext, .aes256GCM, key: vector.key.bytes, salt: Array(message[..<24]),
            context: vector.ctx.bytes)
        #expect(sealed == message, name)
    }
}

@Suite(
    "Chunked encryption against the Python package's vectors",
    .enabled(if: VectorFolder.python.isRequired, "\(VectorFolder.python.reason)"))
struct ChunkedPythonVectorTests {
    struct File: Decodable {
        struct Case: Decodable {
            let name, aead, expect, context: String
            let key: HexBytes
            let ciphertext: Data?
            let compressed: Bool?
            let payloadSHA256: HexBytes?
            let payloadLength: Int?

            enum CodingKeys: String, CodingKey {
                case name, aead, expect, context, key, ciphertext, compressed
                case payloadSHA256 = "payload_sha256"
                case payloadLength = "payload_length"
            }
        }
        let vectors: [Case]
    }

    /// These vectors derive with SHA-256, which the scheme allows but no Cobblestone instance does.
    @Test("every case of both AEADs agrees, those with AES-128 are counted")
    func agree() throws {
        let file = try VectorFolder.python.decode(File.self, "chunked-encryption/vectors.json")
        var run: [String: Int] = [:]
        for vector in file.vectors {
            run[vector.aead, default: 0] += 1
            guard let aead = AEAD.allCases.first(where: { $0.ianaName == vector.aead }) else { continue }
            try check(vector, aead)
        }
        #expect(run == ["AEAD_AES_256_GCM": 34, "AEAD_CHACHA20_POLY1305": 34, "AEAD_AES_128_GCM": 34])
    }

    private func check(_ vector: File.Case, _ aead: AEAD) throws {
        let stored = [UInt8](vector.ciphertext ?? Data())
        let message = vector.compressed == true ? try inflated(zlib: stored) : stored
        let opened = try ChunkedMessage.open(
            message, aead, hash: .sha256, key: vector.key.bytes, context: Array(vector.context.utf8))
        let name = Comment(rawValue: vector.name)
        #expect((opened.end == .complete) == (vector.expect == "success"), name)
        #expect(opened.plaintext.count == vector.payloadLength ?? 0, name)
        if let digest = vector.payloadSHA256 { #expect(try hash(.sha256, opened.plaintext) == digest.bytes, name) }
    }
}
