import Foundation
import TestSupport

/// Fixtures/transparency/vectors.json, which Tests/python/make_transparency_vectors.py makes.
struct VectorFile: Decodable, Sendable {
    struct Key: Decodable, Sendable {
        let seed: HexBytes
        let vkey: String
    }

    struct Tree: Decodable, Sendable {
        let roots: [String]
        let proofs: Int
        let proofsSHA256: HexBytes
    }

    struct Note: Decodable, Sendable {
        let text: String
        let note: String
    }

    struct Proof: Decodable, Sendable {
        let index: Int
        let size: Int
        let proof: String
    }

    struct Request: Decodable, Sendable {
        let old: Int
        let size: Int
        let request: String
    }

    /// The log, another one, and three witnesses.
    let keys: [Key]
    let times: [UInt64]
    let tree: Tree
    let notes: [Note]
    let checkpoints: [String]
    let proofs: [Proof]
    let requests: [Request]

    static func load() throws -> VectorFile { try fixture(VectorFile.self, "vectors.json") }
}

/// A file of Fixtures/transparency.
func fixture<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
    let file = URL(fileURLWithPath: packageRoot + "/Fixtures/transparency/" + name)
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
}
