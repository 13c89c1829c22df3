import Label
import PackageFormat
import SystemIO
import TestSupport
import Testing

@testable import Console
@testable import Terminal

@Suite("A configuration is a strict and small part of YAML")
struct ConfigurationTests {
    @Test("every key is read, with comments, quotes and both ends of lines")
    func everyKey() throws {
        let text = """
            # defaults of the office
            ---
            from: soumu   # who signs
            self: false\r
            purpose: "移送"
            grade: 'C3/I2/A1'

            suite: chacha20-poly1305
            restrict: # two of them
              - 複製禁止
              # between
              - "C:関係者 \\"限り\\" # 1"
            ledger: /srv/ledger
            ledger-unavailable: spool
            """
        let configuration = try Configuration(bytes: Array(text.utf8))
        #expect(configuration.from == "soumu")
        #expect(configuration.includesSelf == false)
        #expect(configuration.purpose == .transfer)
        #expect(try configuration.grade == Grade(text: "C3/I2/A1"))
        #expect(configuration.suite == .chacha20Poly1305)
        #expect(configuration.keepsLedger && configuration.ledger == "/srv/ledger")
        #expect(configuration.whenLedgerUnavailable == .spool)
        #expect(configuration.restrictions.map(\.name.value) == ["複製禁止", "関係者 \"限り\" # 1"])
    }

    @Test("a ledger can be declined", arguments: ["ledger: false", "ledger: 'off'"])
    func noLedger(_ text: String) throws {
        #expect(try !Configuration(bytes: Array(text.utf8)).keepsLedger)
    }

    @Test(
        "a ledger has an absolute path, and one of two ways to be unavailable",
        arguments: ["ledger: here", "ledger-unavailable: ignore", "ledger-unavailable: true"])
    func badLedger(_ text: String) {
        #expect(throws: TerminalError(.badConfigurationValue, line: 1)) { try Configuration(bytes: Array(text.utf8)) }
    }

    static let empty = ["", "\n", "# only a comment", "---\n", "   \n  # indented"]

    @Test("nothing said is nothing set", arguments: empty)
    func nothing(_ text: String) throws {
        #expect(try Configuration(bytes: Array(text.utf8)) == Configuration())
    }

