import Glibc
import Testing

@testable import SystemIO

@Suite("An output file appears whole or not at all")
struct AtomicFileTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func write(_ name: String, _ content: String, replacing: Bool = false) throws(SystemError) {
        let file = try AtomicFile(folder.path.appending(name), replacing: replacing, mode: 0o640)
        try file.descriptor.writeFully(Array(content.utf8))
        try file.commit()
    }

    @Test("a committed file has its bytes and its mode, and nothing else is left")
    func commit() throws {
        try write("a", "hello")
        #expect(try folder.read("a") == Array("hello".utf8))
        let metadata = try Descriptor.open(folder.path.appending("a"), .readOnly).metadata()
        #expect(metadata.mode == 0o640)
        #expect(folder.names() == ["a"])
    }

    @Test("the name stays free until the commit")
    func invisible() throws {
        let file = try AtomicFile(folder.path.appending("a"))
        #expect(!folder.exists("a"))
        #expect(try file.descriptor.metadata().mode == 0o600)
        try file.commit()
        #expect(folder.exists("a"))
    }

    @Test("without a commit nothing is left")
    func discard() throws {
        do {
            let file = try AtomicFile(folder.path.appending("a"))
            try file.descriptor.writeFully([1, 2, 3])
        }
        #expect(folder.names().isEmpty)
    }

    @Test("a name that is taken is refused at once")
    func existsEarly() throws {
        try folder.write("a", [1])
        #expect(code { () throws(SystemError) in try write("a", "x") } == .exists)
        #expect(try folder.read("a") == [1])
    }

    @Test("a name that was taken meanwhile is refused, and what took it survives")
    func existsLate() throws {
        let file = try AtomicFile(folder.path.appending("a"))
        try folder.write("a", [7])
        var caught: SystemError?
        do { try file.commit() } catch { caught = error }
        #expect(caught?.code == .exists)
        #expect(caught?.path == folder.path.appending("a"))
        #expect(try folder.read("a") == [7])
        #expect(folder.names() == ["a"])
    }

    @Test("replacing gives the new bytes and leaves nothing else")
    func replace() throws {
        try folder.write("a", [1])
        try write("a", "new", replacing: true)
        #expect(try folder.read("a") == Array("new".utf8))
        #expect(folder.names() == ["a"])
    }

    @Test("replacing a symbolic link replaces the link")
    func replaceLink() throws {
        try folder.write("other", [1])
        try folder.link("a", to: "other")
        try write("a", "new", replacing: true)
        #expect(try folder.read("other") == [1])
        #expect(try folder.read("a") == Array("new".utf8))
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let target: String
        let code: SystemError.Code
        var testDescription: String { target }
    }

    static let refusals = [
        Refusal(target: "folder", code: .otherKind),
        Refusal(target: "folder/", code: .otherKind),
        Refusal(target: "folder/.", code: .otherKind),
        Refusal(target: "fifo", code: .otherKind),
        Refusal(target: "missing/a", code: .notFound),
        Refusal(target: "file/a", code: .notFolder),
        Refusal(target: "a\0b", code: .unsafeName),
        Refusal(target: String(repeating: "n", count: 256), code: .unsafeName),
    ]

    @Test("what is not a place for a file is refused even when replacing", arguments: refusals)
    func refuses(_ refusal: Refusal) throws {
        try folder.makeFolder("folder")
        try folder.write("file")
        #expect(mkfifo(folder.path.appending("fifo").string, 0o600) == 0)
        #expect(code { () throws(SystemError) in try write(refusal.target, "x", replacing: true) } == refusal.code)
        #expect(folder.names() == ["fifo", "file", "folder"])
    }

    @Test("every refusal stands in the table")
    func tableSize() { #expect(Self.refusals.count == 8) }

    @Test("of many that race for one name exactly one wins")
    func race() throws {
        let target = folder.path.appending("a")
        let wins = PositionCounter()
        runWorkers(8) { worker in
            do throws(SystemError) {
                let file = try AtomicFile(target)
                try file.descriptor.writeFully([UInt8(worker)])
                try file.commit()
                _ = wins.next()
            } catch {
                #expect(error.code == .exists)
            }
        }
        #expect(wins.next() == 1)
        #expect(folder.names() == ["a"])
    }
}
