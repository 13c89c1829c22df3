import Glibc
import Testing

@testable import SystemIO

@Suite("What a killed process left is cleared up, and nothing else")
struct StagingRecoveryTests {
    let folder: TemporaryFolder
    let state: StateFolder

    init() throws {
        folder = try TemporaryFolder()
        state = try StateFolder(at: folder.path.appending("state"))
        try folder.makeFolder("out")
    }

    private var out: Path { get throws { try folder.path.appending("out").absolute() } }
    private var records: [String] { folder.names("state/staging") }

    /// Leaves a record and a staged tree as a process does that is killed: its lock is gone, all else is there.
    private func leave(placing isReplacing: Bool? = nil) throws -> String {
        let record = try StagingRecord.make(parent: try out, in: state)
        for name in ["a", "d/b"] { try folder.write("out/\(record.name.file)/" + name, Array("new".utf8)) }
        if let isReplacing { try record.announcePlacing(replacing: isReplacing) }
        return record.name.file
    }

    private func outcomes() throws -> [StagingReport.Outcome] { try recovered().map { $0.outcome } }

    /// What is reported where something is. A process that another test is just starting holds a copy of every lock of this
    /// one until its program is executed: then the record counts as a living owner's for that moment.
    private func recovered() throws -> [StagingReport] {
        for _ in 0..<200 {
            let reports = try recoverStaging(state)
            if !reports.isEmpty { return reports }
            usleep(10_000)
        }
        return []
    }

