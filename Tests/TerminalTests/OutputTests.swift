import Cryptography
import Label
import SystemIO
import TestSupport
import Testing

@testable import Console
@testable import Terminal

@Suite("Data go to standard output, messages to standard error")
struct OutputTests {
    /// An output into two files.
    struct Capture {
        let folder: TemporaryFolder
        let output: Output

        init(_ language: Language = .en, isJSON: Bool = false, isQuiet: Bool = false) throws {
            folder = try TemporaryFolder()
            output = Output(
                language: language, isJSON: isJSON, isQuiet: isQuiet,
                data: SharedDescriptor(try .open(Path(folder("data")), [.writeOnly, .create])),
                messages: SharedDescriptor(try .open(Path(folder("messages")), [.writeOnly, .create])),
                environment: { _ in nil })
        }

        var data: String { get throws { String(decoding: try folder.read("data"), as: UTF8.self) } }
        var messages: String { get throws { String(decoding: try folder.read("messages"), as: UTF8.self) } }

        func speak() throws -> ExitCode {
            try output.line("data")
            output.note(.internalError, "note")
            output.warn(.internalError, "warning")
            return output.report(SystemError(.exists, "open", path: "名前"))
        }
    }

    @Test("for people")
    func people() throws {
        let capture = try Capture()
        #expect(try capture.speak() == .refused)
        #expect(try capture.data == "data\n")
        #expect(
            try capture.messages == """
                unexpected failure of kind note
                fubako: unexpected failure of kind warning
                fubako: writing: 名前: it exists already
                → choose another name, or replace it with --force

                """)
    }

    @Test("quiet leaves out notes only")
    func quiet() throws {
        let capture = try Capture(.ja, isQuiet: true)
        _ = try capture.speak()
        #expect(
            try capture.messages == """
                fubako: 予期しない失敗です（種類 warning）
                fubako: 書き込み: 名前: 既にあります
                → 別の名前にするか、--force で置き換えてください

                """)
    }

    @Test("for programs")
    func programs() throws {
        let capture = try Capture(isJSON: true)
        _ = try capture.speak()
        #expect(
            try capture.messages == """
                {"warning":{"message":"unexpected failure of kind warning","name":"internal.error"}}
                {"error":{"call":"open","code":10,"exit":"refused","hint":"choose another name, or replace it with --force",\
                "message":"it exists already","name":"system.exists","what":"writing","where":"名前"}}

                """)
    }

    @Test("JSON has sorted keys, exact numbers, and no character that acts on a terminal")
    func json() throws {
        struct Value: Encodable {
            let z = UInt64.max
            let a = "a/b\u{1B}\u{9B}\u{202E}\u{7F}\u{E0041}文"
        }
        #expect(
            try JSON.text(Value())
                == #"{"a":"a/b\u001b\u009b\u202e\u007f\udb40\udc41文","z":18446744073709551615}"#)
        #expect(throws: TerminalError(.notEncodable)) { try JSON.text([Double.infinity]) }
    }

    @Test("a secret is written as its bytes")
    func secret() throws {
        let capture = try Capture()
        try capture.output.line(Secret(copying: Array("abc".utf8)))
        #expect(try capture.data == "abc\n")
    }

    @Test("colour only on a terminal without NO_COLOR")
    func colour() throws {
        #expect(Colour.isWanted(isTerminal: true, environment: { _ in nil }))
        #expect(Colour.isWanted(isTerminal: true, environment: { $0 == "NO_COLOR" ? "" : nil }))
        #expect(!Colour.isWanted(isTerminal: true, environment: { $0 == "NO_COLOR" ? "1" : nil }))
        #expect(!Colour.isWanted(isTerminal: true, environment: { $0 == "TERM" ? "dumb" : nil }))
        #expect(!Colour.isWanted(isTerminal: false, environment: { _ in nil }))
        #expect(try Capture().output.coloured("x", .red) == "x")
    }

    @Test("a full disk under standard output is an error, one under standard error is not")
    func fullDisk() throws {
        let full = SharedDescriptor(try .open("/dev/full", .writeOnly))
        let output = Output(
            language: .en, isJSON: false, isQuiet: false, data: full, messages: full, environment: { _ in nil })
        output.warn(.internalError, "x")
        #expect {
            try output.line("x")
        } throws: {
            ($0 as? SystemError)?.code == .noSpace
        }
    }
}
