import Cryptography
import DER
import Dispersal
import Keyring
import Label
import Operations
import PackageFormat
import SystemIO
import Testing

@testable import Console
@testable import Terminal

@Suite("Errors of packages and keyrings are explained")
struct PackageReportTests {
    static let reports: [(any Error & Sendable, ExitCode, String)] = [
        (
            PackageFormatError(.damaged, "hash differs", place: Place(.unit, unit: 5, piece: 1)), .damaged,
            "package: piece 1, content, unit 5: damaged or altered: hash differs"
        ),
        (
            PackageFormatError(
                .malformed, "bad value", place: Place(.header, offset: 9),
                underlying: .der(DERError(.badValue, offset: 9))),
            .damaged, "package: header, at byte 9: not of the right form: bad value"
        ),
        (
            PackageFormatError(.noSuchPath, "none", path: [0x61, 0x1B, 0xFF]), .notFound,
            #"package: a\x1B\xFF: there is no such file or folder inside"#
        ),
        (
            PackageFormatError(.system, "write", underlying: .system(SystemError(.noSpace, "write", path: "x"))),
            .inputOutput, "writing: x: no space is left"
        ),
        (
            PackageFormatError(.badIndex, "no such thing", place: Place(.index), path: [0x2E, 0x2E]), .refused,
            "package: index, ..: a file inside breaks a rule: no such thing"
        ),
        (
            PackageFormatError(.badIndex, "a gap", place: Place(.index)), .damaged,
            "package: index: the index breaks a rule: a gap"
        ),
        (
            PackageFormatError(.severalFiles, "2"), .usage,
            "package: it holds 2 files; name the one for standard output"
        ),
        (
            PackageFailure(SystemError(.notFound, "open", path: "e"), on: .file("e")), .notFound,
            "accessing: e: there is no such file or folder"
        ),
        (
            PackageFailure(PackageFormatError(.badIndex, "a gap", place: Place(.index)), on: .file("index")), .damaged,
            "package: index: index: the index breaks a rule: a gap"
        ),
        (
            PackageFailure(SystemError(.exists, "rename", path: "in-1/x"), on: .standardInput), .refused,
            "writing: -: in-1/x: it exists already"
        ),
        (PackageFormatError(.notAPackage, ""), .notPackage, "package: it is not a package"),
        (PackageFormatError(.wrongKey, ""), .wrongKey, "package: no key at hand opens it"),
        (
            PackageFormatError(PieceShortage(split: .whole, present: [])), .tooFewPieces,
            "package: any 1 of 1 pieces open it, and there are 0 (): 1 more needed"
        ),
        (PackageFormatError(.system, ""), .internalError, "package: unexpected failure of kind package.system"),
        (DispersalError(.invalidShares), .damaged, "package: the pieces do not belong together"),
        (
            KeyringError(.unsafePermissions, "readable by others", path: "k\ney"), .refused,
            #"keyring: k\x0Aey: others may use it: readable by others"#
        ),
        (
            KeyringError(.notTrusted, "never confirmed", name: "総務\u{202E}課"), .refused,
            #"keyring: 総務\u{202E}課: the identity is not trusted"#
        ),
        (KeyringError(.wrongPassphrase, ""), .wrongKey, "keyring: wrong passphrase"),
        (KeyringError(.system, ""), .internalError, "keyring: unexpected failure of kind keyring.system"),
    ]

    @Test("an error says what, where and why", arguments: reports.indices)
    func report(_ index: Int) {
        let (error, exitCode, line) = Self.reports[index]
        let report = ErrorReport(error, .en)
        #expect(report.exitCode == exitCode)
        #expect(report.line == line)
        #expect(ErrorReport(error, .ja).why != report.why)
    }

    @Test("what is known in English only is left out of Japanese, and kept for programs")
    func detail() throws {
        let error = PackageFormatError(.badIndex, "no such thing", place: Place(.index), path: [0x2E, 0x2E])
        let report = ErrorReport(error, .ja)
        #expect(report.line == "パッケージ: 索引、..: 中のファイルが規則に反しています")
        #expect(report.detail == "no such thing")
        #expect(try JSON.text(report).contains(#""detail":"no such thing""#))
        let signature = ErrorReport(CryptographyError(.signatureInvalid, operation: "CMS", reason: "none"), .ja)
        #expect(signature.line == "暗号処理: 署名が正しくありません")
        #expect(signature.detail == "CMS: none")
        #expect(ErrorReport(SystemError(.system, "fsync", number: 5), .ja).why == "システムコールが失敗しました（errno 5）")
    }

    @Test("every place in a package has a name")
    func places() {
        #expect(Place.Region.allCases.count == 13)
        #expect(Set(Place.Region.allCases.map { $0.message.text(.en) }).count == 13)
        #expect(Place(.unit, offset: 7, unit: 5, piece: 2).text(.ja) == "ピース 2、内容、ユニット 5、7 バイト目")
    }

    @Test("an error that carries another's explains itself by it, and the tables have a row for all others")
    func tables() {
        #expect(PackageFormatError.explanations.count == 22)
        #expect(DispersalError.explanations.count == 3)
        #expect(KeyringError.explanations.count == 23)
    }
}
