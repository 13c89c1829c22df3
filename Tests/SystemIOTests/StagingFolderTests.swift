import Glibc
import Testing

@testable import SystemIO

@Suite("A tree appears whole under its name, or not at all")
struct StagingFolderTests {
    let folder: TemporaryFolder
    let state: StateFolder

    init() throws {
        folder = try TemporaryFolder()
        state = try StateFolder(at: folder.path.appending("state"))
    }

    private var records: [String] { folder.names("state/staging") }

    private func stage(_ target: String, _ files: [String]) throws(SystemError) -> StagingFolder {
        let staging = try StagingFolder(for: folder.path.appending(target), state: state)
        for name in files {
            if let slash = name.lastIndex(of: "/") {
                let above = Array(name[..<slash].utf8)
                do { try staging.root.createFolder(above) } catch  where error.code == .exists {}
            }
            try staging.root.createFile(Array(name.utf8)).writeFully(Array("new".utf8))
        }
        return staging
    }

    @Test("the staging folder becomes a target that did not exist")
    func becomes() throws {
        let staging = try stage("out", ["a", "d/b"])
        #expect(!folder.exists("out"))
        #expect(records.count == 1)
        #expect(folder.names().filter { $0.hasPrefix(".fubako-") } == records.map { ".fubako-" + $0 })
        #expect(try staging.root.folder.metadata().mode == 0o700)
        try staging.commit(mode: 0o750)
        #expect(folder.names() == ["out", "state"])
        #expect(folder.names("out") == ["a", "d"])
        #expect(try Descriptor.open(folder.path.appending("out"), [.readOnly, .folder]).metadata().mode == 0o750)
        #expect(records.isEmpty)
    }

    @Test("entries are moved into a target that exists")
    func merges() throws {
        try folder.write("out/old", [1])
        let staging = try stage("out", ["a", "d/b"])
        try staging.root.setMetadata(ofFolder: Array("d".utf8), mode: 0o555, modified: FileTime(seconds: 7))
        try staging.commit()
        #expect(folder.names("out") == ["a", "d", "old"])
        let moved = try Descriptor.open(folder.path.appending("out/d"), [.readOnly, .folder]).metadata()
        #expect(moved.mode == 0o555)
        #expect(moved.modified == FileTime(seconds: 7))
        #expect(records.isEmpty)
    }

    @Test("without a commit nothing is left, however deep or locked it is")
    func discards() throws {
        do {
            let staging = try stage("out", ["a", "d/b"])
            var path = "d"
            for _ in 0..<200 {
                path += "/x"
                try staging.root.createFolder(Array(path.utf8))
            }
            try staging.root.createFile(Array((path + "/f").utf8)).writeFully([1])
            try staging.root.createSymbolicLink(Array("l".utf8), target: Array("d".utf8))
            try staging.root.setMetadata(ofFolder: Array("d".utf8), mode: 0, modified: FileTime(seconds: 7))
        }
        #expect(folder.names() == ["state"])
        #expect(records.isEmpty)
    }

    @Test("a target that appeared meanwhile is refused, and nothing is left")
    func appeared() throws {
        let staging = try stage("out", ["a"])
        try folder.write("out/other", [1])
        var caught: SystemError?
        do { try staging.commit() } catch { caught = error }
        #expect(caught?.code == .exists)
        #expect(caught?.path == folder.path.appending("out"))
        #expect(folder.names() == ["out", "state"])
        #expect(folder.names("out") == ["other"])
        #expect(records.isEmpty)
    }

    struct Conflict: Sendable, CustomTestStringConvertible {
        let existing: String
        let new: String
        let replacing: Bool
        let code: SystemError.Code?
        var testDescription: String { "\(new) onto \(existing)\(replacing ? ", replacing" : "")" }
    }

    static let conflicts = [
        Conflict(existing: "z", new: "z", replacing: false, code: .exists),
        Conflict(existing: "z/f", new: "z/f", replacing: false, code: .exists),
        Conflict(existing: "z", new: "z", replacing: true, code: nil),
        Conflict(existing: "z/f", new: "z/f", replacing: true, code: nil),
        Conflict(existing: "z/g", new: "z/f", replacing: true, code: nil),
        Conflict(existing: "z", new: "z/f", replacing: true, code: .otherKind),
        Conflict(existing: "z/f", new: "z", replacing: true, code: .otherKind),
        Conflict(existing: "z/f/x", new: "z/f", replacing: true, code: .otherKind),
    ]

