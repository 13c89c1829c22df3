import Cryptography
import DER
import Keyring
import PackageFormat
import SystemIO
import Testing

@testable import Operations

/// Five files that look like pieces of one package and are of two: those of "zaimu", who is trusted, and forged ones.
@Suite("Which package is meant, where pieces disagree")
struct PackageChoiceTests {
    private let office: Office
    private let other: Office
    private let soumu: Identity
    private let zaimu: Identity
    private let stranger: Identity
    private let split: Split

    init() throws {
        office = try Office()
        other = try Office()
        soumu = try office.create("soumu")
        zaimu = try other.create("zaimu")
        stranger = try other.create("stranger")
        split = try #require(Split(k: 2, n: 5))
        try other.add(soumu)
        try office.add(zaimu)
        try other.folder.write(Array("genuine".utf8), to: "report")
        try other.makeFolder("forged")
        try other.folder.write(Array("forged".utf8), to: "forged/report")
    }

    /// By whom a group of pieces is signed.
    enum Signer: String, CaseIterable {
        case trusted, untrusted, unknown, unsigned
    }

    /// Seals for this office into pieces `name.1` and so on.
    private func seal(_ input: String, as name: String, by signer: Signer) throws {
        let sender: Identity? =
            switch signer {
            case .trusted: zaimu
            case .untrusted, .unknown: stranger
            case .unsigned: nil
            }
        if signer == .untrusted, try office.names("keyring/identities").contains("stranger") == false {
            try office.add(stranger, trusted: false)
        }
        var request = other.request([input], from: sender)
        request.recipients = [Recipient(try other.keyring.identity(soumu.name))]
        request.split = split
        _ = try Sealing(request, passphrase: nil).run(
            to: PackageTarget(other.path(name), split, replacing: false), keyring: other.keyring,
            senderPassphrase: sender == nil ? nil : Office.passphrase, state: other.state, progress: Progress())
    }

    /// So many pieces of the first package, and those of the other with the numbers that are left.
    private func mix(_ first: String, _ count: Int, _ second: String) -> PackageSource {
        .pieces((1...5).map { other.path("\($0 <= count ? first : second).\($0).fubako") })
    }

    private func arrive(
        _ source: PackageSource, _ demand: OriginDemand = OriginDemand(), choice: String? = nil
    ) throws -> ArrivedPackage {
        try ArrivedPackage(
            source, keyring: office.keyring, withdrawals: Withdrawals(in: office.keyring), demand: demand,
            choice: choice)
    }

    private func manifest(of name: String) throws -> String {
        let package = try arrive(.pieces([other.path("\(name).1.fubako")]))
        return hexadecimal(try package.structure.manifest.sha256())
    }

    private func content(_ package: ArrivedPackage) throws -> String {
        let opened = try office.unlock(package, as: soumu)
        let target = "out\(try office.names(".").count)"
        _ = try opened.extract(
            .everything, to: office.path(target), replacing: false, keepsLabel: false, state: office.state, workers: 1,
            progress: Progress())
        return String(decoding: try office.folder.read(target + "/report"), as: UTF8.self)
    }

    private static let forgers: [Signer] = [.untrusted, .unknown, .unsigned]

    @Test("the trusted signer's pieces are taken, be they ever so few", arguments: forgers, 1...4)
    func trusted(forger: Signer, count: Int) throws {
        try seal("report", as: "genuine", by: .trusted)
        try seal("forged/report", as: "forged", by: forger)
        for source in [mix("genuine", count, "forged"), mix("forged", 5 - count, "genuine")] {
            let package = try arrive(source)
            #expect(package.structure.numbers.count == count)
            #expect(try manifest(of: "genuine") == hexadecimal(package.structure.manifest.sha256()))
            if count >= split.k {
                #expect(try content(package) == "genuine")
            } else {
                #expect(refusal { try package.requirePieces() } == Refusal(.package, "too few pieces"))
            }
        }
    }

