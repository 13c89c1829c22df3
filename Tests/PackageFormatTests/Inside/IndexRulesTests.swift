import SystemIO
import Testing

@testable import PackageFormat

/// Entries as tests write them: "name/" is a folder, "name" a file, "name>target" a link.
func entry(_ text: String, size: UInt64 = 0, seconds: Int64 = 0, mode: UInt32 = 0o644) -> Entry {
    let time = FileTime(seconds: seconds)
    if text.hasSuffix("/") {
        return Entry(path: Array(text.utf8.dropLast()), mode: mode, modified: time, node: .folder)
    }
    let parts = text.split(separator: ">", maxSplits: 1, omittingEmptySubsequences: false)
    let node = parts.count == 2 ? Entry.Node.link(Array(parts[1].utf8)) : .file(size)
    return Entry(path: Array(parts[0].utf8), mode: mode, modified: time, node: node)
}

@Suite("An index describes a tree")
struct IndexRulesTests {
    private static let allowed: [[String]] = [
        ["a"], ["a", "b", "c"], ["a/"], ["a/", "a/b", "a/c/", "a/c/d", "a!", "b"],
        ["a/", "a/b/", "a/b/c/", "a/d", "b/"],
        ["a/", "a/l>..", "a/m>../b", "b"], ["l>missing"], ["A", "a"],
    ]

    @Test("trees", arguments: allowed)
    func allows(_ entries: [String]) throws {
        #expect(Self.allowed.count == 8)
        var rules = IndexRules()
        for text in entries { try rules.check(entry(text, size: 10)) }
        #expect(rules.count == UInt64(entries.count))
        #expect(rules.contentLength == 10 * UInt64(entries.count { !$0.hasSuffix("/") && !$0.contains(">") }))
    }

    private static let notAscending = "the entries are not in ascending order"
    private static let noFolder = "it does not lie in an earlier folder"
    /// Entries, of which the last breaks a rule; its path; the rule.
    private static let refused: [([String], String, String)] = [
        (["a", "a"], "a", "the path occurs twice"), (["a/", "a"], "a", "the path occurs twice"),
        (["b", "a"], "a", notAscending), (["a/", "a/c", "a/b"], "a/b", notAscending),
        (["a!", "a/"], "a", notAscending), (["a/", "a!", "a/b"], "a/b", notAscending),
        (["a/b"], "a/b", noFolder), (["a", "a/b"], "a/b", noFolder), (["a>b", "a/b"], "a/b", noFolder),
        (["a/", "a/b/c"], "a/b/c", noFolder), (["a/", "a/b", "a/b/c"], "a/b/c", noFolder),
        (["a/", "b/c"], "b/c", noFolder), (["a/", "a/b/", "aa/c"], "aa/c", noFolder),
        (["a/", "a/l>../.."], "a/l", "the link leads out of the package"),
        (["l>/etc"], "l", "an empty component, or \"/\" at the start or the end"),
        (["a/", "a/l>b/../c"], "a/l", "the link climbs with \"..\" after a name"),
        (["../a"], "../a", "a component \".\" or \"..\""), (["a\u{1B}"], "a\u{1B}", "a control character"),
    ]

    @Test("what is no tree", arguments: refused)
    func refuses(entries: [String], path: String, reason: String) throws {
        #expect(Self.refused.count == 18)
        var rules = IndexRules()
        for text in entries.dropLast() { try rules.check(entry(text)) }
        let error = refusal { try rules.check(entry(entries.last ?? "")) }
        #expect(error == fault(.badIndex, .index, path: path))
        #expect(error?.reason == reason)
    }

    @Test("sizes that add up beyond 64 bits")
    func overflow() throws {
        var rules = IndexRules()
        for name in ["a", "b", "c"] { try rules.check(entry(name, size: 1 << 62)) }
        let error = refusal { try rules.check(entry("d", size: 1 << 62)) }
        #expect(error == fault(.badIndex, .index, path: "d"))
        #expect(error?.reason == "sizes exceed all bounds")
    }

    @Test("nothing to seal is refused, and so is what the rules refuse")
    func builder() throws {
        let empty = refusal { _ = try IndexBuilder().finish(label: nil, recipients: nil).length }
        #expect(empty == fault(.invalidRequest))
        var builder = IndexBuilder()
        try builder.append(entry("a", size: 3))
        let error = refusal { try builder.append(entry("a/b")) }
        #expect(error == PackageFormatError(.unsealableName, "", path: Array("a/b".utf8)))
        #expect(builder.count == 1 && builder.contentLength == 3)
    }
}
