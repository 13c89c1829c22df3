import Keyring
import PackageFormat
import SystemIO
import Testing

@testable import Operations

@Suite("Hidden recipients")
struct HiddenRecipientTests {
    private let office: Office
    private let soumu: Identity
    private let kaikei: Identity
    private let strong: Identity

    init() throws {
        office = try Office()
        soumu = try office.create("soumu")
        kaikei = try office.create("kaikei")
        strong = try office.create("strong", .p384)
        try office.folder.write(Array("report".utf8), to: "report")
    }

    private func hiding(_ recipients: [Identity]) -> SealRequest {
        var request = office.request(["report"], from: soumu, to: recipients)
        request.hidesRecipients = true
        return request
    }

    @Test("every key of the kind must be tried, and those who are meant open it")
    func opening() throws {
        let jinji = try office.create("jinji")
        try office.seal(hiding([kaikei, jinji]))
        let arrived = try office.arrive()
        let header = arrived.header
        #expect(header.stanzas.count == 4 && header.stanzas.allSatisfy { $0.recipient == nil })
        let stranger = try office.create("stranger")
        let candidates = try arrived.openers(in: office.keyring).map(\.name.text)
        #expect(candidates.sorted() == ["jinji", "kaikei", "soumu", "stranger"])
        for identity in [soumu, kaikei, jinji, stranger, strong] {
            let key = try office.keyring.unlockEncryption(identity, passphrase: Office.passphrase)
            let opens = try arrived.isSealed(to: key)
            #expect(opens == (identity != stranger && identity != strong))
        }
        for identity in [soumu, kaikei, jinji] {
            try office.open(office.path("package"), as: identity, to: "out." + identity.name.text)
        }
        let refused = refusal { try office.open(office.path("package"), as: stranger) }
        #expect(refused == Refusal(.package, "wrong key"))
    }

    @Test("only keys of one kind can be hidden among each other, and no passphrase beside them")
    func kinds() throws {
        let mixed = refusal { try office.seal(hiding([strong])) }
        #expect(mixed == Refusal(.package, "invalid request"))
        let withPassphrase = refusal { try office.seal(hiding([kaikei]), withPassphrase: "word") }
        #expect(withPassphrase == Refusal(.package, "invalid request"))
        #expect(try !office.exists("package"))
    }

    @Test("a header of another package for the same people does not fit, nor does its end")
    func transplanted() throws {
        try office.seal(hiding([kaikei]), as: "one")
        try office.seal(hiding([kaikei]), as: "two")
        let (one, two) = (try PieceBytes(office.folder.read("one")), try PieceBytes(office.folder.read("two")))
        // Signatures differ in length: only packages whose parts have the same lengths can be crossed without notice.
        var crossed = one
        crossed.header = two.header
        crossed.headerCopy = two.headerCopy
        try office.folder.write(crossed.encoded, to: "crossed")
        #expect(refusal { _ = try office.arrive("crossed") } == Refusal(.package, "damaged"))
        crossed.trailer = two.trailer
        crossed.digest = two.digest
        try office.folder.write(crossed.encoded, to: "crossed")
        #expect(refusal { _ = try office.arrive("crossed") } == Refusal(.package, "damaged"))
        crossed.hashSection = two.hashSection
        try office.folder.write(crossed.encoded, to: "crossed")
        let verdict = try office.arrive("crossed").verifyUnits(progress: Progress())
        #expect(verdict.damagedCount == 1)
        #expect(refusal { try office.open(office.path("crossed"), as: kaikei) } == Refusal(.package, "damaged"))
        #expect(try !office.exists("out"))
    }
}
