import Keyring
import Ledger
import PackageFormat
import SystemIO
import TestSupport
import Testing

@testable import Operations

@Suite("What takes a package's place was verified, and recorded")
struct ReplacementTests {
    private let office: Office
    private let soumu: Identity
    private let report: SealReport

    init() throws {
        office = try Office()
        soumu = try office.create("soumu")
        try office.folder.write([UInt8](repeating: 7, count: 3_000_000), to: "file")
        report = try office.seal(office.request(["file"], from: soumu))
    }

    private func check(_ package: String) throws {
        let output = PieceOutput(try Descriptor.open(office.path(package), .readOnly))
        try OpenPackage.check([output], are: report.package, workers: 2, Progress())
    }

    @Test("a byte that reached the medium wrongly, anywhere", arguments: [0, 40, 5_000, 2_000_000, -300, -1])
    func wrongByte(place: Int) throws {
        try check("package")
        var bytes = try office.folder.read("package")
        bytes[place < 0 ? bytes.count + place : place] ^= 1
        try office.folder.write(bytes, to: "other")
        #expect(failure { try check("other") }?.code == .package)
    }

    @Test("another package, intact")
    func otherPackage() throws {
        try office.seal(office.request(["file"], from: soumu), as: "other")
        #expect(refusal { try check("other") } == Refusal(.package, "damaged"))
    }

    @Test("intent, package and whose place it takes are in the ledger, and the proof in the package")
    func recorded() throws {
        let recorder = Recorder(
            LedgerPlace(ledger: office.path("ledger"), state: office.path("ledger-state")), now: Office.now)
        var request = ResealRequest(from: soumu, withdrawals: Withdrawals(), now: Office.now)
        request.affectedBy = "AES-256-GCM"
        let key = try office.keyring.unlockSigning(soumu, passphrase: Office.passphrase)
        let opened = try office.unlock(office.arrive(), as: soumu)
        let new = try opened.reseal(
            request, to: .file(office.path("new"), replacing: false), signedBy: key, passphrase: nil,
            state: office.state,
            recorder: recorder, progress: Progress())
        let ledger = try #require(try recorder.ledger(createdBy: nil))
        let entries = try ledger.entries().entries.map(\.entry)
        #expect(entries.map(\.kind) == [.ledger, .sealIntent, .policy, .seal, .reseal])
        #expect(entries[4].package == entries[1].package && entries[4].text("affected-by") == "AES-256-GCM")
        #expect(try ledger.disclose(1)["names"] == .array([.string("file")]))
        #expect(try ledger.disclose(3)["output"] == .string(office.path("new").absolute().string))
        #expect(new.package.manifest.intent != nil)
        #expect(try ledger.pin() != nil && entries[2].text("event") == "pinned")
        let recorded = try RecordedPackages(protectedBy: "AES-256", in: ledger)
        #expect(recorded.resealed == [report.package.common.packageID])
        #expect(recorded.packages.map(\.packageID) == [new.package.common.packageID])
    }

    @Test("a ledger that cannot be used stops before anything is written; a failure is recorded")
    func unavailable() throws {
        let place = LedgerPlace(ledger: office.path("file/ledger"), state: office.path("ledger-state"))
        let request = ResealRequest(from: soumu, withdrawals: Withdrawals(), now: Office.now)
        let key = try office.keyring.unlockSigning(soumu, passphrase: Office.passphrase)
        let opened = try office.unlock(office.arrive(), as: soumu)
        let error = failure {
            _ = try opened.reseal(
                request, to: .file(office.path("new"), replacing: false), signedBy: key, passphrase: nil,
                state: office.state, recorder: Recorder(place, now: Office.now), progress: Progress())
        }
        #expect(error?.code == .ledger)
        #expect(try !office.exists("new"))
    }
}
