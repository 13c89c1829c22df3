import Cryptography
import Keyring
import Ledger
import PackageFormat
import SystemIO
import Testing
import Transparency

@testable import Operations

@Suite("What a package says of its sender's ledger is true, or refused")
struct IntentTests {
    typealias Lie = @Sendable (ForgedIntent, PieceHeader) throws -> [UInt8]

    static let lies: [(name: String, text: Lie)] = [
        ("no proof", { _, _ in Array("proof".utf8) }),
        ("a byte behind", { try $0.proof($0.announced($0.intent($1))).encoded + [0x0A] }),
        (
            "another package",
            { forged, header in
                var intent = try forged.intent(header)
                intent.package[0] ^= 1
                return try forged.proof(forged.announced(intent)).encoded
            }
        ),
        (
            "another header",
            { forged, header in
                var intent = try forged.intent(header)
                intent.header[31] ^= 1
                return try forged.proof(forged.announced(intent)).encoded
            }
        ),
        (
            "another kind",
            { forged, header in
                let entry = NewEntry.sealed(
                    header.common.packageID, manifest: header.common.packageID, bytes: 1, entries: 1, by: Author(nil),
                    at: Office.now)
                return try forged.proof(entry).encoded
            }
        ),
        (
            "another place",
            { forged, header in
                let proof = try forged.proof(forged.announced(forged.intent(header)))
                return try EntryProof(forged.ledger.proof(of: 0), proof.statement).encoded
            }
        ),
        (
            "another entry in the place",
            { forged, header in
                var intent = try forged.intent(header)
                let proof = try forged.proof(forged.announced(intent))
                intent.purpose = "publish"
                let other = try forged.announced(intent).prepared()
                return try EntryProof(proof.proof, ProofStatement(entry: other.entry.bytes, key: forged.ledger.key))
                    .encoded
            }
        ),
        (
            "another ledger's key",
            { forged, header in
                let other = try ForgedIntent.ledger(forged.sender, "other")
                let proof = try forged.proof(forged.announced(forged.intent(header)))
                return try EntryProof(proof.proof, ProofStatement(entry: proof.statement.entry, key: other.key)).encoded
            }
        ),
    ]

    @Test("a statement that is not true is named, and nothing is opened", arguments: lies.indices)
    func refused(_ index: Int) throws {
        let forged = try ForgedIntent()
        try forged.seal { try Self.lies[index].text(forged, $0) }
        let office = forged.sender
        let recorder = Recorder(LedgerPlace(ledger: office.path("ledger"), state: office.state.path), now: Office.now)
        let verification = try office.arrive().verify(recorder: recorder, progress: Progress())
        #expect(verification.verdict == .badIntent, "\(Self.lies[index].name)")
        let opened = try office.unlock(office.arrive(), as: forged.identity)
        #expect(throws: OperationError(.badIntent, Self.reason(verification))) { try opened.intent(recorder) }
    }

    private static func reason(_ verification: Verification) -> String? {
        if case .bad(let reason) = verification.intent { reason } else { nil }
    }

    @Test("the table has a row for every lie")
    func table() { #expect(Self.lies.count == 8) }

    /// The reader's recorder, with a ledger of its own.
    private func reader(_ forged: ForgedIntent) throws -> (Office, Recorder) {
        let office = try Office()
        try office.add(forged.identity)
        _ = try ForgedIntent.ledger(office, "ledger")
        return (office, Recorder(LedgerPlace(ledger: office.path("ledger"), state: office.state.path), now: Office.now))
    }

    private func comparison(
        _ package: String, _ forged: ForgedIntent, _ office: Office, _ recorder: Recorder
    ) throws -> Announcement.Comparison? {
        let arrived = try office.arrive(forged.sender.path(package))
        guard
            case .announced(let announcement) = recorder.intent(
                of: arrived.structure, arrived.judgement, keeping: true)
        else { return nil }
        return announcement.comparison
    }

    @Test("a ledger is first seen, then not checked, then consistent where the proof was taken along")
    func followed() throws {
        let forged = try ForgedIntent()
        let (office, recorder) = try reader(forged)
        try forged.seal("one") { try forged.proof(forged.announced(forged.intent($0))).encoded }
        try forged.seal("two") { try forged.proof(forged.announced(forged.intent($0))).encoded }
        try forged.seal("three") { header in
            var proof = try forged.proof(forged.announced(forged.intent(header)))
            let size = proof.proof.checkpoint.checkpoint.size
            var statement = proof.statement
            statement.consistency = [.init(old: 2, proof: try forged.ledger.consistency(from: 2, to: size))]
            proof = try EntryProof(proof.proof, statement)
            return proof.encoded
        }
        #expect(try comparison("one", forged, office, recorder) == .firstSeen)
        #expect(try comparison("one", forged, office, recorder) == .consistent(2))
        #expect(try comparison("two", forged, office, recorder) == .notChecked(2))
        #expect(try comparison("three", forged, office, recorder) == .consistent(2))
        #expect(try comparison("two", forged, office, recorder) == .notChecked(4))
    }

    @Test("a proof that fails is a fork")
    func fork() throws {
        let forged = try ForgedIntent()
        let (office, recorder) = try reader(forged)
        try forged.seal("one") { try forged.proof(forged.announced(forged.intent($0))).encoded }
        try forged.seal("two") { header in
            let proof = try forged.proof(forged.announced(forged.intent(header)))
            var statement = proof.statement
            statement.consistency = [.init(old: 2, proof: ConsistencyProof(hashes: [.emptyRoot]))]
            return try EntryProof(proof.proof, statement).encoded
        }
        #expect(try comparison("one", forged, office, recorder) == .firstSeen)
        #expect(try comparison("two", forged, office, recorder) == .fork(2))
        let arrived = try office.arrive(forged.sender.path("two"))
        #expect(try arrived.verify(recorder: recorder, progress: Progress()).verdict == .forked)
    }

    @Test("nothing is compared without trust, or without a ledger of one's own")
    func nothing() throws {
        let forged = try ForgedIntent()
        try forged.seal { try forged.proof(forged.announced(forged.intent($0))).encoded }
        let stranger = try Office()
        let none = Recorder.none(now: Office.now)
        #expect(try comparison("package", forged, stranger, none) == .untrusted)
        try stranger.add(forged.identity)
        #expect(try comparison("package", forged, stranger, none) == .noLedger)
    }
}
