import Keyring
import PackageFormat
import Testing

@testable import Operations

@Suite("Who can open what was sealed")
struct AddresseeTests {
    private let office: Office
    private let other: Office
    private let soumu: Identity
    private let zaimu: Identity

    init() throws {
        office = try Office()
        other = try Office()
        soumu = try office.create("soumu")
        zaimu = try other.create("zaimu")
        try office.folder.write(Array("report".utf8), to: "report")
    }

    @Test("the recipient opens it, and the sender too unless he does not want to", arguments: [true, false])
    func sender(includes: Bool) throws {
        var request = office.request(["report"], from: soumu, to: [try office.add(zaimu)])
        request.includesSender = includes
        try office.seal(request)
        try other.add(soumu)
        try other.open(office.path("package"), as: zaimu)
        #expect(try other.folder.read("out/report") == Array("report".utf8))
        let arrived = try office.arrive()
        let (header, openers) = (arrived.header, try arrived.openers(in: office.keyring))
        #expect(header.stanzas.count == (includes ? 2 : 1))
        #expect(openers.map(\.name) == (includes ? [soumu.name] : []))
        if includes {
            try office.open(office.path("package"), as: soumu)
        } else {
            let refused = refusal { try office.open(office.path("package"), as: soumu) }
            #expect(refused == Refusal(.package, "wrong key"))
        }
    }

    @Test("each key gets one stanza, however often it is named")
    func duplicates() throws {
        let known = try office.add(zaimu)
        var request = office.request(["report"], from: soumu, to: [known, soumu, known, soumu])
        request.recipients.append(Recipient(known))
        let recipients = try Sealing(request).recipients
        #expect(recipients.map(\.pair) == [zaimu.pair, soumu.pair])
        try office.seal(request)
        let header = try office.arrive().header
        #expect(header.stanzas.compactMap(\.recipient).count == 2)
    }

    @Test("a certificate file is a recipient without being trusted; an identity in the keyring is not")
    func trust() throws {
        let untrusted = try office.add(zaimu, trusted: false)
        let refused = refusal { try office.seal(office.request(["report"], from: soumu, to: [untrusted])) }
        #expect(refused == Refusal(.keyring, "not trusted"))
        #expect(try !office.exists("package"))
        try office.folder.write(zaimu.pair.pem, to: "zaimu.pem")
        var request = office.request(["report"], from: soumu)
        request.recipients = [try Recipient(file: office.path("zaimu.pem"))]
        try office.seal(request)
        try other.open(office.path("package"), as: zaimu)
    }

    @Test("nobody to seal to")
    func nobody() throws {
        #expect(refusal { try office.seal(office.request(["report"])) } == Refusal(.noRecipient))
        var request = office.request(["report"], from: soumu)
        request.includesSender = false
        #expect(refusal { try office.seal(request) } == Refusal(.noRecipient))
    }

    @Test(
        "a certificate outside its period seals nothing, whoever's it is",
        arguments: [
            (-1, "not yet valid"), (0, nil), (Office.year - 1, nil), (Office.year, "expired"),
        ])
    func period(offset: Int64, cause: String?) throws {
        let known = try office.add(try other.create("kaikei", validity: Office.start..<Office.start + Office.year))
        let lasting = Office.start - 9..<Office.start + 9 * Office.year
        let sender = try office.create("chourou", validity: lasting)
        let requests = [
            office.request(["report"], from: sender, to: [known]), office.request(["report"], from: soumu),
        ]
        for (number, request) in requests.enumerated() {
            var request = request
            request.now = Office.time(offset)
            guard let cause else {
                try office.seal(request, as: "package\(number)")
                continue
            }
            #expect(refusal { try office.seal(request) } == Refusal(.keyring, cause))
        }
    }

    @Test("the wrong passphrase of the sender leaves nothing")
    func wrongPassphrase() throws {
        let sealing = try Sealing(office.request(["report"], from: soumu))
        var refused: Refusal?
        do throws(OperationError) {
            _ = try sealing.run(
                to: .file(office.path("package"), replacing: false), keyring: office.keyring,
                senderPassphrase: Office.secret("wrong"), state: office.state, progress: Progress())
        } catch { refused = Refusal(error) }
        #expect(refused == Refusal(.keyring, "wrong passphrase"))
        #expect(try office.names(".") == ["keyring", "report", "state"])
    }
}
