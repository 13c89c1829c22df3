import Keyring
import PackageFormat
import Testing

@testable import Operations

@Suite("Who sealed a package, and whether that is good enough")
struct OriginTests {
    private let office: Office
    private let other: Office
    private let soumu: Identity
    private let zaimu: Identity

    init() throws {
        office = try Office()
        other = try Office()
        soumu = try office.create("soumu")
        zaimu = try other.create("zaimu")
        try other.folder.write(Array("report".utf8), to: "report")
    }

    /// Seals in the other office to this one's identity, and lets the package arrive.
    private func arrival(from sender: Identity?, at seconds: Int64 = 1_000) throws -> ArrivedPackage {
        var request = other.request(["report"], from: sender)
        request.recipients = [Recipient(soumu)]
        if try other.keyring.identities().identities.allSatisfy({ $0.name != soumu.name }) { try other.add(soumu) }
        request.recipients = [Recipient(try other.keyring.identity(soumu.name))]
        request.now = Office.time(seconds)
        try other.seal(request, replacing: true)
        return try office.arrive(other.path("package"))
    }

    /// What this office knows of the sender.
    enum Known: String, CaseIterable {
        case unsigned, unknown, untrusted, trusted, own
    }

    private func arrival(_ known: Known) throws -> ArrivedPackage {
        switch known {
        case .unsigned: break
        case .unknown: break
        case .untrusted: try office.add(zaimu, trusted: false)
        case .trusted: try office.add(zaimu)
        case .own:
            try office.folder.write([1], to: "own")
            try office.seal(office.request(["own"], from: soumu))
            return try office.arrive()
        }
        return try arrival(from: known == .unsigned ? nil : zaimu)
    }

    @Test("judgements", arguments: Known.allCases)
    func judgement(_ known: Known) throws {
        let arrived = try arrival(known)
        let judged: Known
        switch arrived.judgement {
        case .unsigned: judged = .unsigned
        case .unknown(let certificate):
            judged = .unknown
            #expect(certificate == zaimu.signing)
        case .untrusted(let identity):
            judged = .untrusted
            #expect(identity.pair == zaimu.pair)
        case .trusted(let identity):
            judged = identity.isOwn ? .own : .trusted
            #expect(identity.pair == (identity.isOwn ? soumu.pair : zaimu.pair))
        }
        #expect(judged == known)
        let wasValid = arrived.signerWasValid
        #expect(wasValid)
    }

    /// What is asked of the origin.
    enum Demand: String, CaseIterable {
        case trust, unknownAllowed, unsignedAllowed, bothAllowed, zaimu, zaimuAndBothAllowed, somebodyElse
    }

    private func demand(_ demand: Demand) throws -> OriginDemand {
        var origin = OriginDemand()
        origin.allowsUnknownSigner = [.unknownAllowed, .bothAllowed, .zaimuAndBothAllowed].contains(demand)
        origin.allowsUnsigned = [.unsignedAllowed, .bothAllowed, .zaimuAndBothAllowed].contains(demand)
        switch demand {
        case .zaimu, .zaimuAndBothAllowed: origin.signer = zaimu
        case .somebodyElse: origin.signer = try Office().create("kaikei")
        default: break
        }
        return origin
    }

    /// The refusal of each judgement by each demand.
    private static let verdicts: [Known: [Demand: OperationError]] = {
        var table: [Known: [Demand: OperationError]] = [:]
        for known in Known.allCases { table[known] = [:] }
        for demand in [Demand.trust, .unknownAllowed] { table[.unsigned]?[demand] = OperationError(.unsigned) }
        for demand in [Demand.trust, .unsignedAllowed] {
            table[.unknown]?[demand] = OperationError(.signerUnknown, "zaimu")
            table[.untrusted]?[demand] = OperationError(.signerUnknown, "zaimu")
        }
        for demand in [Demand.zaimu, .zaimuAndBothAllowed] {
            table[.unsigned]?[demand] = OperationError(.otherSigner)
            table[.own]?[demand] = OperationError(.otherSigner, "soumu")
        }
        for known in Known.allCases {
            let signer: String? =
                switch known {
                case .unsigned: nil
                case .own: "soumu"
                default: "zaimu"
                }
            table[known]?[.somebodyElse] = OperationError(.otherSigner, signer)
        }
        // A signer who is demanded by name is not in the keyring here, and naming him is no trust in the certificate.
        table[.unknown]?[.zaimu] = OperationError(.signerUnknown, "zaimu")
        table[.untrusted]?[.zaimu] = OperationError(.signerUnknown, "zaimu")
        return table
    }()

    @Test("demands", arguments: Known.allCases, Demand.allCases)
    func demands(_ known: Known, _ demand: Demand) throws {
        let arrived = try arrival(known)
        let expected = Self.verdicts[known]?[demand]
        do throws(OperationError) {
            try arrived.require(try origin(demand))
            #expect(expected == nil)
        } catch { #expect(error == expected) }
    }

    private func origin(_ asked: Demand) throws(OperationError) -> OriginDemand {
        do { return try demand(asked) } catch { throw OperationError(.badPattern) }
    }

    @Test("withdrawn trust makes a signer unknown")
    func withdrawn() throws {
        try office.add(zaimu)
        try arrival(from: zaimu).require(OriginDemand())
        try office.keyring.untrust(zaimu.name)
        let arrived = try office.arrive(other.path("package"))
        let error = failure { try arrived.require(OriginDemand()) }
        #expect(error == OperationError(.signerUnknown, "zaimu"))
    }

    @Test("a signer counts by the time of sealing, whatever is allowed")
    func validity() throws {
        let short = try other.create("tanki", validity: Office.start..<Office.start + 2_000)
        try office.add(short)
        try arrival(from: short, at: 1_999).require(OriginDemand())
        #expect(refusal { _ = try arrival(from: short, at: 2_000) } == Refusal(.keyring, "expired"))
        var demand = OriginDemand()
        demand.allowsUnknownSigner = true
        for (seconds, isValid) in [(-1, false), (0, true), (1_999, true), (2_000, false)] as [(Int64, Bool)] {
            let judged = try SealedOutsideRules(office: other).arrival(
                from: short, to: soumu, at: Office.time(seconds), in: office)
            let wasValid = judged.signerWasValid
            #expect(wasValid == isValid)
            do throws(OperationError) {
                try judged.require(demand)
                #expect(isValid)
            } catch { #expect(!isValid && error == OperationError(.signerNotValid, "tanki")) }
        }
    }
}
