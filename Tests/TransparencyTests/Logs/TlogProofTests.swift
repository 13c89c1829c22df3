import Cryptography
import Foundation
import TestSupport
import Testing

@testable import Transparency

@Suite("Proofs as text")
struct TlogProofTests {
    @Test("another implementation's verify, and are made alike from the same tree and keys", arguments: 0..<4)
    func vectors(_ number: Int) throws {
        let signers = try Signers()
        #expect(signers.file.proofs.count == 4)
        let vector = signers.file.proofs[number]
        let proof = try TlogProof(parsing: Array(vector.proof.utf8))
        let tree = try MemoryTree(count: vector.size)
        #expect(proof.index == UInt64(vector.index))
        for leaf in 0..<vector.size {
            #expect(try proof.includes(leafHash: tree.leafHash(leaf)) == (leaf == vector.index))
        }
        let again = try TlogProof(
            extra: proof.extra, index: proof.index,
            inclusion: .make(index: UInt64(vector.index), size: UInt64(vector.size), reader: tree),
            checkpoint: signers.checkpoint(vector.size))
        #expect(again == proof)
        #expect(again.encoded == Array(vector.proof.utf8))
        let verdict = try proof.checkpoint.verdict(log: signers.log, witnesses: signers.witnesses)
        guard case .signed(let cosignatures) = verdict else {
            Issue.record("not signed")
            return
        }
        #expect(cosignatures.count == 3)
    }

    @Test("a proof of another tree's entry does not hold")
    func otherTree() throws {
        let proof = try TlogProof(parsing: Array(VectorFile.load().proofs[1].proof.utf8))
        let other = try MemoryTree((0..<8).map { Array("other \($0)".utf8) })
        for leaf in 0..<8 { #expect(try !proof.includes(leafHash: other.leafHash(leaf))) }
    }

    /// What is replaced in the second proof of the vectors: 5 of 8 with `extra`; the error, and the line.
    static let bad: [(String, String, TransparencyError)] = [
        ("@v1\n", "@v2\n", TransparencyError(.malformed, "", line: 1)),
        ("c2sp", "C2SP", TransparencyError(.malformed, "", line: 1)),
        ("extra ", "extra  ", TransparencyError(.malformed, "", line: 2)),
        ("extra AG", "extra =AG", TransparencyError(.malformed, "", line: 2)),
        ("extra AGV4dHJh/w==", "extra ", TransparencyError(.malformed, "", line: 2)),
        ("extra AGV4dHJh/w==", "extra AGV4dHJh/x==", TransparencyError(.malformed, "", line: 2)),
        ("extra ", "Extra ", TransparencyError(.malformed, "", line: 2)),
        ("index 5", "index 05", TransparencyError(.malformed, "", line: 3)),
        ("index 5", "index  5", TransparencyError(.malformed, "", line: 3)),
        ("index 5", "index -5", TransparencyError(.malformed, "", line: 3)),
        ("index 5", "index", TransparencyError(.malformed, "", line: 3)),
        ("index 5", "index 5\nindex 5", TransparencyError(.malformed, "", line: 4)),
        ("index 5", "index 8", TransparencyError(.outOfRange, "")),
        ("index 5", "index 5\nAAAA", TransparencyError(.malformed, "", line: 4)),
        ("index 5", "index 5\n", TransparencyError(.malformed, "", line: 2)),
        ("\n\nfubako", "\nfubako", TransparencyError(.malformed, "", line: 7)),
        ("\n\nfubako", "\n\n\nfubako", TransparencyError(.malformed, "", line: 1)),
        ("\n\nfubako", "\r\n\r\nfubako", TransparencyError(.lineEnds, "", line: 6)),
        ("\n8\n", "\n08\n", TransparencyError(.malformed, "", line: 2)),
        ("\n8\n", "\n5\n", TransparencyError(.outOfRange, "")),
    ]

    @Test("a text of another form is refused", arguments: bad)
    func refused(_ old: String, _ new: String, _ error: TransparencyError) throws {
        #expect(Self.bad.count == 20)
        let text = try VectorFile.load().proofs[1].proof
        let range = try #require(text.firstRange(of: old))
        let changed = text.replacingCharacters(in: range, with: new)
        #expect(throws: error) { try TlogProof(parsing: Array(changed.utf8)) }
    }

    @Test("64 hashes are too many, and so is more than the bound")
    func tooLarge() throws {
        let signers = try Signers()
        let line = TreeHash.emptyRoot.base64 + "\n"
        let text = String(decoding: try signers.checkpoint(8).encoded, as: UTF8.self)
        let start = "c2sp.org/tlog-proof@v1\nindex 5\n"
        let most = try TlogProof(parsing: Array((start + String(repeating: line, count: 63) + "\n" + text).utf8))
        #expect(try !most.includes(leafHash: MemoryTree(count: 8).leafHash(5)))
        #expect(throws: TransparencyError(.tooLarge, "", line: 66)) {
            try TlogProof(parsing: Array((start + String(repeating: line, count: 64) + "\n" + text).utf8))
        }
        #expect(throws: TransparencyError(.tooLarge, "")) {
            try TlogProof(
                extra: [UInt8](repeating: 0, count: TlogProof.maximumSize * 3 / 4), index: 5, inclusion: most.inclusion,
                checkpoint: most.checkpoint)
        }
        #expect(throws: TransparencyError(.malformed, "")) {
            try TlogProof(extra: [], index: 5, inclusion: most.inclusion, checkpoint: most.checkpoint)
        }
    }
}

