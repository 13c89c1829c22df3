import Glibc
import Label
import SystemIO
import Testing

@testable import Console
@testable import Terminal

@Suite("Progress is shown on one line of a terminal")
struct ProgressLineTests {
    static let texts: [(UInt64, UInt64, Int, String)] = [
        (1_048_576, 4_194_304, 80, "文書.pdf  25%  1.0 MiB / 4.0 MiB  512.0 KiB/s  0:06 left"),
        (1_048_576, 4_194_304, 54, "文書…  25%  1.0 MiB / 4.0 MiB  512.0 KiB/s  0:06 left"),
        (1_048_576, 4_194_304, 20, "25%  1.0 MiB / 4.0…"),
        (1_048_576, 0, 80, "文書.pdf  1.0 MiB  512.0 KiB/s"),
        (0, 5, 80, "文書.pdf  0%  0 bytes / 5 bytes  0 bytes/s"),
        (10, 5, 80, "文書.pdf  100%  5 bytes / 5 bytes  5 bytes/s  0:00 left"),
        (1, .max, 80, "文書.pdf  0%  1 bytes / 16.0 EiB  0 bytes/s"),
        (2, .max, 80, "文書.pdf  0%  2 bytes / 16.0 EiB  1 bytes/s  99:59:59 left"),
        (.max, .max, 80, "文書.pdf  100%  16.0 EiB / 16.0 EiB  888.2 PiB/s  0:00 left"),
    ]

    @Test("the line fits the terminal", arguments: texts)
    func text(_ completed: UInt64, _ total: UInt64, _ columns: Int, _ expected: String) {
        let count = ProgressCount(completed: completed, total: total)
        let text = ProgressLine.text("文書.pdf", count, .seconds(2), columns: columns, .en)
        #expect(text == expected)
        #expect(displayWidth(text) < columns)
    }

    static let entryTexts: [(UInt64, UInt64, Language, String)] = [
        (250_000, 1_000_000, .en, "ledger  25%  250000 / 1000000 entries  125000 entries/s  0:06 left"),
        (250_000, 1_000_000, .ja, "ledger  25%  記録 250000 / 1000000 件  125000 件/秒  残り 0:06"),
        (3, 0, .en, "ledger  3 entries  1 entries/s"), (3, 0, .ja, "ledger  記録 3 件  1 件/秒"),
        (0, 5, .en, "ledger  0%  0 / 5 entries  0 entries/s"),
    ]

    @Test("entries are counted as entries", arguments: entryTexts)
    func entries(_ completed: UInt64, _ total: UInt64, _ language: Language, _ expected: String) {
        let count = ProgressCount(completed: completed, total: total, of: .entries)
        #expect(ProgressLine.text("ledger", count, .seconds(2), columns: 80, language) == expected)
    }

    @Test("nothing is drawn where there is no terminal")
    func silent() throws {
        let capture = try OutputTests.Capture()
        let line = ProgressLine(capture.output, label: "x") { ProgressCount(completed: 1, total: 2) }
        usleep(700_000)
        line.finish()
        #expect(try capture.messages.isEmpty)
    }

    @Test(
        "the line is drawn after half a second, gives way to messages, and is cleared at the end",
        .timeLimit(.minutes(1)))
    func drawn() throws {
        let person = try PromptTests.Person()
        let terminal = SharedDescriptor(try .open(Path(person.path), .readWrite))
        let output = Output(
            language: .en, isJSON: false, isQuiet: false, data: terminal, messages: terminal, environment: { _ in nil })
        let begin = ContinuousClock.now
        let line = ProgressLine(output, label: "report") { ProgressCount(completed: 1, total: 2) }
        #expect(person.reads(until: "report  50%").contains("report  50%"))
        #expect(ContinuousClock.now - begin >= .milliseconds(500))
        output.note(.internalError, "x")
        #expect(person.reads(until: "kind x").contains("\r\u{1B}[K"))
        _ = person.reads(until: "report")
        line.finish()
        output.note(.internalError, "end")
        usleep(250_000)
        output.note(.internalError, "later")
        let rest = person.reads(until: "later")
        #expect(rest.hasSuffix("\r\u{1B}[Kunexpected failure of kind end\r\nunexpected failure of kind later"))
    }
}
