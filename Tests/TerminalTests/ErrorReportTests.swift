import Cryptography
import DER
import Label
import Routes
import SystemIO
import TestSupport
import Testing

@testable import Console
@testable import Terminal

@Suite("Every error is explained, and has its exit code")
struct ErrorReportTests {
    @Test("exit codes keep their numbers, and their names differ")
    func exitCodes() {
        #expect(ExitCode.allCases.map(\.rawValue) == Array(0...19) + [129, 130, 143])
        #expect(Set(ExitCode.allCases.map(\.name)).count == 23)
        #expect(ExitCode(signal: 2) == .interrupted)
        #expect(ExitCode(signal: 15) == .terminated)
        #expect(ExitCode(signal: 1) == .hungUp)
    }

    static let reports: [(any Error & Sendable, ExitCode, String)] = [
        (
            LabelError(.badValue, .grade, text: "秘\u{202E}"), .usage,
            #"label: grade: '秘\u{202E}' is not a value for this"#
        ),
        (
            LabelError(.contradiction, .gradedC3Until), .usage,
            "label: graded-c3-until: it goes with confidentiality 3 only"
        ),
        (DERError(.badValue, offset: 12), .damaged, "data: at byte 12: a value is not allowed here"),
        (
            SystemError(.notFound, "open", path: "a\nb"), .notFound,
            #"accessing: a\x0Ab: there is no such file or folder"#
        ),
        (SystemError(.noSpace, "pwrite", offset: 7, number: 28), .inputOutput, "writing: at byte 7: no space is left"),
        (
            SystemError(.system, "fsync", path: "x", offset: 1, number: 5), .inputOutput,
            "writing: x, at byte 1: Input/output error"
        ),
        (SystemError(.exists, "linkat", path: "x"), .refused, "writing: x: it exists already"),
        (
            SystemError(.otherKind, "rename", path: ""), .refused,
            "writing: '': something of another kind has this name, and is never replaced"
        ),
        (SystemError(.interrupted, "read", number: 15), .terminated, "interrupted"),
        (CryptographyError(.wrongPassphrase, operation: "key", reason: ""), .wrongKey, "key: wrong passphrase"),
        (
            CryptographyError(.signatureInvalid, operation: "CMS", reason: "no \u{1B}"), .badSignature,
            #"CMS: the signature is not valid: no \x1B"#
        ),
        (TerminalError(.tooLong), .usage, "passphrase: it is longer than 1024 bytes"),
        (TerminalError(SystemError(.interrupted, "read", number: 2)), .interrupted, "interrupted"),
        (
            CommandFailure(.refused, .systemExists, place: "x\u{9B}", hint: .hintExists), .refused,
            #"x\u{9B}: it exists already"#
        ),
        (TestSupportError("secret"), .internalError, "internal error: unexpected failure of kind TestSupportError"),
        (
            SystemError(.init(rawValue: "new kind"), "x"), .internalError,
            "operating system: unexpected failure of kind system.new-kind"
        ),
    ]

    @Test("an error says what, where and why", arguments: reports.indices)
    func report(_ index: Int) {
        let (error, exitCode, line) = Self.reports[index]
        let report = ErrorReport(error, .en)
        #expect(report.exitCode == exitCode)
        #expect(report.line == line)
        #expect(!report.name.contains(" "))
        #expect(ErrorReport(error, .ja).why != report.why)
    }

    @Test("the tables have a row for every code there is")
    func tables() {
        #expect(LabelError.explanations.count == 10)
        #expect(DERError.explanations.count == 5)
        #expect(SystemError.explanations.count == 20)
        #expect(CryptographyError.explanations.count == 12)
        #expect(TerminalError.explanations.count == 10)
        #expect(RoutesError.explanations.count == 26)
    }
}
