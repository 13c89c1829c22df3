import Cryptography
import DER
import Keyring
import Label
import Testing

@testable import Operations

@Suite("Algorithms must last as long as the record is kept")
struct AlgorithmRulesTests {
    /// What a package needs until the end of its retention.
    struct Case: Sendable, CustomTestStringConvertible {
        let type: KeyType
        let retentionEnd: String?
        /// Names of algorithms that are warned of.
        var warnings: [String] = []
        /// The algorithm that is refused.
        var refused: String?

        var testDescription: String { "\(type) until \(retentionEnd ?? "no date")" }
    }

    private static let cases = [
        Case(type: .p256, retentionEnd: nil), Case(type: .p256, retentionEnd: "2040-12-31"),
        Case(type: .p256, retentionEnd: "2045-03-31", warnings: ["ECDH P-256", "ECDSA P-256", "SHA-256"]),
        Case(type: .p256, retentionEnd: "2051-01-01", refused: "ECDH P-256"),
        Case(type: .p256, retentionEnd: "2061-03-31", refused: "ECDH P-256"),
        Case(type: .p384, retentionEnd: nil), Case(type: .p384, retentionEnd: "2045-03-31", warnings: ["SHA-256"]),
        Case(type: .p384, retentionEnd: "2061-03-31", warnings: ["SHA-256"]),
        Case(type: .p521, retentionEnd: "9999-12-31", warnings: ["SHA-256"]),
        Case(type: .rsa(bits: 3_072), retentionEnd: "2040-12-31"),
        Case(type: .rsa(bits: 3_072), retentionEnd: "2061-03-31", refused: "RSA-OAEP 3072 bits"),
    ]

    @Test("the table holds", arguments: cases)
    func table(_ entry: Case) throws {
        #expect(Self.cases.count == 11)
        let office = try Office()
        try office.folder.write([1], to: "file")
        var request = office.request(["file"], from: try office.create("soumu", entry.type))
        let label = try label("C3/I2/A1") {
            $0.retentionEnd = entry.retentionEnd.flatMap { CalendarDay(text: $0) }
        }
        request.label = GivenLabel(label)
        guard let refused = entry.refused else {
            let warnings = try Sealing(request).algorithmWarnings
            #expect(warnings.map(\.name) == entry.warnings)
            #expect(warnings.allSatisfy { $0.lastYear == 2_040 })
            return
        }
        let error = failure { _ = try Sealing(request) }
        #expect(error?.code == .algorithmRefused && error?.subject == refused)
        #expect(error?.year == entry.retentionEnd.flatMap { CalendarDay(text: $0)?.year })
    }

    @Test("the inherited retention counts, and so does the sender who is no recipient")
    func whoCounts() throws {
        let office = try Office()
        let strong = try office.create("strong", .p384)
        let weak = try office.create("weak", .p256)
        try office.folder.write([1], to: "file")
        let record = try LabelRecord(
            purpose: .store, label: label("C3/I2/A1") { $0.retentionEnd = CalendarDay(text: "2061-03-31") },
            packageID: [UInt8](repeating: 1, count: 32), signer: nil, sealingTime: Office.now)
        try office.folder.write(record.bytes, to: "file.fubako-label")
        var request = office.request(["file"], from: weak, to: [strong])
        request.includesSender = false
        var expected = OperationError(.algorithmRefused, "ECDSA P-256")
        expected.year = 2_061
        #expect(failure { _ = try Sealing(request) } == expected)
        request.label = GivenLabel(try label("C3/I2/A1"))
        #expect(failure { _ = try Sealing(request) } == expected)
        request.sender = strong
        let warnings = try Sealing(request).algorithmWarnings
        #expect(warnings.map(\.name) == ["SHA-256"])
    }

    @Test("today counts where it is later than the retention's end")
    func today() throws {
        let office = try Office()
        let late = Office.start + 20 * Office.year
        let sender = try office.create("soumu", .p256, validity: late..<late + Office.year)
        try office.folder.write([1], to: "file")
        var request = office.request(["file"], from: sender)
        request.now = Office.time(20 * Office.year + 1)
        request.label = GivenLabel(
            try label("C1/I1/A1") { $0.retentionEnd = CalendarDay(text: "2031-03-31") })
        let warnings = try Sealing(request).algorithmWarnings
        #expect(warnings.map(\.year) == [2_046, 2_046, 2_046])
    }
}
