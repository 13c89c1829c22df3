import Glibc
import Testing

@testable import SystemIO

@Suite("A source file is read as it was listed, or not at all")
struct SourceFileTests {
    let folder: TemporaryFolder
    init() throws {
        folder = try TemporaryFolder()
        try folder.write("r/sub/f", [1, 2, 3])
        try folder.write("outside/f", [4, 5, 6])
    }

    private func listed() throws(SystemError) -> (SourceTree, FileMetadata) {
        let tree = try SourceTree([folder.path.appending("r")])
        return (tree, try Descriptor.open(folder.path.appending("r/sub/f"), .readOnly).metadata())
    }

    private static let path = Array("r/sub/f".utf8)

    @Test("its bytes are read")
    func reading() throws {
        let (tree, metadata) = try listed()
        let file = try tree.open(Self.path, metadata)
        var bytes: [UInt8] = [0, 0]
        try bytes.withMutableRawBytes { buffer throws(SystemError) in try file.readFully(into: buffer, at: 1) }
        #expect(bytes == [2, 3])
        try file.checkUnchanged()
    }

    enum Change: String, CaseIterable, Sendable {
        case grown, shrunk, touched, removed, replaced, replacedByLink, replacedByPipe, replacedByFolder,
            folderReplacedByLink
    }

    private func apply(_ change: Change) throws {
        let target = folder.path.appending("r/sub/f").string
        switch change {
        case .grown: try folder.write("r/sub/f", [1, 2, 3, 4])
        case .shrunk: try folder.write("r/sub/f", [1])
        case .touched:
            try Descriptor.open(Path(target), .readWrite).setModified(FileTime(seconds: 1))
        case .removed: #expect(unlink(target) == 0)
        case .replaced:
            #expect(rename(folder.path.appending("outside/f").string, target) == 0)
        case .replacedByLink:
            #expect(unlink(target) == 0)
            try folder.link("r/sub/f", to: "../../outside/f")
        case .replacedByPipe:
            #expect(unlink(target) == 0)
            #expect(mkfifo(target, 0o600) == 0)
        case .replacedByFolder:
            #expect(unlink(target) == 0)
            try folder.makeFolder("r/sub/f")
        case .folderReplacedByLink:
            #expect(system("mv '\(folder.path.string)/r/sub' '\(folder.path.string)/moved'") == 0)
            try folder.link("r/sub", to: "../moved")
        }
    }

    @Test("a change before it is opened is refused", arguments: Change.allCases)
    func changedBefore(_ change: Change) throws {
        let (tree, metadata) = try listed()
        try apply(change)
        #expect(
            code { () throws(SystemError) in _ = try tree.open(Self.path, metadata).checkUnchanged() }
                == .changedWhileRead)
    }

    @Test("a change while it is read is refused", arguments: [Change.grown, .shrunk, .touched])
    func changedMeanwhile(_ change: Change) throws {
        let (tree, metadata) = try listed()
        let file = try tree.open(Self.path, metadata)
        try apply(change)
        #expect(throws: SystemError(.changedWhileRead, "fstat", path: Path(Self.path))) { try file.checkUnchanged() }
    }

    @Test("bytes that are gone are refused with the offset of the end")
    func shortRead() throws {
        let (tree, metadata) = try listed()
        let file = try tree.open(Self.path, metadata)
        try apply(.shrunk)
        var bytes: [UInt8] = [0, 0, 0]
        #expect(throws: SystemError(.changedWhileRead, "pread", path: Path(Self.path), offset: 1)) {
            try bytes.withMutableRawBytes { buffer throws(SystemError) in try file.readFully(into: buffer, at: 0) }
        }
    }
}
