import Cryptography
import TestSupport
import Testing

@testable import Transparency

/// Keys and notes that Go's golang.org/x/mod publishes in sumdb/note/note_test.go.
enum Published {
    static let peterKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let enochKey = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
    /// The seed in PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz, behind the type.
    static let peterSeed = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    static let text =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    static let peterLine =
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    static let enochLine =
        "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"

    static func peter() throws -> VerifierKey { try VerifierKey(text: peterKey) }
    static func enoch() throws -> VerifierKey { try VerifierKey(text: enochKey) }
}

func parsed(_ text: String) throws -> SignedNote { try SignedNote(parsing: Array(text.utf8)) }

@Suite("Signed notes")
struct NoteTests {
    @Test("one known signature of two, both, none: as Go's note package says")
    func published() throws {
        let note = try parsed(Published.text + "\n" + Published.peterLine + Published.enochLine)
        let (peter, enoch) = (try Published.peter(), try Published.enoch())
        #expect(note.text == Array(Published.text.utf8))
        #expect(note.signatures.map(\.name.text) == ["PeterNeumann", "EnochRoot"])
        #expect(try note.verdict(by: [peter]).signatures.map(\.key) == [peter])
        #expect(try note.verdict(by: [enoch, peter]).signatures.map(\.key) == [peter, enoch])
        #expect(try note.verdict(by: [enoch, peter, peter]).signatures.map(\.time) == [nil, nil])
        #expect(try note.verdict(by: []) == .unknownKeys)
        #expect(
            String(decoding: note.encoded, as: UTF8.self) == Published.text + "\n" + Published.peterLine
                + Published.enochLine)
    }

    @Test("signing gives the line that Go's note package gives")
    func signing() throws {
        let seed = try #require(Base64.decode(Array(Published.peterSeed.utf8)))
        let key = try Ed25519PrivateKey(seed: Secret(copying: Array(seed.dropFirst())))
        let line = try NoteSignature.sign(Array(Published.text.utf8), name: NoteName("PeterNeumann"), key: key)
        #expect(String(decoding: line.encoded, as: UTF8.self) == Published.peterLine)
        #expect(try NoteSignature(parsing: Array(Published.peterLine.utf8)) == line)
    }

    @Test("the example of the specification")
    func specification() throws {
        let key = try VerifierKey(text: "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
        let note = try parsed(
            "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1E"
                + "RYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n")
        #expect(try note.verdict(by: [key]).signatures.count == 1)
    }

    @Test("another implementation's notes verify, and are made alike from the same keys")
    func vectors() throws {
        let file = try VectorFile.load()
        #expect(file.notes.count == 5)
        let keys = try file.keys.prefix(2).map { try VerifierKey(text: $0.vkey) }
        for vector in file.notes {
            let read = try parsed(vector.note)
            #expect(try read.verdict(by: keys).signatures.map(\.key) == keys)
            #expect(read.text == Array(vector.text.utf8))
            var lines: [NoteSignature] = []
            for (key, name) in zip(file.keys, keys.map(\.name)) {
                let key = try Ed25519PrivateKey(seed: Secret(copying: key.seed.bytes))
                lines.append(try .sign(Array(vector.text.utf8), name: name, key: key))
            }
            #expect(try SignedNote(text: Array(vector.text.utf8), signatures: lines).encoded == Array(vector.note.utf8))
        }
    }

    @Test("a line of a known key with a bad signature spoils the note, wherever it stands")
    func badSignature() throws {
        let (peter, enoch) = (try Published.peter(), try Published.enoch())
        let bad = Published.peterLine.replacing("ZJku", with: "ZJkv")
        let longer = Published.peterLine.replacing("ZJku", with: "ZJkuABCD")
        for lines in [bad, longer, bad + Published.enochLine, Published.peterLine + bad, bad + Published.peterLine] {
            let note = try parsed(Published.text + "\n" + lines)
            #expect(try note.verdict(by: [peter, enoch]) == .badSignature(peter))
            #expect(try note.verdict(by: [enoch]).signatures.count == (lines.contains("Enoch") ? 1 : 0))
        }
        let moved = try parsed("another text\n\n" + Published.peterLine)
        #expect(try moved.verdict(by: [peter]) == .badSignature(peter))
    }

    @Test("a key that signed twice counts once, and an added line is there once")
    func duplicates() throws {
        let peter = try Published.peter()
        let note = try parsed(Published.text + "\n" + Published.peterLine + Published.peterLine)
        #expect(note.signatures.count == 2)
        #expect(try note.verdict(by: [peter]).signatures.count == 1)
        #expect(try note.adding(note.signatures[0]) == note)
        let enoch = try NoteSignature(parsing: Array(Published.enochLine.utf8))
        #expect(try note.adding(enoch).signatures.count == 3)
    }

    @Test("a line with the name or the identifier of a known key, but not both, is ignored")
    func otherKeys() throws {
        let peter = try Published.peter()
        for line in [
            Published.peterLine.replacing("PeterNeumann", with: "CarmenSandiego"),
            Published.peterLine.replacing("x08g", with: "xxxx"),
        ] {
            #expect(try parsed(Published.text + "\n" + line).verdict(by: [peter]) == .unknownKeys)
            #expect(
                try parsed(Published.text + "\n" + line + Published.peterLine).verdict(by: [peter]).signatures.count
                    == 1)
        }
    }

    @Test("two keys with one name and identifier are an error, but only where they are asked for")
    func ambiguous() throws {
        let name = try NoteName("PeterNeumann")
        let found = try Self.collision(of: name)
        let line = NoteSignature(key: found[0], bytes: [1])
        let ambiguous = try SignedNote(text: [0x0A], signatures: [line])
        #expect(throws: TransparencyError(.ambiguousKey, "")) { try ambiguous.verdict(by: found) }
        let published = try parsed(Published.text + "\n" + Published.peterLine)
        #expect(try ambiguous.verdict(by: [found[0]]) == .badSignature(found[0]))
        #expect(try published.verdict(by: found + [Published.peter()]).signatures.count == 1)
    }

    /// Two keys whose identifiers agree, 3db75944: found among the keys from seeds 0, 1, 2 … in little endian.
    private static func collision(of name: NoteName) throws -> [VerifierKey] {
        try [27_187, 47_335].map { number in
            let seed = [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
            let key = try Ed25519PrivateKey(seed: Secret(copying: seed + [UInt8](repeating: 0, count: 30)))
            return try VerifierKey(name: name, type: .note, publicKey: key.publicKey)
        }
    }
}
