import Cryptography
import Keyring
import Label
import PackageFormat
import SystemIO
import TestSupport
import Testing

@testable import Operations

@Suite("A package is sealed again to whom it was sealed, and says who sealed it first")
struct ResealingTests {
    private let office: Office
    private let soumu: Identity
    private let kaikei: Identity

    init() throws {
        office = try Office()
        soumu = try office.create("soumu", .p384)
        kaikei = try office.create("kaikei", .p384)
        try office.folder.write(Array("report".utf8), to: "report")
    }

    private func sealed(_ change: (inout SealRequest) throws -> Void = { _ in }) throws {
        var request = office.request(["report"], from: soumu, to: [kaikei])
        try change(&request)
        try office.seal(request)
    }

    @discardableResult
    private func reseal(
        _ package: String = "package", as new: String = "again", replacing: Bool = false,
        passphrase: String? = nil, _ change: (inout ResealRequest) -> Void = { _ in }
    ) throws -> ResealReport {
        var request = ResealRequest(
            from: kaikei, withdrawals: try Withdrawals(in: office.keyring), now: Office.time(5_000))
        request.workers = 2
        change(&request)
        let opened: OpenPackage
        if let passphrase {
            opened = try office.arrive(package).unlock(withPassphrase: Office.secret(passphrase))
        } else {
            opened = try office.unlock(office.arrive(package), as: kaikei)
        }
        let key = try office.keyring.unlockSigning(request.sender, passphrase: Office.passphrase)
        return try opened.reseal(
            request, to: .file(office.path(new), replacing: replacing), signedBy: key,
            passphrase: passphrase.map { Office.secret($0) }, state: office.state, progress: Progress())
    }

    private func former(_ package: String = "again") throws -> [FormerStatement] {
        try office.unlock(office.arrive(package), as: soumu).formerStatements
    }

    @Test("the same recipients, label and purpose; the resealer signs, the first sender is shown")
    func same() throws {
        let label = try label("C3/I2/A1")
        try sealed {
            $0.label = GivenLabel(label)
            $0.purpose = .provide
        }
        let report = try reseal { $0.suite = .chacha20Poly1305 }
        #expect(Set(report.recipients.map(\.name.text)) == ["soumu", "kaikei"])
        #expect(report.former == (try office.arrive().header.packageID))
        let arrived = try office.arrive("again")
        #expect(arrived.header.label == label && arrived.header.purpose == .provide)
        #expect(arrived.header.suite == .chacha20Poly1305 && arrived.judgement.identity == kaikei)
        let statements = try former()
        #expect(statements.count == 1 && statements[0].judgement.identity == soumu)
        #expect(statements[0].sealingTime == Office.now && statements[0].signerWasValid)
        #expect(statements[0].forgeable.isEmpty)
        try office.open(office.path("again"), as: soumu)
        #expect(try office.folder.read("out/report") == Array("report".utf8))
    }

    @Test("hidden recipients and a hidden label stay hidden")
    func hidden() throws {
        let label = try label("C2/I2/A1")
        try sealed {
            $0.label = GivenLabel(label)
            $0.hidesLabel = true
            $0.hidesRecipients = true
        }
        try reseal()
        let header = try office.arrive("again").header
        #expect(header.hidesRecipients && header.label == nil)
        #expect(try office.unlock(office.arrive("again"), as: soumu).label == label)
        #expect(try former().count == 1)
    }

    @Test("a passphrase is kept, and needed")
    func passphrase() throws {
        var request = office.request(["report"], from: soumu, to: [kaikei])
        request.purpose = .inside
        try office.seal(request, withPassphrase: "合言葉")
        #expect(refusal { try reseal() } == Refusal(.passphraseNeeded))
        #expect(try !office.exists("again"))
        try reseal(passphrase: "合言葉")
        let opened = try office.arrive("again").unlock(withPassphrase: Office.secret("合言葉"))
        #expect(opened.formerStatements.count == 1)
        #expect(try former().count == 1)
    }

    @Test("in place of itself, and what fails leaves it as it was")
    func inPlace() throws {
        try sealed()
        let old = try office.folder.read("package")
        #expect(refusal { try reseal(as: "package") } == Refusal(.system, "exists"))
        #expect(try office.folder.read("package") == old)
        try reseal(as: "package", replacing: true)
        #expect(try former("package").count == 1)
        #expect(try !office.names(".").contains { $0.hasPrefix(".") && $0 != "." })
    }

    @Test("a recipient whom the keyring does not have")
    func unknownRecipient() throws {
        let other = try Office().create("jinji", .p384)
        try office.add(other)
        var request = office.request(["report"], from: soumu, to: [kaikei, other])
        request.purpose = .inside
        try office.seal(request)
        try office.keyring.remove(other.name)
        let error = failure { try reseal() }
        #expect(error?.code == .recipientUnknown && error?.names.count == 1 && error?.names[0].count == 64)
        #expect(try !office.exists("again"))
    }

    @Test("a recipient's certificate that expired is no obstacle, the sender's is")
    func expired() throws {
        let short = try office.create("short", .p384, validity: Office.start..<(Office.start + 2_000))
        try sealed { $0.recipients.append(Recipient(short)) }
        try reseal()
        #expect(refusal { try reseal(as: "other") { $0.sender = short } } == Refusal(.keyring, "expired"))
    }

    @Test(
        "what can be forged makes the earlier statement the resealer's",
        arguments: [
            ("AES-256-GCM", true), ("AES-256", true), ("SHA-256", true), ("ECDSA P-384", true), ("ECDSA P-256", false),
            ("ChaCha20-Poly1305", false),
        ])
    func forgeable(algorithm: String, counts: Bool) throws {
        try sealed()
        try reseal { $0.suite = .chacha20Poly1305 }
        _ = try Withdrawals.decide(
            .withdraw, on: algorithm, because: "announcement", at: Office.now, in: office.keyring)
        #expect(try former()[0].forgeable.isEmpty)
        _ = try Withdrawals.decide(
            .forgeable, on: algorithm, because: "announcement", at: Office.now, in: office.keyring)
        #expect(try former()[0].forgeable == (counts ? [algorithm] : []))
    }

    @Test("packages are found below folders by what protects them, and nothing else is")
    func search() throws {
        try office.makeFolder("archive")
        try office.makeFolder("archive/deep")
        try sealed()
        try reseal(as: "archive/chacha") { $0.suite = .chacha20Poly1305 }
        try reseal(as: "archive/deep/aes")
        try office.folder.write(Array("text".utf8), to: "archive/text")
        try office.folder.write(Format.magic + [0, 0, 1, 0], to: "archive/broken")
        var broken: [String] = []
        let search = PackageSearch([office.path("archive")], keyring: office.keyring) { path, _ in
            broken.append(path.string)
        }
        let found = try search.packages(protectedBy: "AES-256-GCM")
        #expect(found.map { $0.path.string } == [office.folder("archive/deep/aes")])
        #expect(found.map(\.packageID) == [try office.arrive("archive/deep/aes").header.packageID])
        #expect(broken == [office.folder("archive/broken")])
        #expect(try search.packages(protectedBy: "ECDSA P-384").count == 2)
    }
}
