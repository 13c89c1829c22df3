import Cryptography
import Ledger
import Testing
import Transparency

@Suite("A proof that travels brings all that checks it")
struct EntryProofTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    @Test("what was written is read, and holds without the ledger", arguments: [0, 1, 5, 12] as [UInt64])
    func roundTrip(_ position: UInt64) throws {
        let ledger = try desk.ledger()
        try ledger.append(Samples.entries)
        for withPersonal in [false, true] {
            let proof = try ledger.entryProof(of: position, withPersonal: withPersonal)
            let read = try EntryProof(parsing: proof.encoded)
            #expect(read == proof && read.encoded == proof.encoded)
            #expect(try read.faults() == [] && read.faults(key: ledger.key) == [])
            #expect(read.statement.personal.isEmpty != withPersonal)
            #expect(try read.statement.entry == ledger.entry(at: position).bytes)
            #expect(try ledger.compare(read) == nil)
        }
    }

    @Test("an entry of the longest kind still has a proof")
    func longest() throws {
        let ledger = try desk.ledger()
        var intent = Samples.intent
        intent.recipients = (0..<900).map { number in Samples.filled(UInt8(number % 256)) }
        let appended = try ledger.append([.sealIntent(intent, by: Samples.author, at: Samples.time)])
        #expect(appended[0].entry.bytes.count > 60_000)
        #expect(try EntryProof(parsing: ledger.entryProof(of: 1, withPersonal: true).encoded).faults() == [])
    }

    @Test("a proof by another ledger's key is none")
    func otherKey() throws {
        let second = try Desk()
        let (ledger, other) = (try desk.ledger(), try second.ledger())
        let proof = try ledger.entryProof(of: 0, withPersonal: false)
        #expect(try proof.faults(key: other.key) == [.otherKey, .notSigned])
        #expect(try other.compare(proof)?.kind == .keptOtherLedger)
        #expect(second.path != desk.path)
    }

    @Test("a statement keeps growths and a pin, in one encoding")
    func statement() throws {
        let ledger = try desk.ledger()
        var statement = ProofStatement(entry: Array("{}".utf8), key: ledger.key)
        statement.pin = LedgerPin(signedData: [1, 2, 3])
        statement.consistency = [.init(old: 3, proof: ConsistencyProof(hashes: [.emptyRoot]))]
        let encoded = try statement.encoded()
        #expect(try ProofStatement(encoded) == statement)
        #expect(statement.pin?.verify(ledger.key) == nil)
    }

    static let refused: [(String, LedgerError.Code, String?)] = [
        ("{}", .missingField, "entry"), (#"{"entry":"{}"}"#, .missingField, "key"), ("[]", .malformed, nil),
        (#"{"entry":"{}","key":"x"}"#, .badValue, "key"), (#"{"entry": "{}"}"#, .notCanonical, nil),
        (#"{"consistency":[],"entry":"{}","key":"KEY"}"#, .badValue, "consistency"),
        (#"{"consistency":[{"old":-1,"proof":[]}],"entry":"{}","key":"KEY"}"#, .badValue, "consistency"),
        (#"{"consistency":[{"old":1,"proof":["x"]}],"entry":"{}","key":"KEY"}"#, .badValue, "consistency"),
        (#"{"entry":"{}","key":"KEY","personal":{}}"#, .badValue, "personal"),
        (#"{"entry":"{}","key":"KEY","personal":{"a":{"key":"AA==","value":1}}}"#, .badValue, "personal"),
        (#"{"entry":"{}","key":"KEY","pin":"x"}"#, .badValue, "pin"),
        (#"{"entry":"{}","key":"KEY","more":1}"#, .unexpectedField, "more"),
    ]

    @Test("a statement that is not of its form is refused", arguments: refused.indices)
    func refusedStatement(_ index: Int) throws {
        let (text, code, field) = Self.refused[index]
        let key = try desk.ledger().key.text
        let bytes = Array(text.replacing("KEY", with: key).utf8)
        let error = refusal { () throws(LedgerError) in try ProofStatement(bytes) }
        #expect(error?.code == code && error?.field == field)
    }

    @Test("a proof without its entry is refused, and one of another statement is called a proof")
    func refusedProofs() throws {
        let ledger = try desk.ledger()
        let bare = try ledger.proof(of: 0).encoded
        #expect(refusal { () throws(LedgerError) in try EntryProof(parsing: bare) }?.code == .transparency)
        let other = try ledger.proof(of: 0, extra: Array("{}".utf8)).encoded
        let error = refusal { () throws(LedgerError) in try EntryProof(parsing: other) }
        #expect(error?.code == .transparency && error?.field == "entry")
    }
}
