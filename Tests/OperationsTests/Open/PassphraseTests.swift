import Keyring
import PackageFormat
import Testing

@testable import Operations

@Suite("Packages with a passphrase of their own")
struct PassphraseTests {
    private let office: Office
    private let soumu: Identity

    init() throws {
        office = try Office()
        soumu = try office.create("soumu")
        try office.folder.write(Array("report".utf8), to: "report")
    }

    private func open(_ passphrase: String, to target: String) throws {
        let opened = try office.arrive().unlock(withPassphrase: Office.secret(passphrase))
        _ = try opened.extract(
            .everything, to: office.path(target), replacing: false, keepsLabel: false, state: office.state,
            progress: Progress())
    }

    @Test("it opens with the passphrase, however it is composed, and with nothing else")
    func passphrase() throws {
        try office.seal(office.request(["report"]), withPassphrase: "が 文箱")
        let arrived = try office.arrive()
        let (header, openers) = (arrived.header, try arrived.openers(in: office.keyring))
        #expect(header.hasPassphrase && openers.isEmpty)
        try open("が 文箱", to: "composed")
        try open("か\u{3099} 文箱", to: "decomposed")
        #expect(try office.folder.read("decomposed/report") == Array("report".utf8))
        for wrong in ["", "文箱", "が 文箱 "] {
            #expect(refusal { try open(wrong, to: "wrong") } == Refusal(.package, "wrong passphrase"))
        }
        #expect(refusal { _ = try office.unlock(office.arrive(), as: soumu) } == Refusal(.package, "wrong key"))
        #expect(try !office.exists("wrong"))
    }

    @Test("a package with recipients only has none")
    func none() throws {
        try office.seal(office.request(["report"], from: soumu))
        let header = try office.arrive().header
        #expect(!header.hasPassphrase)
        #expect(refusal { try open("any", to: "out") } == Refusal(.package, "wrong passphrase"))
    }

    @Test("key and passphrase each open the same package")
    func both() throws {
        try office.seal(office.request(["report"], from: soumu), withPassphrase: "passphrase")
        try open("passphrase", to: "one")
        try office.open(office.path("package"), as: soumu, to: "two")
        #expect(try office.folder.read("one/report") == office.folder.read("two/report"))
    }

    @Test("an iteration count outside the format's bounds is refused", arguments: [0, 999, 10_000_001])
    func iterations(_ count: Int) throws {
        let sealing = try Sealing(
            office.request(["report"]), passphrase: PackagePassphrase(Office.secret("word"), iterations: count))
        var refused: Refusal?
        do throws(OperationError) {
            _ = try sealing.run(
                to: .file(office.path("package"), replacing: false), keyring: office.keyring, senderPassphrase: nil,
                state: office.state, progress: Progress())
        } catch { refused = Refusal(error) }
        #expect(refused?.code == .package)
        #expect(try !office.exists("package"))
    }
}
