import Cryptography
import TestSupport
import Testing

@testable import Transparency

/// The keys of the vector file.
struct Signers {
    let file: VectorFile
    let log: VerifierKey
    let other: VerifierKey
    let witnesses: [VerifierKey]

    init() throws {
        file = try VectorFile.load()
        let keys = try file.keys.map { try VerifierKey(text: $0.vkey) }
        (log, other, witnesses) = (keys[0], keys[1], Array(keys[2...]))
    }

    /// The private half of one of the keys, by its place in the file.
    func key(_ number: Int) throws -> Ed25519PrivateKey {
        try Ed25519PrivateKey(seed: Secret(copying: file.keys[number].seed.bytes))
    }

    /// What the script signs: the log's checkpoint of that size, cosigned by all witnesses.
    func checkpoint(_ size: Int) throws -> SignedCheckpoint {
        let root = try MemoryTree(count: size).root(size)
        var signed = try SignedCheckpoint(origin: log.name, size: UInt64(size), root: root, signedBy: key(0))
        for (number, time) in file.times.enumerated() {
            let name = witnesses[number].name
            signed = try signed.adding(.cosign(signed.checkpoint, at: time, name: name, key: key(2 + number)))
        }
        return signed
    }
}

@Suite("Checkpoints")
struct CheckpointTests {
    private static let root = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="

    @Test(
        "another implementation's verify, and are made alike from the same keys",
        arguments: [(0, 0), (1, 1), (2, 2), (3, 100)])
    func vectors(_ number: Int, _ size: Int) throws {
        let signers = try Signers()
        #expect(signers.file.checkpoints.count == 4)
        let bytes = Array(signers.file.checkpoints[number].utf8)
        let read = try SignedCheckpoint(parsing: bytes)
        #expect(try read.encoded == bytes && read == signers.checkpoint(size))
        #expect(read.checkpoint.size == UInt64(size))
        #expect(try read.checkpoint.root == MemoryTree(count: size).root(size))
        guard case .signed(let cosignatures) = try read.verdict(log: signers.log, witnesses: signers.witnesses) else {
            Issue.record("not signed")
            return
        }
        #expect(cosignatures.map(\.key) == signers.witnesses)
        #expect(cosignatures.map(\.time) == signers.file.times)
        #expect(try read.verdict(log: signers.log) == .signed(cosignatures: []))
    }

    @Test("one of another log, without the log's line, or with a bad one is told apart")
    func verdicts() throws {
        let signers = try Signers()
        let signed = try signers.checkpoint(5)
        #expect(try signed.verdict(log: signers.other) == .otherLog)
        #expect(try signed.verdict(log: signers.witnesses[0]) == .otherLog)
        let stranger = try Ed25519PrivateKey.generate().publicKey
        let unknown = try VerifierKey(name: signers.log.name, type: .note, publicKey: stranger)
        #expect(try signed.verdict(log: unknown, witnesses: signers.witnesses) == .notSigned)
        let lines = String(decoding: signed.encoded, as: UTF8.self)
        let other = try SignedCheckpoint(parsing: Array(lines.replacing("\n5\n", with: "\n6\n").utf8))
        #expect(try other.verdict(log: signers.log) == .badSignature(signers.log))
        #expect(try other.verdict(log: unknown) == .notSigned)
        #expect(try other.verdict(log: unknown, witnesses: signers.witnesses) == .badSignature(signers.witnesses[0]))
    }

