import Foundation
import SystemIO
import TestSupport
import Testing

@testable import Routes

@Suite("The book of routes is read strictly and written in one form")
struct RouteBookTests {
    private static func routes() throws -> [Route] {
        [
            try Route(name: "nas", kind: .folder("/mnt/nas: \"1\""), isOwnProvided: true, domain: "総務課"),
            try Route(
                name: "stick",
                kind: .carried(
                    "/media/stick",
                    try RegisteredMedium(
                        name: "USB 3", serial: "4C53-01", uuid: "12AB-34CD", custodian: "田中", keepingPlace: "金庫 2",
                        erased: "2026-10-01 佐藤, 台帳 17"))),
            try Route(
                name: "branch",
                kind: .sftp(
                    try SSHDestination(
                        host: "files.example", user: "soumu", port: 2222, identityFile: "/k/id", knownHosts: "/k/known"),
                    folder: "in/箱"), statement: try DifferenceStatement(by: "山田", date: "2026-04-01")),
            try Route(name: "cloud", kind: .rclone(try RcloneRemote("remote:dir", configuration: "/k/rclone.conf"))),
            try Route(
                name: "mail",
                kind: .mail(
                    try MailSettings(address: "a@example.com", from: "b@example.com", maildir: "/m", limit: 20_000))),
            try Route(
                name: "own-way",
                kind: .command(
                    try CommandSettings(
                        account: "x", put: ["p", "{file}", "to={name}", "* & !"], get: ["g", "{name}", "{file}"],
                        list: ["l"]))),
        ]
    }

    @Test("what is written is read back, and written again it is the same")
    func roundTrip() throws {
        let book = RouteBook(routes: try Self.routes())
        let bytes = try book.bytes()
        #expect(try RouteBook(bytes: bytes) == book)
        #expect(try RouteBook(bytes: bytes).bytes() == bytes)
        #expect(try RouteBook(bytes: []).routes.isEmpty)
        #expect(try RouteBook(bytes: RouteBook().bytes()).routes.isEmpty)
    }

    @Test("the file is for its owner only, and routes are added and removed")
    func file() throws {
        let folder = try TemporaryFolder()
        let path = Path(folder("config/fubako/routes.yaml"))
        var book = try RouteBook.load(path)
        #expect(book.routes.isEmpty)
        for route in try Self.routes() { try book.add(route) }
        #expect(code { try book.add(try Self.routes()[0]) } == .exists)
        try book.remove("stick")
        #expect(code { try book.remove("stick") } == .notFound)
        try book.save(path)
        #expect(try Descriptor.open(path, .readOnly).metadata().mode == 0o600)
        #expect(try RouteBook.load(path) == book)
        #expect(book.routes.map(\.name) == ["nas", "branch", "cloud", "mail", "own-way"])
    }

    private static let head = "version: 1\nroutes:\n"

    @Test(
        "what is wrong is named with its line",
        arguments: [
            ("version: 2\nroutes: []\n", RoutesError.Code.unsupported, 1),
            ("routes: []\n", .unsupported, 1),
            ("version: 1\n", .missingKey, 1),
            ("version: 1\nroutes: x\n", .badValue, 2),
            ("version: 1\nother: x\nroutes: []\n", .unknownKey, 2),
            ("version: 1\nversion: 1\nroutes: []\n", .duplicate, 1),
            (head + "  - name: a\n    kind: folder\n    path: /x\n    colour: red\n", .unknownKey, 6),
            (head + "  - name: a\n    kind: folder\n    path: /x\n    host: h\n", .unknownKey, 6),
            (head + "  - name: a\n    kind: folder\n", .missingKey, 3),
            (head + "  - name: a\n    kind: folder\n    path: x\n", .badValue, 5),
            (head + "  - name: a\n    kind: pigeon\n", .badValue, 4),
            (head + "  - name: A\n    kind: folder\n    path: /x\n", .badValue, 3),
            (head + "  - name: a\n    kind: sftp\n    host: -oProxyCommand=x\n", .badValue, 3),
            (head + "  - name: a\n    kind: sftp\n    host: h\n    port: 070\n", .badValue, 6),
            (head + "  - name: a\n    kind: carried\n    path: /x\n", .missingKey, 3),
            (head + "  - name: a\n    kind: folder\n    path: /x\n    own: yes\n", .badValue, 6),
            (head + "  - name: a\n    kind: folder\n    path: /x\n    stated-by: b\n", .missingKey, 3),
            (
                head + "  - name: a\n    kind: folder\n    path: /x\n  - name: a\n    kind: folder\n    path: /y\n",
                .duplicate, 6
            ),
            (head + "  - &a x\n", .malformed, 3), (head + "  - *a\n", .malformed, 3),
            (head + "  - !!str x\n", .malformed, 3),
            (head + "  - |\n    x\n", .malformed, 3), ("--- \n", .malformed, 1), ("%YAML 1.2\n", .malformed, 1),
            ("a: \"x\n", .malformed, 2), ("a: [[[[[[[[[x]]]]]]]]]\n", .malformed, 1), ("a:\tx\n", .malformed, 1),
            ("- - - - - - - - - x\n", .malformed, 1), ("a: ]\n", .malformed, 1),
            ("\u{FEFF}version: 1\n", .malformed, 1),
        ])
    func refused(text: String, expected: RoutesError.Code, line: Int) {
        let error = failure { _ = try RouteBook(bytes: Array(text.utf8)) }
        #expect(error?.code == expected)
        #expect(error?.line == line)
    }

    @Test("bytes that are not UTF-8 and a file that is too large are refused")
    func bounds() {
        #expect(code { _ = try RouteBook(bytes: [0xFF]) } == .malformed)
        #expect(code { _ = try RouteBook(bytes: [UInt8](repeating: 32, count: (1 << 20) + 1)) } == .tooMuch)
    }

    @Test("routes to the same host, account or remote are one")
    func identity() throws {
        func identity(_ kind: RouteKind) throws -> String { try Route(name: "a", kind: kind).identity().description }
        let host = try identity(.sftp(try SSHDestination(host: "Files.Example.", user: "a", port: 22), folder: "x"))
        #expect(host == (try identity(.sftp(try SSHDestination(host: "files.example", user: "b"), folder: "y"))))
        #expect(
            try identity(.mail(try MailSettings(address: "Soumu+1@Example.com")))
                == identity(.mail(try MailSettings(address: "soumu@example.com"))))
        #expect(try identity(.rclone(try RcloneRemote("r:a"))) == identity(.rclone(try RcloneRemote("r:b"))))
        #expect(try identity(.folder("/tmp")) == identity(.folder("/tmp/.")))
        #expect(try identity(.folder("/tmp")) != identity(.folder("/proc")))
    }
}
