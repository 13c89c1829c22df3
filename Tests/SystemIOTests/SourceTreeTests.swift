import Glibc
import Testing

@testable import SystemIO

@Suite("Input trees are listed in one order, and read as they were listed")
struct SourceTreeTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    /// Every path of a walk, with a letter for its kind.
    private func list(
        _ roots: [String], excluding isExcluded: @escaping ([UInt8]) -> Bool = { _ in false }
    ) throws(SystemError) -> [String] {
        let tree = try SourceTree(roots.map { folder.path.appending($0) })
        var walk = tree.walk(excluding: isExcluded)
        var found: [String] = []
        while let metadata = try walk.next() {
            let target = walk.linkTarget.isEmpty ? "" : " -> " + String(decoding: walk.linkTarget, as: UTF8.self)
            found.append("\(letter(metadata.kind)) \(String(decoding: walk.path, as: UTF8.self))\(target)")
        }
        return found
    }

    private func letter(_ kind: FileMetadata.Kind) -> String {
        switch kind {
        case .file: "f"
        case .folder: "d"
        case .symbolicLink: "l"
        case .special(let special): special.rawValue
        }
    }

    @Test("a folder comes before its contents, and links are told, not followed")
    func order() throws {
        for name in ["r/b/x", "r/b-c", "r/a", "r/b.d", "z/f"] { try folder.write(name, [1]) }
        try folder.link("r/c", to: "b")
        try folder.link("r/d", to: "/nowhere")
        #expect(mkfifo(folder.path.appending("r/e").string, 0o600) == 0)
        #expect(
            try list(["z", "r"]) == [
                "d r", "f r/a", "d r/b", "f r/b/x", "f r/b-c", "f r/b.d", "l r/c -> b", "l r/d -> /nowhere", "FIFO r/e",
                "d z", "f z/f",
            ])
    }

    @Test("the order is that of path components, for any tree", arguments: 1...8 as ClosedRange<UInt64>)
    func orderProperty(_ seed: UInt64) throws {
        var state = seed
        func random(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        let names = ["a", "a.b", "a-", "A", "é", "ab", "~", "\u{1}", "日"]
        for _ in 0..<60 {
            let path = (0...random(5)).map { _ in names[Int(random(UInt64(names.count)))] }.joined(separator: "/")
            // Some paths pass through a file that an earlier one made, or name a folder; those are left out.
            _ = try? folder.write("r/" + path, [])
        }
        let found = try list(["r"]).map { Array($0.dropFirst(2).utf8) }
        let sorted = found.sorted {
            let (one, other) = ($0.split(separator: Path.slash), $1.split(separator: Path.slash))
            return one.lexicographicallyPrecedes(other) { $0.lexicographicallyPrecedes($1) }
        }
        #expect(found == sorted)
        #expect(found.count > 20)
        #expect(Set(found).count == found.count)
    }

    @Test("what is excluded is left out with all it holds, even if it cannot be read")
    func exclusion() throws {
        for name in ["r/a/x", "r/b/x", "r/c"] { try folder.write(name) }
        #expect(try list(["r"]) { $0 == Array("r/a".utf8) } == ["d r", "d r/b", "f r/b/x", "f r/c"])
    }

    @Test("contents can be skipped")
    func skipping() throws {
        for name in ["r/a/x", "r/c"] { try folder.write(name) }
        var walk = try SourceTree([folder.path.appending("r")]).walk()
        var count = 0
        while let metadata = try walk.next() {
            count += 1
            if metadata.kind == .folder, walk.path == Array("r/a".utf8) { walk.skipContents() }
        }
        #expect(count == 3)
    }

    @Test("folders deeper than the open descriptors are listed whole")
    func depth() throws {
        let deep = "r" + String(repeating: "/d", count: 300)
        try folder.write(deep + "/f")
        for level in stride(from: 0, to: 300, by: 50) {
            try folder.write("r" + String(repeating: "/d", count: level) + "/z")
        }
        let found = try list(["r"])
        #expect(found.count == 301 + 1 + 6)
        #expect(found.last == "f r/z")
    }

    @Test("a path that is too long is an error with its path")
    func tooDeep() throws {
        let name = String(repeating: "n", count: 250)
        var current = try Descriptor.open(folder.path, [.readOnly, .folder])
        for _ in 0..<17 {
            try current.makeFolder(Path(name), mode: 0o700)
            current = try Descriptor.open(Path(name), in: current, [.readOnly, .folder])
        }
        let tree = try SourceTree([folder.path.appending(name)])
        var walk = tree.walk()
        var caught: SystemError?
        do throws(SystemError) { while try walk.next() != nil {} } catch { caught = error }
        #expect(caught?.code == .tooLarge)
        #expect((caught?.path?.bytes.count ?? 0) > RelativePath.limit)
        #expect(system("rm -rf '\(folder.path.string)'") == 0)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let roots: [String]
        let code: SystemError.Code
        var testDescription: String { roots.joined(separator: " ") }
    }

    static let refusals = [
        Refusal(roots: ["missing"], code: .notFound),
        Refusal(roots: ["r", "s/r"], code: .duplicateName),
        Refusal(roots: ["r", "r"], code: .duplicateName),
        Refusal(roots: ["r", "r/."], code: .duplicateName),
        Refusal(roots: ["../../../../../../.."], code: .unsafeName),
        Refusal(roots: ["r/f/x"], code: .notFolder),
        Refusal(roots: ["a\0"], code: .unsafeName),
    ]

    @Test("inputs that cannot be named apart are refused", arguments: refusals)
    func refuses(_ refusal: Refusal) throws {
        try folder.write("r/f")
        try folder.write("s/r/f")
        #expect(code { () throws(SystemError) in _ = try list(refusal.roots) } == refusal.code)
    }

    @Test("every refusal stands in the table")
    func tableSize() { #expect(Self.refusals.count == 7) }

    @Test("a folder without a name is called as the one it means")
    func dot() throws {
        try folder.write("r/f")
        #expect(try list(["r/."]) == ["d r", "f r/f"])
        #expect(try list(["r/../r/"]) == ["d r", "f r/f"])
    }

    @Test("an output among the inputs is refused")
    func outputs() throws {
        try folder.write("r/a/f")
        try folder.write("plain")
        let tree = try SourceTree([folder.path.appending("r"), folder.path.appending("plain")])
        func check(_ target: String) -> SystemError.Code? {
            code { () throws(SystemError) in try tree.check(output: folder.path.appending(target)) }
        }
        #expect(check("r/new") == .outputInsideInput)
        #expect(check("r/a/new") == .outputInsideInput)
        #expect(check("r") == .inputIsOutput)
        #expect(check("plain") == .inputIsOutput)
        #expect(check("new") == nil)
        try folder.link("door", to: "r/a")
        #expect(check("door/new") == .outputInsideInput)
    }
}
