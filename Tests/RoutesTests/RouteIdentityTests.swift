import Glibc
import SystemIO
import TestSupport
import Testing

@testable import Routes

@Suite("What makes two routes one")
struct RouteIdentityTests {
    private func route(_ kind: RouteKind) throws -> RouteIdentity { try Route(name: "a", kind: kind).identity() }

    private func sftp(_ host: String) throws -> RouteIdentity {
        try route(.sftp(try SSHDestination(host: host), folder: ""))
    }

    private func account(_ account: String) throws -> RouteIdentity {
        try route(.command(try CommandSettings(account: account, put: ["p", "{file}", "{name}"])))
    }

    @Test(
        "every name and address of this machine is one",
        arguments: [
            "127.0.0.1", "localhost", "LocalHost.", "::1", "127.1", "127.0.0.2", "0x7f.0.0.1", "2130706433",
            "::ffff:127.0.0.1", "0:0:0:0:0:ffff:7f00:1", "0:0::1", "0.0.0.0", "0", "::", "a.localhost",
            "ip6-localhost", "own",
        ])
    func loopback(host: String) throws {
        let host = host == "own" ? try ownName() : host
        #expect(try sftp(host).description == "host:localhost")
        #expect(try sftp(host).unresolved == nil)
        #expect(try account(host).isSame(as: try sftp("localhost")))
    }

    private func ownName() throws -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        try #require(gethostname(&buffer, 255) == 0)
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    @Test(
        "an address is one, however it is written",
        arguments: [
            ("192.0.2.1", "192.0.513", true), ("192.0.2.1", "::ffff:192.0.2.1", true),
            ("192.0.2.1", "0xc0.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
            ("2001:db8::1", "2001:DB8:0:0:0:0:0:1", true), ("2001:db8::1", "2001:db8::2", false),
            ("192.0.2.1", "localhost", false), ("Files.invalid", "files.INVALID.", true),
            ("a.invalid", "b.invalid", false),
        ])
    func addresses(first: String, second: String, isSame: Bool) throws {
        #expect(try sftp(first).isSame(as: try sftp(second)) == isSame)
        #expect(try sftp(second).isSame(as: try sftp(first)) == isSame)
        #expect(try account(first).isSame(as: try sftp(second)) == isSame)
    }

    @Test("a host of which no address is known is compared by its name, and that is told of it")
    func unresolved() throws {
        #expect(try sftp("Files.invalid").description == "host:files.invalid")
        #expect(try sftp("Files.invalid").unresolved == "files.invalid")
        #expect(try account("some-shelf.invalid").unresolved == nil)
        #expect(try account("Some words").description == "command:Some words")
    }

    @Test(
        "a remote of rclone is the host or the remote that it leads to",
        arguments: [
            ("server", "host:localhost"), ("files", "host:192.0.2.1"), ("web", "host:2001:db8::1"),
            ("shop", "host:192.0.2.7"), ("hidden", "host:localhost"), ("deep", "rclone:cloud"), ("cut", "rclone:cloud"),
            ("cloud", "rclone:cloud"), ("other", "rclone:other"), ("here", "rclone:here"), ("gone", "rclone:gone"),
            ("inline", "rclone:inline"),
        ])
    func remotes(name: String, expected: String) throws {
        let folder = try TemporaryFolder()
        let configuration = """
            [server]
            type = sftp
            host = 127.0.0.1
            [files]
            type = smb
            host = ::ffff:192.0.2.1
            [web]
            type = webdav
            url = https://u:p@[2001:db8::1]:8443/dav
            [shop]
            type = http
            url = http://192.0.2.7:80/
            [hidden]
            type = crypt
            remote = server:in
            password = x
            [middle]
            type = alias
            remote = cloud:in
            [deep]
            type = chunker
            remote = middle:
            [cut]
            type = alias
            remote = cloud,env_auth=true:x
            [cloud]
            type = s3
            endpoint = https://localhost
            [other]
            type = s3
            [here]
            type = alias
            remote = /tmp:x
            [inline]
            type = alias
            remote = :sftp,host=localhost:x
            """
        let path = try folder.write(Array(configuration.utf8), to: "rclone.conf")
        let program = try folder.script("exec rclone \"$@\"", as: "rclone")
        let remote = try RcloneRemote(name: name, folder: "x", configuration: path)
        #expect(remote.identity(program: Path(program)).description == expected)
    }

    @Test("remotes that lead to each other have an end")
    func circle() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            Array("[a]\ntype = alias\nremote = b:\n[b]\ntype = alias\nremote = a:\n".utf8), to: "rclone.conf")
        let remote = try RcloneRemote(name: "a", folder: "", configuration: path)
        #expect(remote.identity().description == "rclone:a")
    }
}
