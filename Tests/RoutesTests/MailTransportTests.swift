import Foundation
import SystemIO
import TestSupport
import Testing

@testable import Routes

@Suite("Pieces go by mail and are collected from a Maildir")
struct MailTransportTests {
    let folder: TemporaryFolder
    init() throws {
        folder = try TemporaryFolder()
        for name in ["mail/new", "mail/cur", "mail/tmp"] {
            try FileManager.default.createDirectory(atPath: folder(name), withIntermediateDirectories: true)
        }
        // A mail system that delivers to the Maildir whatever has an addressee.
        try script(
            "sendmail",
            "cat > \"$M/tmp/1\" && grep -q '^To: to@example.com' \"$M/tmp/1\" && mv \"$M/tmp/1\" \"$M/new/$$\"")
    }

    private func script(_ name: String, _ line: String) throws {
        _ = try folder.script("M='\(folder("mail"))'\n\(line)", as: name)
    }

    private func transport(_ program: String = "sendmail", limit: UInt64 = 1_000_000) throws -> MailTransport {
        MailTransport(
            try MailSettings(
                address: "to@example.com", from: "from@example.com", program: Path(folder(program)),
                maildir: Path(folder("mail")), limit: limit))
    }

    @Test("sizes around a line arrive as they are", arguments: [0, 1, 56, 57, 58, 100_000])
    func sizes(count: Int) throws {
        let delivery = try transport().put(try samplePiece(count))
        #expect(delivery.verification == .none)
        let listed = try transport().list()
        #expect(listed.map(\.name.text) == [sampleName] && listed.map(\.size) == [UInt64(count)])
        #expect(try transport().collect() == sampleBytes(count))
        #expect(try transport().collect(keeping: sampleBytes(count / 2)) == sampleBytes(count))
        try transport().exchangeReceipt()
    }

    @Test("a name that is not ASCII arrives")
    func japanese() throws {
        let name = try PieceName("報告 書'%.1.fubako")
        _ = try transport().put(try samplePiece(10), as: name)
        #expect(try transport().list().map(\.name) == [name])
    }

    @Test("a piece over the limit is refused with the size that fits, and that size does fit")
    func limit() throws {
        let error = failure { _ = try transport(limit: 100_000).put(try samplePiece(80_000)) }
        #expect(error?.code == .tooLarge)
        let fits = try #require(error?.fits)
        #expect(try names(folder("mail/new")).isEmpty)
        _ = try transport(limit: 100_000).put(try samplePiece(Int(fits)))
        let message = try folder.read("mail/new/\(try names(folder("mail/new"))[0])")
        // As it travels: each line end is two bytes.
        #expect(message.count + message.count(where: { $0 == 10 }) <= 100_000)
        #expect(try transport(limit: 100_000).collect().count == Int(fits))
    }

    @Test(
        "what the mail system answers is told",
        arguments: [(75, RoutesError.Code.down), (67, .wrongRemote), (77, .refused), (1, .programFailed)])
    func answers(status: Int, expected: RoutesError.Code) throws {
        try script("refusing", "cat > /dev/null; exit \(status)")
        #expect(code { _ = try transport("refusing").put(try samplePiece(100_000)) } == expected)
    }

    @Test("a mail system that dies in the middle sent nothing")
    func cut() throws {
        try script("dying", "head -c 1000 > /dev/null; kill -9 $$")
        #expect(code { _ = try transport("dying").put(try samplePiece(500_000)) } == .programFailed)
        #expect(code { _ = try transport("none").put(try samplePiece(1)) } == .noProgram)
    }

    private static func message(_ disposition: String, body: String = "AQID") -> String {
        "To: x\nContent-Transfer-Encoding: base64\nContent-Disposition: \(disposition)\n\n\(body)\n"
    }

    @Test(
        "attachments are found where they are, and other mail is left alone",
        arguments: [
            (message("attachment; filename=\"a.fubako\""), ["a.fubako"]),
            (message("attachment;\n filename=a.fubako"), ["a.fubako"]),
            (message("inline; filename=a.fubako"), []),
            (message("attachment; filename=\"../a.fubako\""), []),
            (message("attachment; filename=a.txt"), []),
            (
                "Content-Type: multipart/mixed; boundary=b\n\nhello\n--b\n\ntext\n--b\n"
                    + message("attachment; filename=a.fubako") + "--b--\n" + message("attachment; filename=c.fubako"),
                ["a.fubako"]
            ),
            ("Content-Type: multipart/mixed\n\n--b\n" + message("attachment; filename=a.fubako"), []),
            ("no header\n\n", []), ("", []), (" folded: nothing\n\n", []),
            ("A: " + String(repeating: "x", count: 70_000) + "\n" + message("attachment; filename=a.fubako"), []),
            (
                String(repeating: "Content-Type: multipart/mixed; boundary=b\n\n--b\n", count: 20)
                    + message("attachment; filename=a.fubako"), []
            ),
        ])
    func parsing(message: String, expected: [String]) throws {
        for text in [message, message.replacingOccurrences(of: "\n", with: "\r\n")] {
            try folder.write(Array(text.utf8), to: "mail/new/m")
            #expect(try transport().list().map(\.name.text) == expected)
        }
    }