    static let texts: [(String, String)] = [
        ("a b", "a b"), ("a#b", "a#b"), ("a:b", "a:b"), ("'it''s'", "it's"), (#""a\\b""#, #"a\b"#), ("'#'", "#"),
        ("''", ""),
        ("\"'\"", "'"), ("2課", "2課"), ("'1'", "1"), ("'true'", "true"), ("a  # c", "a"), ("'a'  # c", "a"),
        ("総務課", "総務課"),
    ]

    @Test("a text is what YAML says it is", arguments: texts)
    func text(_ written: String, _ meant: String) throws {
        #expect(try Configuration(bytes: Array("from: \(written)".utf8)).from == meant)
    }

    static let forms: [(String, Int)] = [
        ("from", 1), ("from:soumu", 1), ("from:", 1), ("from:\nself: true", 1), (" from: a", 1), ("from: a\n---", 2),
        ("---\n---", 2), ("%YAML 1.2", 1), ("from: [a]", 1), ("from: {a: b}", 1), ("from: &a b", 1),
        ("from: *a", 1), ("from: !str a", 1), ("from: |\n  a", 1), ("from: >\n  a", 1), ("from: a: b", 1),
        ("from: a:", 1),
        ("from: 'a", 1), ("from: 'a' b", 1), ("from: 'a'#", 1), ("from: \"a", 1), ("from: \"\\n\"", 1), ("from:\ta", 1),
        ("from: a\u{7F}", 1), ("from: a\u{85}", 1), ("from: a\u{2028}", 1), ("\u{FEFF}from: a", 1), ("from: 12", 1),
        ("from: 0x1F", 1), ("from: 1e3", 1), ("from: +1", 1), ("from: 2026-04-01", 1), ("from: null", 1),
        ("from: ~", 1),
        ("from: Yes", 1), ("from: off", 1), ("from: TRUE", 1), ("from: -a", 1), ("from: ? a", 1), ("from: @a", 1),
        ("from: `a", 1), ("- a", 1), ("restrict:\n  - a\n - b", 3), ("restrict:\n  - - a", 2),
        ("restrict:\n  - a: b", 2),
        ("restrict:\n  -", 2), ("restrict:\n  - # nothing", 2), ("restrict:\n  - true", 2), ("from: a\n  - b", 2),
        ("from: a\n b", 2),
    ]

    @Test("what is not of the form is refused, with its line", arguments: forms)
    func form(_ text: String, _ line: Int) {
        #expect(throws: TerminalError(.badConfiguration, line: line)) { try Configuration(bytes: Array(text.utf8)) }
    }

    static let values: [(String, TerminalError)] = [
        ("from: a\nform: b", TerminalError(.unknownKey, line: 2)),
        ("from : a", TerminalError(.unknownKey, line: 1)),
        ("{from: a}", TerminalError(.unknownKey, line: 1)),
        ("\"from\": a", TerminalError(.unknownKey, line: 1)),
        ("from: a\n\nfrom: a", TerminalError(.duplicateKey, line: 3)),
        ("self: 'true'", TerminalError(.badConfigurationValue, line: 1)),
        ("from: true", TerminalError(.badConfigurationValue, line: 1)),
        ("from:\n  - a", TerminalError(.badConfigurationValue, line: 1)),
        ("restrict: 複製禁止", TerminalError(.badConfigurationValue, line: 1)),
        ("restrict:\n- 複製", TerminalError(.badConfigurationValue, line: 1)),
        ("grade: C4/I2/A1", TerminalError(.badConfigurationValue, line: 1)),
        ("purpose: sell", TerminalError(.badConfigurationValue, line: 1)),
        ("suite: rot13", TerminalError(.badConfigurationValue, line: 1)),
    ]

    @Test("a wrong key or value is refused, with its line", arguments: values)
    func value(_ text: String, _ error: TerminalError) {
        #expect(throws: error) { try Configuration(bytes: Array(text.utf8)) }
    }

    @Test("the tables keep their size")
    func tables() {
        #expect((Self.empty.count, Self.texts.count, Self.forms.count, Self.values.count) == (5, 14, 50, 13))
    }

    @Test("bytes that are not UTF-8 are refused")
    func encoding() {
        #expect(throws: TerminalError(.badConfiguration, line: 1)) { try Configuration(bytes: [0x66, 0xFF]) }
    }

    @Test("a file that was asked for must be there, and must not be too large")
    func files() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array("from: a\n".utf8), to: "good")
        try folder.write([UInt8](repeating: 0x0A, count: Configuration.limit + 1), to: "large")
        #expect(try Configuration.load(Path(folder("good"))).from == "a")
        #expect(throws: TerminalError(SystemError(.notFound, "open"))) { try Configuration.load(Path(folder("no"))) }
        #expect(throws: TerminalError(SystemError(.tooLarge, "read"))) { try Configuration.load(Path(folder("large"))) }
    }

    @Test("a refusal says where and why, and what to do")
    func report() throws {
        let error = try #require(throws: TerminalError.self) { try Configuration(bytes: Array("grade: C4\n".utf8)) }
        let report = ErrorReport(error, .en)
        #expect(report.exitCode == .usage)
        #expect(report.line == "configuration: line 1: 'C4' is not a value for this")
        #expect(report.hint == ErrorReport(LabelError(.badValue, .grade, text: "C4"), .en).hint)
        let unknown = ErrorReport(TerminalError(.unknownKey, line: 2, text: "a\u{1B}"), .ja)
        #expect(unknown.line == #"設定: 2 行目: 「a\x1B」というキーはありません"#)
    }
}
