import Cryptography
import Glibc
import SystemIO
import Testing

@testable import Console
@testable import Terminal

@Suite("On a terminal, passphrases are asked for without being shown", .serialized)
struct PromptTests {
    /// A pseudo-terminal, and what a person at it sees and types. It is held open on both sides, as by a shell.
    final class Person: Sendable {
        let number: CInt
        let shell: CInt
        let path: String

        init() throws {
            number = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
            var unlocked: CInt = 0
            var index: CUnsignedInt = 0
            // TIOCSPTLCK and TIOCGPTN, whose macros Swift does not import (ioctl_tty(2)).
            try #require(ioctl(number, 0x4004_5431, &unlocked) == 0 && ioctl(number, 0x8004_5430, &index) == 0)
            path = "/dev/pts/\(index)"
            shell = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
            try #require(shell >= 0)
        }

        deinit {
            close(number)
            close(shell)
        }

        /// What is on the screen up to the first place where `text` stands. What was not read stays for the next call.
        func reads(until text: String) -> String {
            var seen: [UInt8] = []
            var byte: UInt8 = 0
            while !String(decoding: seen, as: UTF8.self).hasSuffix(text) {
                guard read(number, &byte, 1) == 1 else { break }
                seen.append(byte)
            }
            return String(decoding: seen, as: UTF8.self)
        }

        /// Reads until `question` was seen, and tells whether what is typed would be shown.
        func sees(_ question: String) -> Bool {
            _ = reads(until: question)
            return isEchoed
        }

        /// Bytes that were typed and that the next reader of the terminal would get (FIONREAD).
        var unreadCount: CInt {
            var count: CInt = 0
            _ = ioctl(shell, 0x541B, &count)
            return count
        }

        var isEchoed: Bool {
            var attributes = termios()
            tcgetattr(number, &attributes)
            return attributes.c_lflag & tcflag_t(ECHO) != 0
        }

        func types(_ text: String) { _ = text.withCString { write(number, $0, strlen($0)) } }

        /// Answers each question in turn, on a thread of its own; gives whether each answer was shown.
        func answers(_ dialogue: [(String, String)]) -> Task<[Bool], Never> {
            Task.detached { [self] in
                dialogue.map { question, answer in
                    let echo = sees(question)
                    types(answer)
                    return echo
                }
            }
        }
    }

    /// A prompt on the person's terminal.
    static func prompt(_ person: Person) throws -> Prompt {
        Prompt(try OutputTests.Capture().output, device: Path(person.path))
    }

    @Test("a passphrase is not shown, and the echo is back afterwards", .timeLimit(.minutes(1)))
    func passphrase() async throws {
        let person = try Person()
        let echoes = person.answers([("Passphrase for key\\x1B: ", "合言葉 1\n")])
        let secret = try Self.prompt(person).passphrase(for: "key\u{1B}", from: .terminal)
        #expect(PassphraseTests.bytes(secret) == Array("合言葉 1".utf8))
        #expect(await echoes.value == [false])
        #expect(person.isEchoed)
    }

    @Test("a new passphrase is asked for twice", .timeLimit(.minutes(1)))
    func twice() async throws {
        let person = try Person()
        let echoes = person.answers([("New passphrase for key: ", "abc\n"), ("The same again: ", "abc\n")])
        let secret = try Self.prompt(person).newPassphrase(for: "key", from: .terminal)
        #expect(secret.count == 3)
        #expect(await echoes.value == [false, false])
    }

    @Test(
        "an answer that is no passphrase is refused, and the echo is back", .timeLimit(.minutes(1)),
        arguments: [
            ("\n", "", TerminalError.Code.empty), (String(repeating: "a", count: 2_000) + "\n", "", .tooLong),
            ("\u{4}", "", .missing), ("abc\n", "abd\n", .mismatch),
        ])
    func refused(_ first: String, _ second: String, _ code: TerminalError.Code) async throws {
        let person = try Person()
        let dialogue = [("New passphrase for key: ", first), ("The same again: ", second)].prefix(
            second.isEmpty ? 1 : 2)
        let echoes = person.answers(Array(dialogue))
        #expect(throws: TerminalError(code)) {
            let secret = try Self.prompt(person).newPassphrase(for: "key", from: .terminal)
            _ = secret.count
        }
        _ = await echoes.value
        #expect(person.isEchoed)
        #expect(person.unreadCount == 0)
    }

    @Test("the end of the process by a signal brings the echo back", .timeLimit(.minutes(1)))
    func emergency() throws {
        let person = try Person()
        let terminal = try Descriptor.open(Path(person.path), .readWrite)
        let echo = try EchoSuspension(terminal)
        #expect(!person.isEchoed)
        EchoSuspension.restoreAll()
        #expect(person.isEchoed)
        echo.end()
        #expect(person.isEchoed)
    }

    @Test(
        "only yes or no is an answer", .timeLimit(.minutes(1)),
        arguments: [(["yes"], true), (["No"], false), (["", "maybe", "はい"], true), (["いいえ"], false)])
    func confirm(_ typed: [String], _ expected: Bool) async throws {
        let person = try Person()
        let echoes = person.answers(typed.map { ("(yes/no) ", $0 + "\n") })
        #expect(try Self.prompt(person).confirm(.internalError, "x") == expected)
        #expect(await echoes.value == typed.map { _ in true })
    }

    @Test("without a terminal there is no answer")
    func noTerminal() throws {
        let prompt = Prompt(try OutputTests.Capture().output, device: "/dev/null")
        #expect(throws: TerminalError(.noTerminal)) { try prompt.confirm(.internalError, "x") }
        #expect(throws: TerminalError(.noTerminal)) {
            let secret = try prompt.passphrase(for: "x", from: .terminal)
            _ = secret.count
        }
    }
}
