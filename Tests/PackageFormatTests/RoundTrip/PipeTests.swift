import SystemIO
import Testing

@testable import PackageFormat

@Suite("Pipes and parts")
struct PipeTests {
    private static let sizes = [0, 1, 16_384, 100_000, 1_048_576]

    @Test("a package sealed into a pipe is laid out like one in a file", arguments: sizes)
    func ordered(size: Int) throws {
        let bench = try SealingBench()
        try bench.folder.write(bench.pattern(size), to: "a")
        let reader = PipeReader()
        try bench.seal(
            ["a"], to: { _ in [PieceOutput(try reader.start(), isOrdered: true)] }, .init(signer: TestKeys.signer())
        ) {
            $0.split = .small
        }
        try bench.folder.write(reader.finish(), to: "package")
        try bench.seal(["a"], as: "seekable", .init(signer: TestKeys.signer())) { $0.split = .small }
        #expect(try bench.geometry() == bench.geometry("seekable"))
        _ = try bench.open()
        #expect(try bench.folder.read("out/a") == bench.pattern(size))
    }

    @Test("what comes through a pipe is one file", arguments: sizes)
    func stream(size: Int) throws {
        let bench = try SealingBench()
        let reader = PipeReader()
        try bench.seal(
            stream: pipe(giving: bench.pattern(size)), named: "大きい.tar", to: reader.start(), isOrdered: true
        ) { $0.split = .small }
        try bench.folder.write(reader.finish(), to: "package")
        let summary = try bench.open()
        #expect(summary.files == 1 && summary.topLevel == [Array("大きい.tar".utf8)])
        #expect(try bench.folder.read("out/大きい.tar") == bench.pattern(size))
    }

    @Test("a name that the format refuses stops a stream before it is read", arguments: ["", "a/b", "../a", "a\n"])
    func streamName(_ name: String) throws {
        let bench = try SealingBench()
        let input = try pipe(giving: bench.pattern(10))
        let error = refusal {
            let output = try Descriptor.open(bench.path("package"), [.readWrite, .create])
            try bench.seal(stream: input.duplicate(), named: name, to: output, isOrdered: false)
        }
        #expect(error == fault(.badIndex, .index, path: name))
        #expect(try input.readToEnd(limit: 100) == bench.pattern(10))
        #expect(try bench.folder.read("package").isEmpty)
    }

    @Test("one file of several goes to a pipe")
    func singleFile() throws {
        let bench = try SealingBench()
        try bench.makeFolder("d")
        for (name, size) in [("a", 0), ("b", 70_000), ("c", 5)] {
            try bench.folder.write(bench.pattern(size), to: "d/" + name)
        }
        try bench.seal(["d"]) { $0.split = .small }
        for (name, size) in [("d/a", 0), ("d/b", 70_000), ("d/c", 5)] {
            let reader = PipeReader()
            try bench.write(name, to: reader.start())
            #expect(reader.finish() == bench.pattern(size), "\(name)")
        }
        let refused: [(String?, PackageFormatError.Code)] = [
            (nil, .severalFiles), ("d", .notFile), ("d/x", .noSuchPath),
        ]
        for (name, code) in refused {
            let error = refusal { try bench.write(name, to: PipeReader().start()) }
            #expect(error == fault(code, path: name))
        }
        try bench.folder.write(bench.pattern(40_000), to: "alone")
        try bench.seal(["alone"], as: "one") { $0.split = .small }
        let reader = PipeReader()
        try bench.write(nil, of: "one", to: reader.start())
        #expect(reader.finish() == bench.pattern(40_000))
    }

    /// Paths asked for, and what comes out.
    private static let selections: [([String], [String])] = [
        (["d/b"], ["d", "d/b"]), (["d/e"], ["d", "d/e", "d/e/f", "d/e/g"]),
        (["d/e/g", "x"], ["d", "d/e", "d/e/g", "x"]),
        (["l"], ["l"]), (["d"], ["d", "d/b", "d/e", "d/e/f", "d/e/g"]), (["x", "l"], ["l", "x"]),
    ]

    @Test("only what was asked for is extracted, with the folders above it", arguments: selections)
    func selection(asked: [String], expected: [String]) throws {
        #expect(Self.selections.count == 6)
        let bench = try makeTree()
        let summary = try bench.open("package", Selection(asked.map { Array($0.utf8) }))
        let found = try TreeNode.snapshot(bench.folder("out"))
        #expect(found.keys.sorted() == expected)
        #expect(Int(summary.files + summary.folders + summary.links) == expected.count)
        for name in expected where found[name]?.content != (try TreeNode.snapshot(bench.folder("in"))[name]?.content) {
            Issue.record("\(name) has another content")
        }
    }

    @Test("what is not there is named, and nothing is written", arguments: ["d/bb", "d/b/x", "dd", "d/"])
    func missing(_ name: String) throws {
        let bench = try makeTree()
        let error = refusal { _ = try bench.open("package", Selection([Array("x".utf8), Array(name.utf8)])) }
        #expect(error == fault(.noSuchPath, path: name))
        #expect(try TreeNode.snapshot(bench.folder("out")).isEmpty)
    }

    private func makeTree() throws -> SealingBench {
        let bench = try SealingBench()
        for name in ["in", "in/d", "in/d/e"] { try bench.makeFolder(name) }
        for (name, size) in [("d/b", 40_000), ("d/e/f", 3), ("d/e/g", 20_000), ("x", 17_000)] {
            try bench.folder.write(bench.pattern(size), to: "in/" + name)
        }
        try bench.link("in/l", to: "d/b")
        try bench.seal(["in/d", "in/l", "in/x"]) { $0.split = .small }
        return bench
    }
}