    @Test("two packages of trusted signers are refused and listed, in every proportion", arguments: 1...4)
    func severalTrusted(count: Int) throws {
        try seal("report", as: "one", by: .trusted)
        try seal("forged/report", as: "two", by: .trusted)
        let source = mix("one", count, "two")
        let error = failure { _ = try arrive(source) }
        #expect(error?.code == .severalPackages)
        let numbers = [Array(1...count), Array(count + 1...5)].map { $0.map(String.init).joined(separator: ",") }
        let names = try zip(["one", "two"], numbers).map { "\(try manifest(of: $0).prefix(16)) (\($1))" }
        #expect(error == OperationError(.severalPackages, names.joined(separator: ", ")))
        for (name, text) in [("one", "genuine"), ("two", "forged")] {
            let choice = try String(manifest(of: name).prefix(12))
            for spelling in [choice, choice.uppercased()] {
                let package = try arrive(source, choice: spelling)
                #expect(try manifest(of: name) == hexadecimal(package.structure.manifest.sha256()))
            }
            if (name == "one" ? count : 5 - count) >= split.k {
                #expect(try content(arrive(source, choice: choice)) == text)
            }
        }
    }

    @Test("no package of a trusted signer among several: all are listed", arguments: 1...4)
    func noneTrusted(count: Int) throws {
        try seal("report", as: "one", by: .unsigned)
        try seal("forged/report", as: "two", by: .unknown)
        let source = mix("one", count, "two")
        #expect(refusal { _ = try arrive(source) } == Refusal(.severalPackages))
        var demand = OriginDemand()
        demand.allowsUnsigned = true
        #expect(try arrive(source, demand).structure.origin.certificate == nil)
        demand = OriginDemand()
        demand.allowsUnknownSigner = true
        #expect(try arrive(source, demand).structure.origin.certificate == stranger.signing)
        demand.allowsUnsigned = true
        #expect(refusal { _ = try arrive(source, demand) } == Refusal(.severalPackages))
    }

    @Test("what is allowed beside trust makes a forgery count, and then nothing is decided", arguments: forgers, 1...4)
    func allowed(forger: Signer, count: Int) throws {
        try seal("report", as: "genuine", by: .trusted)
        try seal("forged/report", as: "forged", by: forger)
        var demand = OriginDemand()
        demand.allowsUnsigned = true
        demand.allowsUnknownSigner = true
        let source = mix("forged", count, "genuine")
        #expect(refusal { _ = try arrive(source, demand) } == Refusal(.severalPackages))
        demand.signer = zaimu
        #expect(try arrive(source, demand).judgement.identity?.pair == zaimu.pair)
    }

    @Test("to choose a forgery is not to trust it", arguments: forgers)
    func chosenForgery(forger: Signer) throws {
        try seal("report", as: "genuine", by: .trusted)
        try seal("forged/report", as: "forged", by: forger)
        let package = try arrive(mix("genuine", 3, "forged"), choice: try manifest(of: "forged"))
        let expected: Refusal = forger == .unsigned ? Refusal(.unsigned) : Refusal(.signerUnknown)
        #expect(refusal { try package.require(OriginDemand()) } == expected)
    }

    @Test("a choice that fits no package, or more than one")
    func badChoice() throws {
        try seal("report", as: "one", by: .trusted)
        try seal("forged/report", as: "two", by: .trusted)
        let source = mix("one", 2, "two")
        let one = try manifest(of: "one")
        for choice in [String(one.reversed()), one + "0", "x"] {
            #expect(refusal { _ = try arrive(source, choice: choice) } == Refusal(.noSuchPackage))
        }
        #expect(refusal { _ = try arrive(source, choice: "") } == Refusal(.severalPackages))
        // A lone package is named wrongly as well.
        #expect(
            refusal { _ = try arrive(.pieces([other.path("one.1.fubako")]), choice: "x") } == Refusal(.noSuchPackage))
    }
}
