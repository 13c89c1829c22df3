import SystemIO
import TestSupport
import Testing

@testable import Ledger

@Suite("An export shows what was done to it")
struct ExportTests {
    /// An export of a ledger with so many entries behind the first one.
    private static func export(_ count: Int, to name: String, _ desk: Desk) throws -> Path {
        let ledger = try desk.ledger()
        try ledger.append(desk.entries(count))
        let path = Path(desk.folder(name))
        let file = SharedDescriptor(try .open(path, [.readWrite, .create], mode: FileMode.privateFile))
        var options = ExportOptions()
        options.withPersonal = true
        let summary = try ledger.export(to: file, path, options)
        #expect(summary.entries == UInt64(count + 1) && summary.personalValues == UInt64(2 * (count + 1)))
        return path
    }

    /// Puts other lines in the place of the entries, in an archive that is well-formed.
    private static func rewrite(_ desk: Desk, _ change: (inout [[UInt8]]) -> Void) throws -> ExportVerification {
        let archive = try ExportArchive(Path(desk.folder("audit.tar")))
        var lines: [[UInt8]] = try (archive.bytes(.entries) ?? []).split(separator: 0x0A).map { Array($0) }
        change(&lines)
        return try LedgerExport.verify(replaceEntries(Array(lines.joined(separator: [0x0A])) + [0x0A], archive, desk))
    }

    private static func replaceEntries(_ text: [UInt8], _ archive: ExportArchive, _ desk: Desk) throws -> Path {
        let path = Path(desk.folder("changed.tar"))
        let file = SharedDescriptor(try .open(path, [.readWrite, .create, .truncate], mode: FileMode.privateFile))
        var writer = TarWriter(file, path)
        for member in ExportMember.allCases {
            let own: [UInt8]? = member == .entries ? text : nil
            guard let content = try own ?? archive.bytes(member) else { continue }
            try writer.add(member, content)
        }
        try writer.finish()
        return path
    }

    private struct Diagnosis: Sendable {
        let name: String
        let change: @Sendable (inout [[UInt8]]) -> Void
        let found: [LedgerFinding]
    }

    private static func finding(
        _ kind: LedgerFinding.Kind, _ position: UInt64, count: UInt64 = 1, field: String? = nil
    ) -> LedgerFinding { LedgerFinding(kind, at: position, count: count, field: field, "") }

    private static let diagnoses: [Diagnosis] = [
        Diagnosis(name: "nothing", change: { _ in }, found: []),
        Diagnosis(name: "one missing", change: { $0.remove(at: 3) }, found: [finding(.entryMissing, 3)]),
        Diagnosis(
            name: "several missing", change: { $0.removeSubrange(2..<6) }, found: [finding(.entryMissing, 2, count: 4)]),
        Diagnosis(name: "the last missing", change: { $0.removeLast(2) }, found: [finding(.entryMissing, 7, count: 2)]),
        Diagnosis(name: "one twice", change: { $0.insert($0[4], at: 5) }, found: [finding(.entryMisplaced, 4)]),
        Diagnosis(
            name: "two exchanged", change: { $0.swapAt(4, 5) },
            found: [finding(.entryMissing, 4), finding(.entryMisplaced, 4)]),
        Diagnosis(
            name: "one more", change: { $0.append($0[8].dropLast(3) + Array("9\"}".utf8)) },
            found: [finding(.entryUncovered, 9)]),
    ]

    @Test("each fault is named with its entry", arguments: diagnoses.indices)
    func diagnosis(_ index: Int) throws {
        let desk = try Desk()
        _ = try Self.export(8, to: "audit.tar", desk)
        let one = Self.diagnoses[index]
        let found = try Self.rewrite(desk, one.change).verification
        let own = found.findings.filter { ![.personalChanged, .personalMissing].contains($0.kind) }
        #expect(own.map(\.kind) == one.found.map(\.kind), "\(one.name)")
        #expect(own.map(\.position) == one.found.map(\.position) && own.map(\.count) == one.found.map(\.count))
    }