    @Test("a note signature of a witness's key is no cosignature, nor is one with another time")
    func cosignatures() throws {
        let signers = try Signers()
        let checkpoint = try Checkpoint(origin: signers.log.name, size: 3, root: MemoryTree(count: 3).root(3))
        let witness = signers.witnesses[0]
        let key = try signers.key(2)
        let good = try NoteSignature.cosign(checkpoint, at: 1_700_000_000, name: witness.name, key: key)
        let plain = try key.sign(checkpoint.text)
        let times: [[UInt8]] = [[], [0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 1], [0x80, 0, 0, 0, 0, 0, 0, 0]]
        var bad = times.map { NoteSignature(key: witness, bytes: $0 + plain) }
        bad += times.map { NoteSignature(key: witness, bytes: $0 + good.bytes.dropFirst(8)) }
        bad.append(NoteSignature(key: witness, bytes: good.bytes + [0]))
        for line in bad {
            let note = try SignedNote(text: checkpoint.text, signatures: [line])
            #expect(try note.verdict(by: [witness]) == .badSignature(witness))
        }
        let note = try SignedNote(text: checkpoint.text, signatures: [good])
        #expect(try note.verdict(by: [witness]).signatures.map(\.time) == [1_700_000_000])
        for time in [0, 1 << 63] {
            #expect(throws: TransparencyError(.outOfRange, "")) {
                try NoteSignature.cosign(checkpoint, at: UInt64(time.magnitude), name: witness.name, key: key)
            }
        }
    }

    static let bad: [(String, Int)] = [
        ("", 0), ("a\n", 2), ("a\n1\n", 3), ("a\n1\n\(root)", 0), ("\n1\n\(root)\n", 1), ("a\n\n1\n\(root)\n", 2),
        ("a\n01\n\(root)\n", 2), ("a\n+1\n\(root)\n", 2), ("a\n-1\n\(root)\n", 2), ("a\n 1\n\(root)\n", 2),
        ("a\n1 \n\(root)\n", 2), ("a\n0x1\n\(root)\n", 2), ("a\n1.0\n\(root)\n", 2), ("a\n1e3\n\(root)\n", 2),
        ("a\n\u{661}\n\(root)\n", 2), ("a\n00\n\(root)\n", 2), ("a\n9223372036854775808\n\(root)\n", 2),
        ("a\n18446744073709551616\n\(root)\n", 2), ("a\n99999999999999999999999\n\(root)\n", 2),
        ("a\n1\n\(root)x\n", 3), ("a\n1\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyh=\n", 3), ("a\n1\nAAAA\n", 3),
        ("a\n1\n \(root)\n", 3), ("a\n0\n\(root)\n", 3), ("a\n1\n\(root)\n\n", 4), ("a\n1\n\(root)\next\n\n", 5),
        ("a\r\n1\n\(root)\n", 1), ("a\n1\r\n\(root)\n", 2),
    ]

    @Test("a text of another form is refused, and the line named", arguments: bad)
    func refused(_ text: String, _ line: Int) {
        #expect(Self.bad.count == 28)
        let error = TransparencyError(text.contains("\r\n") ? .lineEnds : .malformed, "", line: line == 0 ? nil : line)
        #expect(throws: error) { try Checkpoint(parsing: Array(text.utf8)) }
    }

    @Test("an origin with spaces and extension lines are read, and signed as they stand")
    func foreign() throws {
        let text = Array("go.sum database tree\n9223372036854775807\n\(Self.root)\nmore\nand more\n".utf8)
        let checkpoint = try Checkpoint(parsing: text)
        #expect(checkpoint.origin == "go.sum database tree")
        #expect(checkpoint.size == HashIndex.maximumSize)
        #expect(checkpoint.extensions == ["more", "and more"])
        #expect(checkpoint.text == text)
    }

    @Test("none is made of what no tree is")
    func impossible() throws {
        let name = try NoteName("a")
        let root = try hashOf([UInt8](repeating: 1, count: 32))
        for (size, root) in [(UInt64(0), root), (1 << 63, root)] {
            #expect(throws: TransparencyError(.outOfRange, "")) { try Checkpoint(origin: name, size: size, root: root) }
        }
        #expect(try Checkpoint(origin: name, size: 0, root: .emptyRoot).size == 0)
    }
}

@Suite("A quorum of witnesses")
struct WitnessQuorumTests {
    @Test("counts organisations, not keys, and every one once")
    func counting() throws {
        let signers = try Signers()
        let organisations = ["監査課", "第三課", "監査課"]
        let witnesses = zip(signers.witnesses, organisations).map { Witness(key: $0, organisation: $1) }
        let quorum = try WitnessQuorum(witnesses: witnesses, required: 2)
        guard case .signed(let all) = try signers.checkpoint(4).verdict(log: signers.log, witnesses: quorum.keys) else {
            Issue.record("not signed")
            return
        }
        #expect(all.count == 3)
        #expect(quorum.organisations(in: all) == ["監査課", "第三課"])
        #expect(quorum.isReached(by: all))
        let one = [all[0], all[2], all[0]]
        #expect(quorum.organisations(in: one) == ["監査課"])
        #expect(!quorum.isReached(by: one))
        #expect(quorum.organisations(in: []).isEmpty)
    }

    @Test("refuses one key twice, also under two names, keys that cosign nothing, and impossible numbers")
    func refused() throws {
        let signers = try Signers()
        let first = Witness(key: signers.witnesses[0], organisation: "a")
        let renamed = try VerifierKey(
            name: NoteName("another.example"), type: .cosignature, publicKey: first.key.publicKey)
        let bad: [([Witness], Int)] = [
            ([first, first], 1), ([first, Witness(key: renamed, organisation: "b")], 1),
            ([Witness(key: signers.log, organisation: "a")], 1), ([first], 2), ([first], -1), ([], 1),
            ([Witness(key: signers.witnesses[0], organisation: "")], 1),
            ([first, Witness(key: signers.witnesses[1], organisation: "a")], 2),
        ]
        for (witnesses, required) in bad {
            #expect(throws: TransparencyError(.badWitnesses, "")) {
                try WitnessQuorum(witnesses: witnesses, required: required)
            }
        }
        #expect(try WitnessQuorum(witnesses: [], required: 0).isReached(by: []))
    }
}
