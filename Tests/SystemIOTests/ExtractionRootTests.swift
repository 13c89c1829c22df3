import Glibc
import Testing

@testable import SystemIO

@Suite("Extraction cannot leave its folder", .serialized)
struct ExtractionRootTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("outside/secret", [1])
        try folder.write("root/file", [2])
        try folder.makeFolder("root/sub")
        try folder.link("root/out", to: "../outside")
        try folder.link("root/in", to: "sub")
        try folder.link("root/sub/end", to: "../../outside/new")
        #expect(mkfifo(folder.path.appending("root/pipe").string, 0o600) == 0)
    }

    private func root(_ hasRestrictedOpen: Bool) throws(SystemError) -> ExtractionRoot {
        ExtractionRoot(
            try Descriptor.open(folder.path.appending("root"), [.readOnly, .folder]),
            hasRestrictedOpen: hasRestrictedOpen)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let path: String
        let create: SystemError.Code
        let open: SystemError.Code
        var testDescription: String { path.debugDescription }

        init(_ path: String, _ create: SystemError.Code, open: SystemError.Code? = nil) {
            self.path = path
            self.create = create
            self.open = open ?? create
        }
    }

    static let refusals = [
        Refusal("", .unsafeName),
        Refusal("/", .unsafeName),
        Refusal("/tmp/x", .unsafeName),
        Refusal(".", .unsafeName),
        Refusal("..", .unsafeName),
        Refusal("../outside/x", .unsafeName),
        Refusal("sub/../../outside/x", .unsafeName),
        Refusal("sub/..", .unsafeName),
        Refusal("sub/./x", .unsafeName),
        Refusal("sub//x", .unsafeName),
        Refusal("sub/", .unsafeName),
        Refusal("a\0b", .unsafeName),
        Refusal(String(repeating: "n", count: 256), .unsafeName),
        Refusal(String(repeating: "n/", count: 2_048) + "n", .unsafeName),
        Refusal("out/x", .unsafeName),
        Refusal("out/secret", .unsafeName),
        Refusal("in/x", .unsafeName),
        Refusal("sub/end", .exists, open: .unsafeName),
        Refusal("out", .exists, open: .unsafeName),
        Refusal("sub", .exists, open: .isFolder),
        Refusal("pipe", .exists, open: .system),
        Refusal("file/x", .notFolder),
        Refusal("missing/x", .notFound),
    ]

    @Test("no path leads out, with openat2 and without", arguments: refusals, [true, false])
    func refuses(_ refusal: Refusal, _ hasRestrictedOpen: Bool) throws {
        let root = try root(hasRestrictedOpen)
        let path = Array(refusal.path.utf8)
        #expect(code { () throws(SystemError) in _ = try root.createFile(path) } == refusal.create)
        #expect(code { () throws(SystemError) in try root.createFolder(path) } == refusal.create)
        #expect(
            code { () throws(SystemError) in try root.createSymbolicLink(path, target: Array("sub".utf8)) }
                == refusal.create)
        #expect(code { () throws(SystemError) in _ = try root.openFile(path) } == refusal.open)
        #expect(folder.names("outside") == ["secret"])
        #expect(folder.names("root") == ["file", "in", "out", "pipe", "sub"])
    }

    @Test("every refusal stands in the table")
    func tableSize() { #expect(Self.refusals.count == 23) }

    @Test("what stays inside is created with private modes, then given its own", arguments: [true, false])
    func creates(_ hasRestrictedOpen: Bool) throws {
        let root = try root(hasRestrictedOpen)
        try root.createFolder(Array("sub/new".utf8))
        do {
            let file = try root.createFile(Array("sub/new/文".utf8))
            #expect(try file.metadata().mode == 0o600)
            try file.writeFully([1, 2, 3])
            try file.setMetadata(mode: 0o6751, modified: FileTime(seconds: -5, nanoseconds: 7))
        }
        try root.createSymbolicLink(
            Array("sub/new/link".utf8), target: Array("../../file".utf8), modified: FileTime(seconds: 9))
        try root.openFile(Array("file".utf8)).writeFully([9], at: 1)
        try root.setMetadata(ofFolder: Array("sub/new".utf8), mode: 0o1555, modified: FileTime(seconds: 3))
        let top = try Descriptor.open(folder.path.appending("root"), [.readOnly, .folder])
        let file = try top.metadata(of: "sub/new/文")
        #expect(file.mode == 0o751)
        #expect(file.modified == FileTime(seconds: -5, nanoseconds: 7))
        #expect(try top.metadata(of: "sub/new/link").modified == FileTime(seconds: 9))
        let made = try top.metadata(of: "sub/new")
        #expect(made.mode == 0o555)
        #expect(made.modified == FileTime(seconds: 3))
        #expect(try folder.read("root/sub/new/link") == [2, 9])
    }

    @Test(
        "a link may only lead inside",
        arguments: [
            ("a", "b", true), ("a", ".", true), ("a", "b/c", true), ("a/b", "../c", true), ("a/b", "..", true),
            ("a/b/c", "../../d", true), ("a", "..", false), ("a", "../b", false), ("a/b", "../../c", false),
            ("a", "/b", false), ("a", "", false), ("a", "b/..", false), ("a", "b/../c", false), ("a/b", "./c", true),
            ("a", "b/./c", true), ("a/b", "./../c", true), ("a", "./../c", false), ("a", "b/./../c", false),
            ("a", "b/", false), ("a/b", "../", false), ("a/b", "..//c", false), ("a", "b\0", false),
            ("../a", "b", false),
        ])
    func links(_ path: String, _ target: String, _ isSafe: Bool) {
        #expect(RelativePath.isSafeLink(Array(path.utf8), target: Array(target.utf8)) == isSafe)
    }

    @Test("another mount is not entered", .enabled(if: geteuid() == 0 && access("/proc/self/status", R_OK) == 0))
    func mounts() throws {
        let top = try Descriptor.open("/", [.readOnly, .folder])
        for hasRestrictedOpen in [true, false] {
            let root = ExtractionRoot(try top.duplicate(), hasRestrictedOpen: hasRestrictedOpen)
            #expect(
                code { () throws(SystemError) in _ = try root.createFile(Array("proc/self/x".utf8)) } == .unsafeName)
        }
    }
}
