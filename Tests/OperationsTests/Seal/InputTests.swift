import Glibc
import Keyring
import PackageFormat
import SystemIO
import TestSupport
import Testing

@testable import Operations

@Suite("What is sealed, and where it goes")
struct InputTests {
    private let office: Office
    private let soumu: Identity

    init() throws {
        office = try Office()
        soumu = try office.create("soumu")
        try office.makeFolder("tree")
        try office.makeFolder("tree/sub")
        for name in ["a.txt", "b.log", ".hidden", "sub/c.txt", "sub/d.log", "sub/文書.txt"] {
            try office.folder.write(Array(name.utf8), to: "tree/" + name)
        }
    }

    private static let everything = [
        "tree", "tree/.hidden", "tree/a.txt", "tree/b.log", "tree/sub", "tree/sub/c.txt", "tree/sub/d.log",
        "tree/sub/文書.txt",
    ]

    @Test(
        "exclusion patterns",
        arguments: [
            (["*.log"], ["b.log", "sub/d.log"]), (["sub"], ["sub", "sub/c.txt", "sub/d.log", "sub/文書.txt"]),
            (["sub/"], ["sub", "sub/c.txt", "sub/d.log", "sub/文書.txt"]), (["tree/*.log"], ["b.log"]),
            (["/tree/sub/*.txt"], ["sub/c.txt", "sub/文書.txt"]), (["*/d.log"], []), (["*"], nil),
            (["文書.*"], ["sub/文書.txt"]), (["[ab].*", ".h*"], ["a.txt", "b.log", ".hidden"]),
            (["tree/sub/"], ["sub", "sub/c.txt", "sub/d.log", "sub/文書.txt"]), (["nothing"], []), (["A.TXT"], []),
        ] as [([String], [String]?)])
    func exclusions(patterns: [String], excluded: [String]?) throws {
        var request = office.request(["tree"], from: soumu)
        request.exclusions = try patterns.map { try ExclusionPattern($0) }
        guard let excluded else {
            #expect(refusal { try office.seal(request) } == Refusal(.package, "invalid request"))
            return
        }
        try office.seal(request)
        let expected = Self.everything.filter { path in !excluded.contains { path == "tree/" + $0 } }
        #expect(try office.list("package", as: soumu) == expected)
    }

    @Test("patterns that cannot mean anything", arguments: ["", "a\0b", "/", "//"])
    func badPatterns(_ pattern: String) {
        #expect(failure { _ = try ExclusionPattern(pattern) } == OperationError(.badPattern, pattern))
    }

    @Test("special files are refused, all by name, or left out and reported", arguments: [false, true])
    func specials(skips: Bool) throws {
        for name in ["tree/fifo", "tree/sub/another"] {
            guard mkfifo(office.folder(name), 0o600) == 0 else { throw TestSupportError("mkfifo: \(errno)") }
        }
        var request = office.request(["tree"], from: soumu)
        request.skipsSpecialFiles = skips
        let names = ["tree/fifo", "tree/sub/another"].map { Array($0.utf8) }
        if skips {
            #expect(try office.seal(request).skippedSpecialFiles == names)
            #expect(try office.list("package", as: soumu) == Self.everything)
        } else {
            let error = failure { try office.seal(request) }
            #expect(error == OperationError(.specialFiles) && error?.paths == names)
            #expect(try !office.exists("package"))
        }
    }

    @Test("an excluded special file is no reason to refuse")
    func excludedSpecial() throws {
        guard mkfifo(office.folder("tree/fifo"), 0o600) == 0 else { throw TestSupportError("mkfifo: \(errno)") }
        var request = office.request(["tree"], from: soumu)
        request.exclusions = [try ExclusionPattern("fifo")]
        #expect(try office.seal(request).skippedSpecialFiles.isEmpty)
    }

    @Test("copies of hard links and lost mode bits are counted")
    func counts() throws {
        guard link(office.folder("tree/a.txt"), office.folder("tree/e.txt")) == 0,
            chmod(office.folder("tree/b.log"), 0o4700) == 0
        else { throw TestSupportError("link or chmod: \(errno)") }
        let report = try office.seal(office.request(["tree"], from: soumu))
        #expect(report.hardLinks == 2 && report.droppedModeBits == 1 && report.entryCount == 9)
    }

    @Test(
        "an output among the inputs",
        arguments: [
            ("tree/package", "output inside input"), ("tree/sub/package", "output inside input"),
            ("tree/a.txt", "input is output"),
        ])
    func outputInside(output: String, cause: String) throws {
        let before = try office.names("tree")
        let request = office.request(["tree", "tree/a.txt"], from: soumu)
        #expect(refusal { try office.seal(request, as: output, replacing: true) } == Refusal(.system, cause))
        #expect(try office.names("tree") == before)
        #expect(try office.folder.read("tree/a.txt") == Array("a.txt".utf8))
    }

    @Test(
        "an open output among the inputs",
        arguments: [
            ("tree", "tree/a.txt", SystemError.Code.outputInsideInput),
            ("tree", "tree/sub/package", .outputInsideInput), ("tree/a.txt", "a.txt", .inputIsOutput),
        ])
    func openOutput(input: String, output: String, code: SystemError.Code) throws {
        try office.folder.write([], to: "tree/sub/package")
        var request = office.request([input], from: soumu)
        let path = office.path(output == "a.txt" ? input : output)
        request.openOutput = try Descriptor.open(path, .readOnly).metadata().identity
        let error = failure { _ = try Sealing(request).labelRecords }
        guard case .package(let cause) = error?.underlying else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(cause.underlying == .system(SystemError(code, "open", path: Path(Array(output.utf8)))))
        guard input == "tree" else { return }
        request.exclusions = [try ExclusionPattern("package"), try ExclusionPattern("a.txt")]
        _ = try Sealing(request).labelRecords
    }

    @Test("an output that exists is replaced on request only, and then whole")
    func existing() throws {
        let request = office.request(["tree"], from: soumu)
        try office.folder.write(Array("old".utf8), to: "package")
        #expect(refusal { try office.seal(request) } == Refusal(.system, "exists"))
        #expect(try office.folder.read("package") == Array("old".utf8))
        try office.seal(request, replacing: true)
        try office.open(office.path("package"), as: soumu)
        #expect(try office.names(".") == ["keyring", "out", "package", "state", "tree"])
        #expect(try office.names("state/staging").isEmpty)
    }

    @Test(
        "what is missing, or named twice", arguments: [(["none"], "not found"), (["tree", "tree"], "duplicate name")])
    func unusable(inputs: [String], cause: String) throws {
        #expect(refusal { try office.seal(office.request(inputs, from: soumu)) } == Refusal(.system, cause))
        #expect(try !office.exists("package"))
    }
}