@Suite("Requests to witnesses")
struct WitnessRequestTests {
    @Test("another implementation's are read, hold, and are made alike", arguments: 0..<4)
    func vectors(_ number: Int) throws {
        let signers = try Signers()
        #expect(signers.file.requests.count == 4)
        let vector = signers.file.requests[number]
        let request = try WitnessRequest(parsing: Array(vector.request.utf8))
        let tree = try MemoryTree(count: vector.size)
        for old in 0...vector.size {
            #expect(try request.isConsistent(withOldRoot: tree.root(old)) == (old == vector.old))
        }
        let again = try WitnessRequest(
            old: UInt64(vector.old),
            proof: .make(old: UInt64(vector.old), new: UInt64(vector.size), reader: tree),
            checkpoint: signers.checkpoint(vector.size))
        #expect(again == request)
        #expect(again.encoded == Array(vector.request.utf8))
    }

    /// What is replaced in the fourth request of the vectors, from 63 to 130.
    static let bad: [(String, String, TransparencyError)] = [
        ("old 63", "old 063", TransparencyError(.malformed, "", line: 1)),
        ("old 63", "old", TransparencyError(.malformed, "", line: 1)),
        ("old 63", "Old 63", TransparencyError(.malformed, "", line: 1)),
        ("old 63", "old 63 ", TransparencyError(.malformed, "", line: 1)),
        ("old 63", "old 131", TransparencyError(.outOfRange, "")),
        ("old 63\n", "old 63\nx\n", TransparencyError(.malformed, "", line: 2)),
        ("old 63\n", "old 63\n\n", TransparencyError(.malformed, "", line: 2)),
        ("\n\nfubako", "\nfubako", TransparencyError(.malformed, "", line: 11)),
        ("\n130\n", "\n62\n", TransparencyError(.outOfRange, "")),
    ]

    @Test("a text of another form is refused", arguments: bad)
    func refused(_ old: String, _ new: String, _ error: TransparencyError) throws {
        #expect(Self.bad.count == 9)
        let text = try VectorFile.load().requests[3].request
        let range = try #require(text.firstRange(of: old))
        let changed = text.replacingCharacters(in: range, with: new)
        #expect(throws: error) { try WitnessRequest(parsing: Array(changed.utf8)) }
    }

    @Test("64 hashes are too many")
    func tooLarge() throws {
        let checkpoint = try Signers().checkpoint(8)
        let proof = ConsistencyProof(hashes: [TreeHash](repeating: .emptyRoot, count: 64))
        #expect(throws: TransparencyError(.tooLarge, "")) {
            try WitnessRequest(old: 3, proof: proof, checkpoint: checkpoint)
        }
    }
}
