import SystemIO
import Testing

@testable import PackageFormat

@Suite("Which names an entry may have")
struct EntryPathTests {
    private static let name255 = String(repeating: "n", count: 255)
    /// 16 components of 255 bytes and their separators: 4,095 bytes.
    private static let path4095 = Array(repeating: name255, count: 16).joined(separator: "/")

    private static let allowed: [String] = [
        "a", "a/b", "report/第1号 報告書.pdf", "が", "か\u{3099}", "...", "..a", "a..", ".hidden", "a b", "a\\b", "C:",
        "-rf", "~", "a/.../b", "\u{202E}txt.exe", "😀", name255, path4095,
    ]

    @Test("names of files are taken as they are", arguments: allowed)
    func allows(_ path: String) {
        #expect(Self.allowed.count == 19)
        #expect(EntryPath.fault(in: Array(path.utf8)) == nil)
    }

    private static let emptyComponent = "an empty component, or \"/\" at the start or the end"
    private static let dots = "a component \".\" or \"..\""
    private static let refused: [([UInt8], String)] = [
        ([], "1 to 4,096 bytes are allowed"),
        (Array((path4095 + "/n").utf8), "1 to 4,096 bytes are allowed"),
        (Array("/".utf8), emptyComponent), (Array("/etc/passwd".utf8), emptyComponent),
        (Array("a/".utf8), emptyComponent), (Array("a//b".utf8), emptyComponent),
        (Array(".".utf8), dots), (Array("..".utf8), dots), (Array("../a".utf8), dots), (Array("a/../b".utf8), dots),
        (Array("a/./b".utf8), dots), (Array("a/..".utf8), dots),
        (Array((name255 + "n").utf8), "a component of more than 255 bytes"),
        (Array("a\u{0}b".utf8), "a control character"), (Array("a\nb".utf8), "a control character"),
        (Array("a\u{1B}[2J".utf8), "a control character"), (Array("a\u{7F}".utf8), "a control character"),
        (Array("a\u{80}".utf8), "a control character"), (Array("a\u{9F}".utf8), "a control character"),
        ([0x61, 0xFF], "not valid UTF-8"), ([0xC0, 0xAF], "not valid UTF-8"), ([0xED, 0xA0, 0x80], "not valid UTF-8"),
        ([0xE3, 0x81], "not valid UTF-8"), ([0xF4, 0x90, 0x80, 0x80], "not valid UTF-8"),
    ]

    @Test("names that would leave the folder or mislead are refused", arguments: refused)
    func refuses(path: [UInt8], reason: String) {
        #expect(Self.refused.count == 24)
        #expect(EntryPath.fault(in: path) == reason)
    }

    private static let climbing = "the link climbs with \"..\" after a name"
    private static let outside = "the link leads out of the package"
    /// Target, folders above the link, what is wrong.
    private static let links: [(String, Int, String?)] = [
        ("a", 0, nil), ("a/b", 0, nil), (".", 0, nil), ("./a", 0, nil), ("a/./b", 0, nil), ("../a", 1, nil),
        ("..", 1, nil), ("../..", 2, nil), ("../../a/b", 2, nil), ("./../a", 1, nil), (".././a", 1, nil),
        ("..", 0, outside), ("../a", 0, outside), ("../../a", 1, outside), ("./../../a", 1, outside),
        ("a/..", 1, climbing), ("a/../b", 5, climbing), ("../a/../b", 5, climbing), ("a/../..", 5, climbing),
        ("/", 5, emptyComponent), ("/etc/passwd", 5, emptyComponent), ("a//b", 0, emptyComponent),
        ("a/", 0, emptyComponent), ("../", 1, emptyComponent), ("", 0, "1 to 4,096 bytes are allowed"),
        ("a\u{1B}b", 0, "a control character"), (name255 + "n", 0, "a component of more than 255 bytes"),
    ]

    @Test("links stay inside the package", arguments: links)
    func keepsLinks(target: String, depth: Int, reason: String?) {
        #expect(Self.links.count == 27)
        #expect(EntryPath.linkFault(in: Array(target.utf8), depth: depth) == reason)
    }

    @Test("the guard that makes links allows those of the format, and none that lead elsewhere")
    func agreesAboutLinks() {
        for (target, depth, reason) in Self.links {
            let path = Array((String(repeating: "d/", count: depth) + "link").utf8)
            let isSafe = RelativePath.isSafeLink(path, target: Array(target.utf8))
            // What a name may look like is the format's to say; where a link may lead, both.
            #expect(isSafe == (reason == nil || reason == "a control character"), "\(target)")
        }
        let components = [".", "..", "a", ""]
        for number in 0..<256 {
            let parts = [number & 3, number >> 2 & 3, number >> 4 & 3, number >> 6].map { components[$0] }
            let target = Array(parts.joined(separator: "/").utf8)
            for depth in 0...4 {
                let path = Array((String(repeating: "d/", count: depth) + "link").utf8)
                let isAllowed = EntryPath.linkFault(in: target, depth: depth) == nil
                #expect(RelativePath.isSafeLink(path, target: target) == isAllowed, "\(parts), \(depth)")
            }
        }
    }

    @Test(
        "what lies in a folder",
        arguments: [
            ("a/b", "a", true), ("a/b/c", "a", true), ("a/b/c", "a/b", true), ("a", "a", false), ("a", "a/b", false),
            ("ab", "a", false), ("a-b/c", "a", false), ("b/a", "a", false),
        ])
    func lies(path: String, folder: String, isInside: Bool) {
        #expect(EntryPath.lies(Array(path.utf8), in: Array(folder.utf8)) == isInside)
    }

    @Test("paths are ordered component by component, as bytes")
    func order() {
        let sorted = ["a", "a/b", "a/b/c", "a/c", "a!", "a-", "a.b", "a0", "aa", "b", "ab/c"].sorted {
            EntryPath.precedes(Array($0.utf8), Array($1.utf8))
        }
        #expect(sorted == ["a", "a/b", "a/b/c", "a/c", "a!", "a-", "a.b", "a0", "aa", "ab/c", "b"])
        #expect(!EntryPath.precedes(Array("a".utf8), Array("a".utf8)))
    }
}
