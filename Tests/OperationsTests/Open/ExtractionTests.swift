import Keyring
import PackageFormat
import SystemIO
import Testing

@testable import Operations

@Suite("Opening into a folder")
struct ExtractionTests {
    private let office: Office
    private let soumu: Identity

    init() throws {
        office = try Office()
        soumu = try office.create("soumu")
        for name in ["one", "two"] { try office.folder.write(Array(name.utf8), to: name) }
    }

    @Test("one unlocked key opens several packages")
    func several() throws {
        for name in ["one", "two"] {
            try office.seal(office.request([name], from: soumu), as: name + ".fubako")
        }
        let key = try office.keyring.unlockEncryption(soumu, passphrase: Office.passphrase)
        for name in ["one", "two"] {
            let opened = try office.arrive(name + ".fubako").unlock(with: key)
            let summary = try opened.extract(
                .everything, to: office.path("out"), replacing: false, keepsLabel: true, state: office.state,
                progress: Progress())
            #expect(summary.files == 1 && summary.topLevel == [Array(name.utf8)])
        }
        #expect(try office.names("out") == ["one", "two"])
    }

    @Test("a name that is taken stops everything, unless it is to be replaced")
    func existing() throws {
        try office.seal(office.request(["one", "two"], from: soumu))
        try office.makeFolder("out")
        try office.folder.write(Array("mine".utf8), to: "out/two")
        let refused = refusal { try office.open(office.path("package"), as: soumu) }
        #expect(refused == Refusal(.system, "exists"))
        #expect(try office.names("out") == ["two"])
        #expect(try office.folder.read("out/two") == Array("mine".utf8))
        try office.open(office.path("package"), as: soumu, replacing: true)
        #expect(try office.folder.read("out/two") == Array("two".utf8))
        #expect(try office.names("out") == ["one", "two"])
        #expect(try office.names("state/staging").isEmpty)
    }

    @Test("a name that is taken is found before anything is decrypted", arguments: ["one", "one.fubako-label"])
    func existingEarly(_ name: String) throws {
        var request = office.request(["one"], from: soumu)
        request.defaultLabel = try label("C2/I2/A1")
        try office.seal(request)
        try office.makeFolder("out")
        try office.folder.write(Array("mine".utf8), to: "out/" + name)
        let opened = try office.unlock(office.arrive(), as: soumu)
        let progress = Progress()
        let refused = refusal {
            _ = try opened.extract(
                .everything, to: office.path("out"), replacing: false, keepsLabel: true, state: office.state,
                progress: progress)
        }
        #expect(refused == Refusal(.system, "exists"))
        #expect(progress.completed == 0)
        #expect(try office.names("out") == [name])
    }

    @Test("some paths, and one that is not there")
    func selection() throws {
        try office.seal(office.request(["one", "two"], from: soumu))
        let opened = try office.unlock(office.arrive(), as: soumu)
        _ = try opened.extract(
            Selection([Array("two".utf8)]), to: office.path("out"), replacing: false, keepsLabel: true,
            state: office.state, progress: Progress())
        #expect(try office.names("out") == ["two"])
        var refused: Refusal?
        do throws(OperationError) {
            _ = try opened.extract(
                Selection([Array("three".utf8)]), to: office.path("none"), replacing: false, keepsLabel: true,
                state: office.state, progress: Progress())
        } catch { refused = Refusal(error) }
        #expect(refused == Refusal(.package, "no such path"))
        #expect(try !office.exists("none"))
    }

    @Test("an expired key still opens, for it must")
    func expired() throws {
        let short = try office.create("tanki", validity: Office.start..<Office.start + 2_000)
        try office.seal(office.request(["one"], from: short))
        try office.open(office.path("package"), as: short)
        #expect(try office.folder.read("out/one") == Array("one".utf8))
    }

    @Test("a folder is no package, and neither is what does not exist")
    func sources() throws {
        try office.makeFolder("folder")
        #expect(refusal { _ = try office.arrive("folder") } == Refusal(.system, "is a folder"))
        #expect(refusal { _ = try office.arrive("nothing") } == Refusal(.system, "not found"))
        #expect(refusal { _ = try office.arrive("one") } == Refusal(.package, "not a package"))
    }
}
