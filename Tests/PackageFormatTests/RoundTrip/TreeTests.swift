import Glibc
import SystemIO
import TestSupport
import Testing

@testable import PackageFormat

@Suite("Trees come out as they went in")
struct TreeTests {
    /// Seals `inputs`, opens the package, and compares what both folders hold.
    private func expectSame(_ bench: SealingBench, _ inputs: [String]) throws {
        try bench.seal(inputs.map { "in/" + $0 }) { $0.split = .small }
        _ = try bench.open()
        let (before, after) = (
            try TreeNode.snapshot(bench.folder("in")), try TreeNode.snapshot(bench.folder("out"))
        )
        #expect(before.count == after.count && !before.isEmpty)
        for (name, node) in before where after[name] != node {
            Issue.record("\(name): \(node.mode) \(String(describing: after[name]?.mode)) or another difference")
        }
    }

    @Test("folders, files and links of every kind, with their modes and times")
    func everyKind() throws {
        let bench = try SealingBench()
        for name in ["in", "in/報告書", "in/報告書/空", "in/報告書/深い", "in/z"] { try bench.makeFolder(name) }
        try bench.folder.write([], to: "in/空のファイル")
        try bench.folder.write(bench.pattern(40_000), to: "in/報告書/第1号 報告.pdf")
        try bench.folder.write(bench.pattern(16_384), to: "in/報告書/深い/か\u{3099}.txt")
        try bench.folder.write([1], to: "in/報告書!")
        try bench.folder.write([2], to: "in/z/-rf")
        try bench.link("in/報告書/上へ", to: "../z")
        try bench.link("in/報告書/深い/ここ", to: ".")
        try bench.link("in/z/点", to: "./-rf")
        try bench.link("in/切れた", to: "どこにも/ない")
        try bench.setMode("in/z/-rf", 0o640)
        try bench.setMode("in/報告書!", 0o755)
        try bench.setMode("in/報告書/空", 0o500)
        try bench.setModified("in/z/-rf", -1, 999_999_999)
        try bench.setModified("in/報告書!", 1, 1)
        try bench.setModified("in/空のファイル", 4_102_444_800, 123_456_789)
        try bench.setModified("in/切れた", 1_000_000_000, 5)
        try bench.setModified("in/報告書/空", -86_400)
        try bench.setModified("in/報告書", 86_400, 7)
        try expectSame(bench, ["報告書", "z", "空のファイル", "報告書!", "切れた"])
    }

    @Test("3,000 tiny files")
    func tinyFiles() throws {
        let bench = try SealingBench()
        for name in ["in", "in/t"] { try bench.makeFolder(name) }
        for number in 0..<3_000 { try bench.folder.write(bench.pattern(number % 40), to: "in/t/\(number)") }
        try expectSame(bench, ["t"])
    }

    @Test("more files in one stripe than one claim holds")
    func manyInOneStripe() throws {
        let bench = try SealingBench()
        try bench.makeFolder("t")
        for number in 0..<4_200 { try bench.folder.write([UInt8(number & 0xFF)], to: "t/\(number)") }
        try bench.seal(["t"])
        #expect(try bench.open().files == 4_200)
        #expect(try bench.folder.read("out/t/4199") == [UInt8(4_199 & 0xFF)])
    }

    @Test("files that end where a stripe does")
    func stripeBoundaries() throws {
        let bench = try SealingBench()
        for name in ["in", "in/b"] { try bench.makeFolder(name) }
        for (number, size) in [16_384, 16_384, 1, 16_383, 32_768, 0, 10_000, 6_384, 16_385, 16_383].enumerated() {
            try bench.folder.write(bench.pattern(size), to: "in/b/\(number)")
        }
        try expectSame(bench, ["b"])
    }

    @Test("a path of 4,000 bytes")
    func deepPath() throws {
        let bench = try SealingBench()
        try bench.makeFolder("deep")
        let components = (0..<40).map { "\($0)" + String(repeating: "名", count: 32) }
        // Too long for one call: every folder is made from the one above it.
        var parent = try Descriptor.open(bench.path("deep"), [.readOnly, .folder])
        for name in components {
            try parent.makeFolder(Path(name), mode: 0o755)
            parent = try Descriptor.open(Path(name), in: parent, [.readOnly, .folder])
        }
        let file = try Descriptor.open("file", in: parent, [.writeOnly, .create])
        try file.writeFully([1, 2, 3])
        try bench.seal(["deep"])
        let summary = try bench.open()
        #expect(summary.folders == 41 && summary.bytes == 3)
    }

    @Test("files with two names become copies; special mode bits are left out and counted")
    func notices() throws {
        let bench = try SealingBench()
        try bench.makeFolder("d")
        try bench.folder.write([1], to: "d/a")
        #expect(link(bench.folder("d/a"), bench.folder("d/b")) == 0)
        try bench.setMode("d/a", 0o4755)
        let scan = try TreeScan(SourceTree([bench.path("d")])) { _ in false }
        let (links, dropped) = (scan.hardLinks, scan.droppedModeBits)
        #expect(links == 2 && dropped == 2)
        try bench.seal(["d"])
        _ = try bench.open()
        let out = try TreeNode.snapshot(bench.folder("out/d"))
        #expect(out["a"]?.content == [1] && out["b"]?.content == [1] && out["a"]?.mode == S_IFREG | 0o755)
    }
}
