import Foundation
import SystemIO
import TestSupport
import Testing

@testable import Erasure

@Suite("A journal in a file")
struct JournalFileTests {
    private let folder: TemporaryFolder
    private var path: Path { Path(folder("journal")) }

    init() throws { folder = try TemporaryFolder() }

    private func code(_ body: () throws -> Void) -> ErasureError.Code? {
        do { try body() } catch { return (error as? ErasureError)?.code }
        return nil
    }

    @Test("is made once, private, and holds what was appended")
    func roundTrip() throws {
        do {
            let journal = try Journal.create(in: try JournalFile.create(path), seal: nil)
            for number in 0..<5 { try journal.append(.fact(kind: "number", value: [UInt8(number)])) }
        }
        #expect(code { _ = try JournalFile.create(path) } == .system)
        let mode = try FileManager.default.attributesOfItem(atPath: folder("journal"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let journal = try Journal.open(try JournalFile.open(path), seal: nil)
        #expect(journal.records.count == 5)
        try journal.append(.fact(kind: "last", value: []))
        #expect(try Journal.records(of: try JournalFile.read(path), verify: nil) == journal.records)
    }

    @Test("a tail that was never finished is cut off the file")
    func torn() throws {
        do {
            let journal = try Journal.create(in: try JournalFile.create(path), seal: nil)
            for number in 0..<3 { try journal.append(.fact(kind: "number", value: [UInt8(number)])) }
        }
        let whole = try folder.read("journal")
        try folder.write(Array(whole.dropLast(3)), to: "journal")
        do {
            let journal = try Journal.open(try JournalFile.open(path), seal: nil)
            #expect(journal.records.count == 2)
            try journal.append(.fact(kind: "after", value: []))
        }
        #expect(try Journal.records(of: try folder.read("journal"), verify: nil).count == 3)
    }

    @Test("is held by one at a time, and read by anyone")
    func held() throws {
        let journal = try Journal.create(in: try JournalFile.create(path), seal: nil)
        try journal.append(.fact(kind: "number", value: [1]))
        #expect(code { _ = try JournalFile.open(path) } == .inUse)
        #expect(try Journal.records(of: try JournalFile.read(path), verify: nil).count == 1)
    }

    @Test("a link is not followed")
    func link() throws {
        try FileManager.default.createSymbolicLink(atPath: folder("journal"), withDestinationPath: folder("other"))
        #expect(code { _ = try JournalFile.create(path) } == .system)
        #expect(code { _ = try JournalFile.open(path) } == .system)
    }
}