    @Test("nothing to do is no report")
    func nothing() throws { #expect(try recoverStaging(state).isEmpty) }

    @Test("what was incomplete is removed")
    func incomplete() throws {
        try folder.write("out/old")
        let name = try leave()
        #expect(try recovered() == [StagingReport(outcome: .removed, path: try out.appending(name))])
        #expect(folder.names("out") == ["old"])
        #expect(records.isEmpty)
    }

    @Test("what was complete is placed", arguments: [true, false])
    func complete(_ isReplacing: Bool) throws {
        let name = try leave(placing: isReplacing)
        #expect(rename(try out.appending(name + "/a").string, try out.appending("a").string) == 0)
        #expect(try outcomes() == [.placed])
        #expect(folder.names("out") == ["a", "d"])
        #expect(try folder.read("out/d/b") == Array("new".utf8))
        #expect(records.isEmpty)
    }

    @Test("what was taken meanwhile is left alone, and named")
    func taken() throws {
        _ = try leave(placing: false)
        try folder.write("out/a", [1])
        let taken = SystemError(.exists, "rename", path: "a", number: EEXIST)
        #expect(try outcomes() == [.placedExcept([taken])])
        #expect(try folder.read("out/a") == [1])
        #expect(folder.names("out") == ["a", "d"])
        #expect(records.isEmpty)
    }

    @Test("replacing goes on where it was asked for")
    func replacing() throws {
        _ = try leave(placing: true)
        try folder.write("out/a", [1])
        try folder.write("out/d/c", [1])
        #expect(try outcomes() == [.placed])
        #expect(try folder.read("out/a") == Array("new".utf8))
        #expect(folder.names("out/d") == ["b", "c"])
    }

    @Test("what a living process makes is left alone")
    func living() throws {
        let staging = try StagingFolder(for: folder.path.appending("new"), state: state)
        try staging.root.createFile([97]).writeFully([1])
        let file = try InterimEntry(
            in: SharedDescriptor(try Descriptor.open(try out, [.readOnly, .folder])), path: try out, state: state)
        #expect(try recoverStaging(state).isEmpty)
        #expect(records.count == 2)
        try staging.commit()
        try file.discard()
        #expect(try folder.read("new/a") == [1])
        #expect(records.isEmpty)
    }

    @Test("a file under an interim name is removed")
    func file() throws {
        let record = try StagingRecord.make(parent: try out, in: state).name
        try folder.write("out/" + record.file, [1])
        #expect(try outcomes() == [.removed])
        #expect(folder.names("out").isEmpty)
    }

    @Test("a record of what never existed goes without a word")
    func early() throws {
        _ = try StagingRecord.make(parent: try out, in: state).name
        #expect(try recoverStaging(state).isEmpty)
        #expect(records.isEmpty)
    }

    @Test("a folder that is away is waited for")
    func away() throws {
        let name = try leave()
        #expect(rename(try out.string, folder.path.appending("away").string) == 0)
        #expect(try outcomes() == [.unreachable])
        #expect(records.count == 1)
        #expect(rename(folder.path.appending("away").string, folder.path.appending("out").string) == 0)
        #expect(try outcomes() == [.removed])
        #expect(!folder.exists("out/" + name))
    }

    @Test("a link that was put in the way is not followed")
    func link() throws {
        let name = try leave()
        #expect(rename(try out.string, folder.path.appending("elsewhere").string) == 0)
        try folder.link("out", to: "elsewhere")
        #expect(try outcomes() == [.unreachable])
        #expect(folder.exists("elsewhere/\(name)/a"))
    }

    @Test("a link under the interim name is refused, and what it leads to survives")
    func linkedEntry() throws {
        let record = try StagingRecord.make(parent: try out, in: state).name
        try folder.write("precious/a", [1])
        try folder.link("out/" + record.file, to: "../precious")
        #expect(try outcomes() == [.refused])
        #expect(try folder.read("precious/a") == [1])
        #expect(folder.exists("out/" + record.file))
    }

    @Test("what belongs to another user is refused", .enabled(if: geteuid() == 0))
    func foreign() throws {
        let name = try leave()
        #expect(chown(try out.appending(name).string, 65_534, 65_534) == 0)
        #expect(try outcomes() == [.refused])
        #expect(folder.exists("out/\(name)/a"))
    }

    struct Record: Sendable, CustomTestStringConvertible {
        let rule: String
        var name = "00112233445566778899aabbccddeeff"
        let content: String
        let outcome: StagingReport.Outcome?
        var testDescription: String { rule }
    }

    private static let head = "fubako staging 1\0"

    static let contents = [
        Record(rule: "empty", content: "", outcome: nil),
        Record(rule: "cut in the first field", content: "fubako sta", outcome: nil),
        Record(rule: "zeros", content: "\0\0\0\0", outcome: nil),
        Record(rule: "cut before the end mark", content: head + "/tmp\0en", outcome: nil),
        Record(rule: "another program's", content: "hello\0/tmp\0end\0", outcome: .refused),
        Record(rule: "a later version", content: "fubako staging 2\0/tmp\0end\0", outcome: .refused),
        Record(rule: "relative", content: head + "tmp\0end\0", outcome: .refused),
        Record(rule: "with dots", content: head + "/tmp/../etc\0end\0", outcome: .refused),
        Record(rule: "with an empty component", content: head + "/tmp//x\0end\0", outcome: .refused),
        Record(rule: "no path", content: head + "\0end\0", outcome: .refused),
        Record(rule: "too long", content: head + String(repeating: "x", count: 9_000), outcome: .refused),
        Record(rule: "not there", content: head + "/nowhere/at/all\0end\0", outcome: .unreachable),
        Record(rule: "another name", name: "note.txt", content: head + "/tmp\0end\0", outcome: .refused),
        Record(rule: "capital digits", name: "00112233445566778899AABBCCDDEEFF", content: "", outcome: .refused),
        Record(rule: "a name that climbs", name: "..x", content: head + "/tmp\0end\0", outcome: .refused),
    ]

    @Test("a record is understood, or refused and kept", arguments: contents)
    func content(_ record: Record) throws {
        try folder.write("state/staging/" + record.name, Array(record.content.utf8))
        let reports = try record.outcome == nil ? recoverStaging(state) : recovered()
        #expect(reports.map(\.outcome) == (record.outcome.map { [$0] } ?? []))
        #expect(folder.exists("state/staging/" + record.name) == (record.outcome != nil))
    }

    @Test("every record stands in the table")
    func tableSize() { #expect(Self.contents.count == 15) }

    @Test("an announcement that was cut short was never acted on", arguments: 0..<12)
    func cutAnnouncement(_ length: Int) throws {
        let name = try leave(placing: false)
        let record = try Descriptor.open(folder.path.appending("state/staging/" + name.dropFirst(8)), .readWrite)
        let size = try record.metadata().size
        try record.truncate(to: size - 12 + UInt64(length))
        #expect(try outcomes() == [.removed])
        #expect(folder.names("out").isEmpty)
    }

    @Test("a link or a pipe among the records is refused")
    func specialRecords() throws {
        try folder.write("precious", [1])
        try folder.link("state/staging/00112233445566778899aabbccddeeff", to: "../../precious")
        #expect(mkfifo(folder.path.appending("state/staging/10112233445566778899aabbccddeeff").string, 0o600) == 0)
        #expect(try outcomes() == [.refused, .refused])
        #expect(try folder.read("precious") == [1])
    }
}
