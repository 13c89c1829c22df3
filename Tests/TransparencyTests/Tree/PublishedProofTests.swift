import TestSupport
import Testing

@testable import Transparency

/// The cases of transparency-dev/merkle, collected by Tests/python/collect_merkle_vectors.py.
@Suite("Proofs are judged as transparency-dev/merkle judges them")
struct PublishedProofTests {
    struct File: Decodable {
        let inclusion: [Inclusion]
        let consistency: [Consistency]
    }

    struct Inclusion: Decodable {
        let name: String
        let leafIdx: UInt64
        let treeSize: UInt64
        let root: String
        let leafHash: String
        let proof: [String]?
        let wantErr: Bool
    }

    struct Consistency: Decodable {
        let name: String
        let size1: UInt64
        let size2: UInt64
        let root1: String
        let root2: String
        let proof: [String]?
        let wantErr: Bool
    }

    /// Accepted there, although its roots, which need not be compared with a hash, have 12 bytes.
    private static let withoutRoots = "consistency/additional/sizes-are-equal-one-and-proof-is-empty.json"

    /// Nil if one of them has not 32 bytes, which no proof here can express: it is refused where it is read.
    private static func hashes(_ texts: [String]) -> [TreeHash]? {
        let hashes = texts.compactMap { TreeHash(base64: $0.utf8) }
        return hashes.count == texts.count ? hashes : nil
    }

    @Test("of inclusion")
    func inclusion() throws {
        let cases = try fixture(File.self, "merkle.json").inclusion
        #expect(cases.count == 98)
        for one in cases {
            var verdict = false
            if let fixed = Self.hashes([one.leafHash, one.root]), let proof = Self.hashes(one.proof ?? []) {
                verdict = try InclusionProof(hashes: proof)
                    .verify(leafHash: fixed[0], index: one.leafIdx, size: one.treeSize, root: fixed[1])
            }
            #expect(verdict == !one.wantErr, "\(one.name)")
        }
    }

    @Test("of consistency")
    func consistency() throws {
        let cases = try fixture(File.self, "merkle.json").consistency
        #expect(cases.count == 98)
        for one in cases {
            var verdict = false
            if let roots = Self.hashes([one.root1, one.root2]), let proof = Self.hashes(one.proof ?? []) {
                verdict = try ConsistencyProof(hashes: proof)
                    .verify(old: one.size1, oldRoot: roots[0], new: one.size2, newRoot: roots[1])
            }
            #expect(verdict == (!one.wantErr && one.name != Self.withoutRoots), "\(one.name)")
        }
    }
}