    @Test("an attachment that is not whole is told, and another message with the piece is taken instead")
    func damaged() throws {
        let name = try PieceName("a.fubako")
        let file = try Descriptor.open(Path(try folder.write([], to: "piece")), .readWrite)
        try folder.write(Array(Self.message("attachment; filename=a.fubako", body: "AQI").utf8), to: "mail/new/2")
        #expect(code { _ = try transport().fetch(name, into: file, from: 0, limit: 100) } == .malformed)
        try folder.write(Array(Self.message("attachment; filename=a.fubako").utf8), to: "mail/new/1")
        #expect(try transport().fetch(name, into: file, from: 0, limit: 100) == 3)
        #expect(try folder.read("piece") == [1, 2, 3])
        #expect(code { _ = try transport().fetch(name, into: file, from: 0, limit: 2) } == .tooMuch)
    }

    @Test(
        "addresses that could change the message's header are refused",
        arguments: ["a", "a@b@c", "a b@c", "a@b\nBcc: x@y", "-a@b", "a..b@c", ""])
    func addresses(text: String) {
        #expect(code { _ = try MailSettings(address: text) } == .badValue)
    }
}

@Suite("Pieces go by the user's own programs")
struct CommandTransportTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func transport(put: [String] = ["cp", "--", "{file}"], get: [String] = ["cp", "--"]) throws
        -> CommandTransport
    {
        CommandTransport(
            try CommandSettings(
                account: "shelf", put: put + [folder.path + "/{name}"],
                get: get.isEmpty ? [] : get + [folder.path + "/{name}", "{file}"], list: ["ls", "--", folder.path]))
    }

    private func piece(_ count: Int) throws -> OutgoingPiece {
        let path = try folder.write(sampleBytes(count), to: "piece")
        return try OutgoingPiece(SharedDescriptor(try Descriptor.open(Path(path), .readOnly)), path: Path(path))
    }

    @Test(
        "a piece and a receipt are delivered, listed, collected and compared; no shell sees their names",
        arguments: ["$(touch x); {file} 'a'.fubako", "$(touch x); {file} 'a'.fubako-receipt"])
    func roundTrip(text: String) throws {
        let name = try PieceName(text)
        let delivery = try transport().put(try piece(50_000), as: name)
        #expect(delivery.verification == .readBack)
        #expect(try transport().list().map(\.name) == [name])
        let file = try Descriptor.open(Path(try folder.write([], to: "collected")), .readWrite)
        #expect(try transport().fetch(name, into: file, from: 0, limit: 50_000) == 50_000)
        #expect(try folder.read("collected") == sampleBytes(50_000))
        #expect(code { _ = try transport().fetch(name, into: file, from: 0, limit: 49_999) } == .tooMuch)
    }

    @Test("a program that fails, delivers something else, or makes no file, is told")
    func failures() throws {
        let piece = try piece(100)
        let name = try PieceName(sampleName)
        #expect(code { _ = try transport(put: ["false", "{file}"]).put(piece, as: name) } == .programFailed)
        #expect(
            code { _ = try transport(put: ["cp", "/dev/null", "-T", "--", "{file}"]).put(piece, as: name) }
                == .programFailed)
        #expect(
            code { _ = try transport(put: ["truncate", "--size=3", "{file}.x"]).put(piece, as: name) } == .mismatch)
        #expect(code { _ = try transport(get: ["true"]).put(piece, as: name) } == .notFound)
        #expect(try transport(get: []).put(piece, as: name).verification == .none)
        #expect(code { _ = try transport().put(try samplePiece(1), as: name) } == .unsupported)
    }

    @Test("commands without their placeholders are refused")
    func settings() {
        #expect(code { _ = try CommandSettings(account: "x", put: ["cp", "{file}"]) } == .badValue)
        #expect(code { _ = try CommandSettings(account: "x", put: ["{file}", "{name}"]) } == .badValue)
        #expect(
            code { _ = try CommandSettings(account: "x", put: ["p", "{file}", "{name}"], get: ["g"]) } == .badValue)
    }
}
