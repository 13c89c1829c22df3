import Foundation
import Glibc
import SystemIO
import TestSupport

@testable import Routes

/// A real sshd on the loopback interface, with keys of its own, that offers nothing but file transfer.
final class SSHServer: Sendable {
    let folder: TemporaryFolder
    let port: Int
    private let process: ServerProcess

    /// Whether Debian's openssh-server is here, and its folder for privilege separation, which only root can make.
    static let isAvailable = FileManager.default.isExecutableFile(atPath: "/usr/sbin/sshd") && geteuid() == 0
    static let reason =
        "openssh-server is installed, and the tests run as root, which sshd's separation of privileges needs"

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: folder("in"), withIntermediateDirectories: false)
        for key in ["host", "other", "user"] {
            _ = try run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", key, "-f", folder(key)])
        }
        try folder.write(try folder.read("user.pub"), to: "authorized")
        (process, port) = try Self.start(folder)
        try folder.write(Array(try knownHost("host").utf8), to: "known_hosts")
    }

    /// The line of known_hosts for a key pair.
    func knownHost(_ key: String) throws -> String {
        "[127.0.0.1]:\(port) " + String(decoding: try folder.read("\(key).pub"), as: UTF8.self)
    }

    func destination(knownHosts: String = "known_hosts", identity: String = "user") throws -> SSHDestination {
        try SSHDestination(
            host: "127.0.0.1", user: NSUserName(), port: port, identityFile: folder(identity),
            knownHosts: folder(knownHosts))
    }

    /// The route to a folder of this server.
    func transport(_ name: String = "in", program: String = "ssh") throws -> SFTPTransport {
        SFTPTransport(try destination(), folder: folder(name), program: Path(program))
    }

    /// A program that calls ssh and cuts the line after so many bytes in one direction.
    func cuttingProgram(afterSent sent: Int? = nil, afterReceived received: Int? = nil) throws -> String {
        let name = "cut-\(UUID().uuidString)"
        // head(1) holds back what does not fill its buffer.
        try folder.write(Array(Self.cutter.utf8), to: "cut.py")
        let cut = "python3 '\(folder("cut.py"))'"
        let line = sent.map { "\(cut) \($0) | ssh \"$@\"" } ?? "ssh \"$@\" | \(cut) \(received ?? 0) end"
        return try folder.script(line, as: name)
    }

    private static let cutter = """
        import os, sys
        left = int(sys.argv[1])
        while left > 0:
            block = os.read(0, min(left, 65536))
            if not block:
                break
            os.write(1, block)
            left -= len(block)
        if len(sys.argv) > 2:  # the shell holds the line open
            os.kill(os.getppid(), 9)
        """

    // Not Foundation's Process, which takes a program for ended that closes the descriptors it inherits, as sshd does.
    private static func start(_ folder: TemporaryFolder) throws -> (ServerProcess, Int) {
        for _ in 0..<20 {
            let port = Int.random(in: 20_000...60_000)
            let arguments = ["-D", "-e", "-f", "/dev/null"] + options(folder, port).flatMap { ["-o", $0] }
            let process = ServerProcess(try ChildProcess("/usr/sbin/sshd", arguments))
            for _ in 0..<100 {
                if isListening(port) { return (process, port) }
                usleep(50_000)
            }
        }
        throw TestSupportError("sshd does not start")
    }

    private static func options(_ folder: TemporaryFolder, _ port: Int) -> [String] {
        [
            "Port=\(port)", "ListenAddress=127.0.0.1", "HostKey=\(folder("host"))", "PidFile=none", "UsePAM=no",
            "AuthorizedKeysFile=\(folder("authorized"))", "StrictModes=no", "PasswordAuthentication=no",
            "KbdInteractiveAuthentication=no", "PermitRootLogin=prohibit-password", "Subsystem=sftp internal-sftp",
            "MaxStartups=100", "LogLevel=QUIET",
        ]
    }

    private static func isListening(_ port: Int) -> Bool {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}

/// A program that runs as long as this lives.
private final class ServerProcess: Sendable {
    private let process: ChildProcess

    init(_ process: consuming ChildProcess) { self.process = process }
}