    struct Erasing: Sendable {
        let isRecorded: Bool
        let isErased: Bool
    }

    @Test(
        "personal values are exported only while none are to be erased",
        arguments: [(false, false), (true, false), (true, true)].map { Erasing(isRecorded: $0.0, isErased: $0.1) })
    func erasing(_ one: Erasing) throws {
        let desk = try Desk()
        let ledger = try desk.ledger()
        try ledger.append(desk.entries(3))
        if one.isRecorded {
            let entry = NewEntry.forget(
                .places(["actor 1"]), fields: 1, reason: "x", by: desk.author, at: Samples.time)
            try ledger.append([entry])
        }
        // Appending completes what is recorded before it.
        if one.isErased { try ledger.append(desk.entries(1)) }
        let path = Path(desk.folder("audit.tar"))
        let file = SharedDescriptor(try .open(path, [.readWrite, .create], mode: FileMode.privateFile))
        var options = ExportOptions()
        options.withPersonal = true
        var refusal: LedgerError.Code?
        do throws(LedgerError) { _ = try ledger.export(to: file, path, options) } catch { refusal = error.code }
        #expect(refusal == (one.isRecorded && !one.isErased ? .erasurePending : nil))
        if refusal == nil { #expect(try LedgerExport.verify(path).verification.findings == []) }
    }

    @Test("every changed byte of what is signed is found")
    func everyByte() throws {
        let desk = try Desk()
        let path = try Self.export(2, to: "audit.tar", desk)
        #expect(try LedgerExport.verify(path).verification.isSound)
        let archive = try ExportArchive(path)
        let bytes = try desk.folder.read("audit.tar")
        for member in [ExportMember.key, .checkpoint, .leaves, .entries, .personal] {
            for place in stride(from: archive.extent(member).lowerBound, to: archive.extent(member).upperBound, by: 3) {
                var changed = bytes
                changed[Int(place)] ^= 1 << UInt8(place % 8)
                try desk.folder.write(changed, to: "changed.tar")
                // Refused, or a finding.
                let verified = try? LedgerExport.verify(Path(desk.folder("changed.tar")))
                #expect(verified?.verification.isSound != true, "\(member) \(place)")
            }
        }
    }

    @Test("lines are read whole wherever a piece ends, also the longest", arguments: [1, 2, 3] as [UInt64])
    func lines(_ seed: UInt64) throws {
        var numbers = Numbers(seed: seed)
        let desk = try Desk()
        let archive = try ExportArchive(try Self.export(1, to: "audit.tar", desk))
        var lines: [[UInt8]] = []
        var total = 0
        while total < 5 * Int(LineChunks.size) {
            let limit = [1, 400, 5_000, CanonicalJSON.maximumCount].randomElement(using: &numbers) ?? 1
            // At times one that ends with the piece, or one byte before or behind it.
            let rest = Int(LineChunks.size) - total % Int(LineChunks.size) + Int.random(in: -2...1, using: &numbers)
            let isAtEnd = (0...CanonicalJSON.maximumCount).contains(rest) && Bool.random(using: &numbers)
            let count = isAtEnd ? rest : Int.random(in: 0...limit, using: &numbers)
            lines.append([UInt8](repeating: UInt8(0x61 + lines.count % 26), count: count))
            total += count + 1
        }
        let text = Array(lines.joined(separator: [0x0A]))
        for hasEnd in [true, false] where hasEnd || lines.last != [] {
            let path = try Self.replaceEntries(hasEnd ? text + [0x0A] : text, archive, desk)
            var read = LineSequence(try ExportArchive(path), .entries)
            for (index, line) in lines.enumerated() {
                let one = try read.next()
                #expect(one?.bytes == line && one?.isWhole == (hasEnd || index < lines.count - 1), "\(index)")
            }
            let behind = try read.next()
            #expect(behind?.bytes == nil)
        }
    }
}
