import DER
import Keyring
import Ledger
import PackageFormat
import SystemIO
import TestSupport
import Testing

@testable import Operations

@Suite("The ledger tells which packages a withdrawn algorithm protects, and which outlast theirs")
struct RecordedPackagesTests {
    private let office: Office
    private let ledger: Ledger
    private static let author = Author(actor: "soumu")

    init() throws {
        office = try Office()
        ledger = try Ledger.open(
            at: office.path("ledger"), creating: NewLedger(author: Self.author, time: Office.now),
            state: office.path("state"))
    }

    private static func id(_ number: UInt8) -> [UInt8] { [UInt8](repeating: number, count: 32) }

    private static let usual = ["AES-256-GCM", "ECDH P-384", "ECDSA P-384", "SHA-256"]

    private static func intent(_ number: UInt8, _ algorithms: [String] = usual, until day: String? = nil) -> NewEntry {
        var intent = NewEntry.SealIntent(package: id(number), header: id(0), purpose: "transfer")
        intent.algorithms = algorithms
        intent.retention = day.flatMap { CalendarDay(text: $0) }
        return .sealIntent(intent, by: author, at: Office.now)
    }

    private static func sealed(_ number: UInt8, at output: String? = nil) -> NewEntry {
        .sealed(
            id(number), manifest: id(0), bytes: 1, entries: 1, output: output.map { Array($0.utf8) }, by: author,
            at: Office.time(2_000 + Int64(number)))
    }

    private static func failed(_ number: UInt8) -> NewEntry {
        .sealFailed(id(number), cause: "system.no-space", by: author, at: Office.now)
    }

    private static func resealed(_ number: UInt8, from old: UInt8) -> NewEntry {
        .resealed(id(number), from: id(old), manifest: id(0), affectedBy: nil, by: author, at: Office.now)
    }

    /// What the ledger holds, and which packages are then left to be sealed again.
    static let histories: [(name: String, entries: [NewEntry], left: [UInt8])] = [
        ("nothing", [], []),
        ("announced only", [intent(1)], []),
        ("failed", [intent(1), failed(1)], []),
        ("sealed", [intent(1), sealed(1)], [1]),
        ("sealed, but nobody knows how", [sealed(1)], []),
        ("in the order of sealing", [intent(1), intent(2), sealed(2), sealed(1)], [2, 1]),
        ("by another cipher", [intent(1, ["ChaCha20-Poly1305"]), sealed(1)], []),
        (
            "sealed again by another cipher",
            [intent(1), sealed(1), intent(2, ["ChaCha20-Poly1305"]), sealed(2), resealed(2, from: 1)], []
        ),
        ("sealed again by the same cipher", [intent(1), sealed(1), intent(2), sealed(2), resealed(2, from: 1)], [2]),
        ("sealed again, spooled before", [resealed(2, from: 1), intent(1), sealed(1)], []),
        ("sealing again failed", [intent(1), sealed(1), intent(2), failed(2)], [1]),
        ("another's package sealed again", [resealed(2, from: 9), intent(1), sealed(1)], [1]),
    ]

    @Test("what is left to be sealed again", arguments: histories.indices)
    func left(row: Int) throws {
        #expect(Self.histories.count == 12)
        let history = Self.histories[row]
        try ledger.append(history.entries)
        let recorded = try RecordedPackages(protectedBy: "AES-256-GCM", in: ledger)
        #expect(recorded.packages.map(\.packageID) == history.left.map(Self.id), "\(history.name)")
        #expect(recorded.packages.allSatisfy { $0.sealingTime == Office.time(2_000 + Int64($0.packageID[0])) })
    }

    static let foundations: [(algorithm: String, isMeant: Bool)] = [
        ("AES-256-GCM", true), ("AES-256", true), ("ECDH P-384", true), ("ECDSA P-384", true), ("SHA-384", true),
        ("SHA-256", true), ("SHA-512", true), ("HMAC-SHA-512", true), ("ChaCha20-Poly1305", false),
        ("ECDSA P-256", false), ("SHA3-256", false), ("RSA-PSS 3072 bits", false),
    ]

    @Test("what rests on an algorithm is affected by it", arguments: foundations)
    func foundation(algorithm: String, isMeant: Bool) throws {
        #expect(Self.foundations.count == 12)
        try ledger.append([Self.intent(1), Self.sealed(1)])
        #expect(try RecordedPackages(protectedBy: algorithm, in: ledger).packages.count == (isMeant ? 1 : 0))
    }

    @Test("where it was written, until that is erased")
    func output() throws {
        try ledger.append([Self.intent(1), Self.sealed(1, at: "/archive/報告"), Self.intent(2), Self.sealed(2)])
        let found = try RecordedPackages(protectedBy: "AES-256-GCM", in: ledger).packages
        #expect(found.map { $0.output?.string } == ["/archive/報告", nil])
        _ = try ledger.forget(person: "/archive/報告", reason: "asked", by: Self.author, at: Office.now)
        #expect(try RecordedPackages(protectedBy: "AES-256-GCM", in: ledger).packages.map(\.output) == [nil, nil])
    }

    @Test(
        "a path is known by its bytes, whether they are a text or not",
        arguments: [
            "/archive/plan", "/archive/\u{304B}\u{3099}", "/archive/\u{304C}",
        ].map { Array($0.utf8) } + [Array("/archive/".utf8) + [0xFF, 0xE3, 0x81]])
    func outputBytes(_ path: [UInt8]) throws {
        let sealed = NewEntry.sealed(
            Self.id(1), manifest: Self.id(0), bytes: 1, entries: 1, output: path, by: Self.author, at: Office.now)
        try ledger.append([Self.intent(1), sealed])
        let found = try RecordedPackages(protectedBy: "AES-256-GCM", in: ledger).packages
        #expect(found.map { $0.output.map { Array($0.bytes) } } == [path])
    }

    static let retentions: [(day: String?, algorithms: [String], name: String?, year: Int?)] = [
        (nil, usual, nil, nil), ("2040-12-31", usual, nil, nil), ("2041-01-01", usual, "SHA-256", 2040),
        ("2041-01-01", ["AES-256-GCM"], nil, nil), ("9999-12-31", ["AES-256-GCM"], nil, nil),
        ("2041-01-01", ["SHA-256", "ECDSA P-256"], "ECDSA P-256", 2040), ("2056-01-01", ["an old name"], nil, nil),
    ]

    @Test("what must be kept longer than its algorithms last", arguments: retentions.indices)
    func due(row: Int) throws {
        #expect(Self.retentions.count == 7)
        let (day, algorithms, name, year) = Self.retentions[row]
        try ledger.append([Self.intent(1, algorithms, until: day), Self.sealed(1)])
        let due = try DuePackage.all(in: ledger)
        #expect(due.map(\.warning.name) == (name.map { [$0] } ?? []))
        #expect(due.first?.warning.lastYear == year)
        try ledger.append([Self.resealed(2, from: 1)])
        #expect(try DuePackage.all(in: ledger).isEmpty)
    }
}