    @Test("a conflict is found before anything is moved", arguments: conflicts)
    func conflict(_ conflict: Conflict) throws {
        try folder.write("out/" + conflict.existing, [1])
        let staging = try stage("out", ["a", conflict.new])
        var result: SystemError.Code?
        do { try staging.commit(replacing: conflict.replacing) } catch { result = error.code }
        #expect(result == conflict.code)
        #expect(folder.exists("out/a") == (conflict.code == nil))
        if conflict.code == nil { #expect(try folder.read("out/" + conflict.new) == Array("new".utf8)) }
        if conflict.code != nil || conflict.existing != conflict.new {
            #expect(try folder.read("out/" + conflict.existing) == [1])
        }
        #expect(!folder.names("out").contains { $0.hasPrefix(".fubako-") })
        #expect(records.isEmpty)
    }

    @Test("every conflict stands in the table")
    func tableSize() { #expect(Self.conflicts.count == 8) }

    @Test(
        "a conflict below the top is named with all of its path",
        arguments: [("out/d/e", "d/e/f"), ("out/d/e/f", "d/e")])
    func conflictPath(existing: String, new: String) throws {
        try folder.write(existing, [1])
        let staging = try StagingFolder(for: folder.path.appending("out"), state: state)
        try staging.root.createFolder(Array("d".utf8))
        if new == "d/e/f" { try staging.root.createFolder(Array("d/e".utf8)) }
        try staging.root.createFile(Array(new.utf8)).close()
        var caught: SystemError?
        do { try staging.commit(replacing: true) } catch { caught = error }
        #expect(caught?.code == .otherKind)
        #expect(caught?.path == folder.path.appending("out/d/e"))
    }

    @Test("names are checked before the work as they are after it", arguments: conflicts)
    func earlyConflict(_ conflict: Conflict) throws {
        // What lies below the top is found at the end only.
        guard conflict.existing != "z/f/x" else { return }
        try folder.write("out/" + conflict.existing, [1])
        let staging = try StagingFolder(for: folder.path.appending("out"), state: state)
        let isFolder = conflict.new.contains("/")
        let result = code { () throws(SystemError) in
            let isMerged = try staging.check("z", isFolder: isFolder, replacing: conflict.replacing)
            #expect(isMerged == isFolder)
        }
        #expect(result == conflict.code)
    }

    @Test("a folder that may not be written to is found before anything is moved", .enabled(if: geteuid() != 0))
    func lockedFolder() throws {
        try folder.write("out/z/f", [1])
        let locked = try Descriptor.open(folder.path.appending("out/z"), [.readOnly, .folder])
        try locked.setMode(0o555)
        let staging = try stage("out", ["a", "z/f"])
        #expect(code { () throws(SystemError) in try staging.checkWritable("z") } == .permissionDenied)
        var caught: SystemError?
        do { try staging.commit(replacing: true) } catch { caught = error }
        try locked.setMode(0o755)
        #expect(caught?.code == .permissionDenied && caught?.path == folder.path.appending("out/z"))
        #expect(folder.names("out") == ["z"])
        #expect(try folder.read("out/z/f") == [1])
    }

    @Test("a name taken between check and move takes back what was moved")
    func undo() throws {
        try folder.makeFolder("out")
        let staging = try stage("out", ["a", "b", "c"])
        let placing = try Placing(
            from: try staging.root.folder.duplicate(),
            to: try Descriptor.open(folder.path.appending("out"), [.readOnly, .folder]), replacing: false)
        try placing.check()
        try folder.write("out/b", [1])
        #expect(code { () throws(SystemError) in try placing.move() } == .exists)
        #expect(folder.names("out").filter { !$0.hasPrefix(".") } == ["b"])
        #expect(try folder.read("out/b") == [1])
    }

    @Test("a target that is a file, or has no folder, is refused")
    func badTargets() throws {
        try folder.write("file")
        #expect(code { () throws(SystemError) in _ = try stage("file", []) } == .otherKind)
        #expect(code { () throws(SystemError) in _ = try stage("missing/out", []) } == .notFound)
        #expect(records.isEmpty)
    }
}

@Suite("The state folder is nobody else's business")
struct StateFolderTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test("it is made with mode 0700, with those above it")
    func made() throws {
        let state = try StateFolder(at: folder.path.appending("x/y/fubako"))
        for name in ["x", "x/y", "x/y/fubako", "x/y/fubako/staging"] {
            #expect(try Descriptor.open(folder.path.appending(name), [.readOnly, .folder]).metadata().mode == 0o700)
        }
        #expect(state.path == folder.path.appending("x/y/fubako"))
        _ = try StateFolder(at: state.path)
    }

    @Test("one that others may use is refused", arguments: [0o710, 0o702, 0o740, 0o777] as [UInt32])
    func loose(_ mode: UInt32) throws {
        let path = try folder.makeFolder("state")
        try Descriptor.open(path, [.readOnly, .folder]).setMode(mode)
        #expect(code { () throws(SystemError) in _ = try StateFolder(at: path) } == .unsafePermissions)
    }

    @Test("one of another user is refused", .enabled(if: geteuid() == 0))
    func foreign() throws {
        let path = try folder.makeFolder("state")
        #expect(chmod(path.string, 0o700) == 0)
        #expect(chown(path.string, 65_534, 65_534) == 0)
        #expect(code { () throws(SystemError) in _ = try StateFolder(at: path) } == .unsafePermissions)
    }

    @Test("a symbolic link or a file in its place is refused")
    func link() throws {
        try folder.makeFolder("real")
        try folder.link("link", to: "real")
        try folder.write("file")
        #expect(code { () throws(SystemError) in _ = try StateFolder(at: folder.path.appending("link")) } == .notFolder)
        #expect(code { () throws(SystemError) in _ = try StateFolder(at: folder.path.appending("file")) } == .notFolder)
    }
}
