import Foundation
import SystemIO
import TestSupport
import Testing

@testable import Routes

@Suite("A route is known by where it leads")
struct RouteTests {
    @Test(
        "a place for SFTP is read as sftp(1) reads it, and written so again",
        arguments: [
            ("sftp://host", nil, nil, "host", "", "sftp://host/"),
            ("sftp://u@h:22/in", "u", 22, "h", "in", "sftp://u@h:22/in"),
            ("sftp://h//srv/in", nil, nil, "h", "/srv/in", "sftp://h//srv/in"),
            ("sftp://[::1]:2222/a%20b", nil, 2222, "::1", "a b", "sftp://[::1]:2222/a b"),
            ("sftp://h/%E7%AE%B1", nil, nil, "h", "箱", "sftp://h/箱"),
        ] as [(String, String?, Int?, String, String, String)])
    func address(_ url: String, user: String?, port: Int?, host: String, folder: String, written: String) throws {
        let kind = try RouteKind.sftp(url: url)
        #expect(kind == .sftp(try SSHDestination(host: host, user: user, port: port), folder: folder))
        #expect(try Route(name: "a", kind: kind).destination == written)
    }

    @Test(
        "what is no place for SFTP is refused",
        arguments: [
            "", "h", "ftp://h/", "sftp:///x", "sftp://a@b@c/", "sftp://h:/x", "sftp://h:0/x", "sftp://h:+1/x",
            "sftp://h:65536/",
            "sftp://[::1/x", "sftp://[::1]x/", "sftp://-h/x", "sftp://h/%", "sftp://h/%G0", "sftp://h/%+1",
            "sftp://h/%FF",
            "sftp://h/a%0Ab", "sftp://h/a%00b", "sftp://a b/x",
        ])
    func noAddress(_ url: String) {
        #expect(code { _ = try RouteKind.sftp(url: url) } == .badValue)
    }

    private func medium(_ kind: String, _ source: String, serial: String? = nil, uuid: String? = nil) -> Medium {
        Medium(kind: kind, source: source, mountPoint: "/m", label: nil, uuid: uuid, serial: serial, device: 42)
    }

    @Test(
        "a share is compared by its host, a disk by its serial number or UUID, and anything else by its device",
        arguments: [
            ("nfs4", "Files.Example.:/x", nil, nil, "host:files.example"),
            ("nfs", "[fe80::1]:/x", nil, nil, "host:fe80::1"),
            ("cifs", "//files.example/share", nil, nil, "host:files.example"),
            ("fuse.sshfs", "u@files.example:", nil, nil, "host:files.example"),
            ("nfs", "strange", nil, nil, "device:42"),
            ("ext4", "/dev/sda1", "S1", "U1", "medium:S1"), ("vfat", "/dev/sda1", nil, "U1", "medium:U1"),
            ("tmpfs", "tmpfs", nil, nil, "device:42"),
        ] as [(String, String, String?, String?, String)])
    func identity(kind: String, source: String, serial: String?, uuid: String?, expected: String) {
        #expect(medium(kind, source, serial: serial, uuid: uuid).identity.description == expected)
    }

    @Test(
        "a day that does not exist is no day of a statement",
        arguments: [
            ("2026-02-28", true), ("2028-02-29", true), ("2026-02-29", false), ("2100-02-29", false),
            ("2000-02-29", true),
            ("2026-04-31", false), ("2026-12-31", true), ("2026-13-01", false), ("2026-00-01", false),
            ("2026-01-00", false),
        ])
    func days(day: String, exists: Bool) {
        #expect((code { _ = try DifferenceStatement(by: "a", date: day) } == nil) == exists)
    }

    @Test("a medium without serial number and UUID is not registered, nor one that is described in several lines")
    func registration() {
        #expect(code { _ = try RegisteredMedium(serial: nil, uuid: nil) } == .missingKey)
        #expect(code { _ = try RegisteredMedium(serial: "1", uuid: nil, custodian: "a\nb") } == .badValue)
        #expect(code { _ = try RegisteredMedium(serial: "", uuid: nil) } == .badValue)
    }

    @Test("changes of the book that are made at once are all kept, and a book that others can write is not believed")
    func update() throws {
        let folder = try TemporaryFolder()
        let path = Path(folder("fubako/routes.yaml"))
        DispatchQueue.concurrentPerform(iterations: 20) { number in
            #expect(
                code {
                    let route = try Route(name: "r\(number)", kind: .folder("/"))
                    try RouteBook.update(path) { (book) throws(RoutesError) in try book.add(route) }
                } == nil)
        }
        #expect(try RouteBook.load(path).routes.count == 20)
        #expect(
            code { try RouteBook.update(path) { (book) throws(RoutesError) in try book.remove("none") } } == .notFound)
        for (name, mode) in [("fubako/routes.yaml", 0o620), ("fubako", 0o702)] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder(name))
            let error = failure { try RouteBook.update(path) { (_) throws(RoutesError) in } }
            #expect(failure { _ = try RouteBook.load(path) }?.system?.code == .unsafePermissions)
            #expect(error?.system?.code == .unsafePermissions)
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder(name))
        }
    }
}

@Suite("A route is tried with a test piece")
struct RouteTrialTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func steps(_ trial: RouteTrial) -> [String] {
        trial.outcomes.map { step, outcome in
            switch outcome {
            case .done: step.rawValue
            case .impossible(let error): "\(step.rawValue) impossible: \(error.code.rawValue)"
            case .failed(let error): "\(step.rawValue) failed: \(error.code.rawValue)"
            }
        }
    }

    @Test("a folder does everything, and nothing stays there")
    func works() throws {
        let trial = try RouteTrial(try Route(name: "a", kind: .folder(Path(folder.path))))
        #expect(trial.isGood && trial.name.isTrial)
        #expect(steps(trial) == ["deliver", "list", "collect", "remove"])
        #expect(trial.delivery?.verification == .readBack)
        #expect(try names(folder.path).isEmpty)
    }

    @Test("a route that is down is tried no further")
    func down() throws {
        let trial = try RouteTrial(try Route(name: "a", kind: .folder(Path(folder("none")))))
        #expect(steps(trial) == ["deliver failed: down"])
        #expect(trial.failure?.route == "a")
    }

    @Test("a program that forgets what it was given is found out")
    func forgetful() throws {
        let put = try folder.script("exit 0", as: "put")
        let kind = RouteKind.command(
            try CommandSettings(account: "x", put: [put, "{file}", "{name}"], list: ["true"]))
        let trial = try RouteTrial(try Route(name: "a", kind: kind))
        #expect(
            steps(trial) == [
                "deliver", "list failed: read back differs", "collect impossible: unsupported",
                "remove impossible: unsupported",
            ])
        #expect(!trial.isGood)
    }

    @Test("only the very piece is removed")
    func removal() throws {
        let transport = FolderTransport(Path(folder.path))
        let piece = try samplePiece(10)
        #expect(try !transport.remove(piece, as: try PieceName(sampleName)))
        _ = try transport.put(piece)
        #expect(
            code { _ = try transport.remove(try samplePiece(10, seed: 2), as: try PieceName(sampleName)) } == .exists)
        #expect(try transport.remove(piece, as: try PieceName(sampleName)))
        #expect(try names(folder.path).isEmpty)
    }
}
