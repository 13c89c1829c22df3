import Keyring
import PackageFormat
import Testing

@testable import Operations

@Suite("Damage that can be got around is reported, the rest refused")
struct DamageTests {
    private let office: Office
    private let soumu: Identity

    init() throws {
        office = try Office()
        soumu = try office.create("soumu")
        try office.folder.write((0..<5_000).map { UInt8(truncatingIfNeeded: $0) }, to: "file")
    }

    /// A part of a package of which one bit is flipped.
    enum Part: CaseIterable {
        case magic, header, headerCopy, digest, body, hashSection, trailer, unsignedDigest
    }

    private func damage(_ part: Part) throws -> [UInt8] {
        try office.seal(office.request(["file"], from: part == .unsignedDigest ? nil : soumu, to: [soumu]))
        var piece = try PieceBytes(office.folder.read("package"))
        switch part {
        case .magic: piece.prefix[3] ^= 1
        case .header: piece.header[40] ^= 1
        case .headerCopy: piece.headerCopy[7] ^= 1
        case .digest, .unsignedDigest: piece.digest[0] ^= 1
        case .body: piece.body[77] ^= 1
        case .hashSection: piece.hashSection[5] ^= 1
        case .trailer: piece.trailer[50] ^= 1
        }
        return piece.encoded
    }

    @Test(
        "one flipped bit that can be got around",
        arguments: [
            (.magic, Place(.magic, offset: 3)), (.header, Place(.header, offset: 40)),
            (.headerCopy, Place(.headerCopy, offset: 7)), (.digest, Place(.tail, offset: 24)),
        ] as [(Part, Place)])
    func around(part: Part, place: Place) throws {
        try office.folder.write(damage(part), to: "damaged")
        let arrived = try office.arrive("damaged")
        let structure = arrived.structure
        #expect(structure.damage.map(\.place) == [place])
        try arrived.require(OriginDemand())
        let verdict = try arrived.verifyUnits(progress: Progress())
        #expect(verdict.damagedCount == 0)
        let opened = try office.unlock(arrived, as: soumu).structure
        #expect(opened.damage.map(\.place) == [place])
        try office.open(office.path("damaged"), as: soumu)
        #expect(try office.folder.read("out/file") == office.folder.read("file"))
    }

    @Test(
        "one flipped bit that cannot",
        arguments: [
            (.hashSection, .hashSection), (.trailer, .trailer), (.unsignedDigest, .trailer),
        ] as [(Part, Place.Region)])
    func refused(part: Part, region: Place.Region) throws {
        try office.folder.write(damage(part), to: "damaged")
        let error = failure { _ = try office.arrive("damaged") }
        guard case .package(let cause) = error?.underlying else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.code == .package && cause.code == .damaged && cause.place?.region == region)
    }

    @Test("a flipped bit in a unit: verify names it, open leaves nothing")
    func unit() throws {
        try office.folder.write(damage(.body), to: "damaged")
        let arrived = try office.arrive("damaged")
        let structure = arrived.structure
        #expect(structure.damage.isEmpty)
        let verdict = try arrived.verifyUnits(progress: Progress())
        #expect(verdict.damagedCount == 1 && verdict.damaged.map(\.place.unit) == [0])
        #expect(refusal { try office.open(office.path("damaged"), as: soumu) } == Refusal(.package, "damaged"))
        #expect(try !office.exists("out"))
        #expect(try office.names("state/staging").isEmpty)
    }
}
