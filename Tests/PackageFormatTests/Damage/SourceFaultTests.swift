import Foundation
import Synchronization
import SystemIO
import TestSupport
import Testing

@testable import PackageFormat

/// What can happen to sources between being listed and being read, and to the output meanwhile.
@Suite("Sources that change, and outputs that fail")
struct SourceFaultTests {
    /// Lists the folder "d", which holds "d/a" and "d/b" of 40,000 bytes, lets something happen, and seals.
    private static func seal(_ happens: (SealingBench) throws -> Void) throws -> PackageFormatError? {
        let bench = try SealingBench()
        for name in ["d", "d/s"] { try bench.makeFolder(name) }
        for name in ["d/a", "d/b", "d/s/c"] { try bench.folder.write(bench.pattern(40_000), to: name) }
        let scan = try TreeScan(SourceTree([bench.path("d")])) { _ in false }
        try happens(bench)
        let output = try Descriptor.open(bench.path("package"), [.readWrite, .create])
        var plan = SealPlan(purpose: .inside)
        plan.split = .small
        let addressees = SealingBench.Parties().addressees(bench.recipient.publicKey)
        let sealer = try PackageSealer(plan, to: addressees)
        do throws(PackageFormatError) {
            _ = try sealer.seal(scan, to: [PieceOutput(output)], progress: Progress()).finishUnsigned(
                time: sealingTime)
        } catch { return error }
        Issue.record("it was sealed")
        return nil
    }

    private static func cause(_ error: PackageFormatError?) -> SystemError.Code? {
        guard case .system(let cause) = error?.underlying else { return nil }
        return cause.code
    }

    private static let changes: [(String, @Sendable (SealingBench) throws -> Void)] = [
        ("it grows", { try $0.folder.write($0.pattern(40_001), to: "d/b") }),
        ("it shrinks", { try $0.folder.write($0.pattern(39_999), to: "d/b") }),
        ("it is emptied", { try $0.folder.write([], to: "d/b") }),
        ("it is written again", { try $0.setModified("d/b", 5) }),
        ("it vanishes", { try remove($0, "d/b") }),
        (
            "a link to the same content replaces it",
            {
                try remove($0, "d/b")
                try $0.link("d/b", to: "a")
            }
        ),
        (
            "a FIFO replaces it",
            {
                try remove($0, "d/b")
                guard mkfifo($0.folder("d/b"), 0o600) == 0 else { throw TestSupportError("mkfifo") }
            }
        ),
        (
            "a folder replaces it",
            {
                try remove($0, "d/b")
                try $0.makeFolder("d/b")
            }
        ),
    ]

    private static func remove(_ bench: SealingBench, _ name: String) throws {
        try FileManager.default.removeItem(atPath: bench.folder(name))
    }

    @Test("a file that is no longer what was listed stops the seal", arguments: changes.indices)
    func stopsAtChanges(_ number: Int) throws {
        #expect(Self.changes.count == 8)
        let (name, happens) = Self.changes[number]
        let error = try Self.seal(happens)
        #expect(error == fault(.system, path: "d/b"), "\(name)")
        #expect(Self.cause(error) == .changedWhileRead, "\(name)")
    }

    @Test("a file that grows while it is being read stops the seal")
    func growsWhileRead() throws {
        let bench = try SealingBench()
        try bench.folder.write(bench.pattern(1_000_000), to: "a")
        let pipe = try Pipe()
        let result = Mutex<PackageFormatError?>(nil)
        let thread = BackgroundThread {
            let error = refusal {
                try bench.seal(["a"], to: { _ in [PieceOutput(try pipe.takeOutput(), isOrdered: true)] }) {
                    $0.split = .small
                    $0.workers = 1
                }
            }
            result.withLock { $0 = error }
        }
        // The pipe is full: the first stripes were read, the last ones were not.
        while try pipe.waiting() < 48_000 { usleep(1_000) }
        let file = try Descriptor.open(bench.path("a"), [.writeOnly, .append])
        try file.writeFully([1])
        _ = try pipe.input.readToEnd(limit: 1 << 24)
        thread.join()
        let error = result.withLock { $0 }
        #expect(error == fault(.system, path: "a"))
        #expect(Self.cause(error) == .changedWhileRead)
    }

    @Test("a folder on the way is replaced by a link to its like")
    func replacedFolder() throws {
        let error = try Self.seal { bench in
            try FileManager.default.moveItem(atPath: bench.folder("d/s"), toPath: bench.folder("elsewhere"))
            try bench.link("d/s", to: "../elsewhere")
        }
        #expect(error == fault(.system, path: "d/s/c"))
        #expect(Self.cause(error) == .changedWhileRead)
    }

    @Test("FIFOs, sockets and devices are listed, not entered")
    func specials() throws {
        let bench = try SealingBench()
        try bench.makeFolder("d")
        try bench.folder.write([1], to: "d/a")
        try #require(mkfifo(bench.folder("d/fifo"), 0o600) == 0)
        let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(server) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // A path of a socket is short: it is bound under the folder's path, which fits.
        withUnsafeMutableBytes(of: &address.sun_path) {
            $0.copyBytes(from: bench.folder("d/socket").utf8.prefix($0.count - 1))
        }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(server, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        let scan = try TreeScan(SourceTree([bench.path("d")])) { _ in false }
        let found = scan.specials.map { "\(String(decoding: $0.path, as: UTF8.self)): \($0.kind.rawValue)" }
        let count = scan.index.count
        #expect(found == ["d/fifo: FIFO", "d/socket: socket"] && count == 2)
        let device = try TreeScan(SourceTree(["/dev/null"])) { _ in false }
        let kinds = device.specials.map(\.kind)
        #expect(kinds == [.characterDevice])
    }

    /// Names and link targets (after ">") that files on disk may have and packages may not; the path that is named.
    private static let names: [(String, String)] = [
        ("d/a\nb", "d/a\nb"), ("d/\u{1B}[2J", "d/\u{1B}[2J"), ("d/\u{7F}", "d/\u{7F}"), ("d/\u{85}", "d/\u{85}"),
        ("d/l>/etc/passwd", "d/l"), ("d/l>../../up", "d/l"), ("d/l>x/../y", "d/l"), ("d/l>x//y", "d/l"),
    ]

    @Test("what the format refuses is refused when it is listed", arguments: names)
    func refusesNames(_ text: String, path: String) throws {
        #expect(Self.names.count == 8)
        let bench = try SealingBench()
        try bench.makeFolder("d")
        let parts = text.split(separator: ">").map(String.init)
        if parts.count == 2 { try bench.link(parts[0], to: parts[1]) } else { try bench.folder.write([1], to: text) }
        let error = refusal { _ = try TreeScan(SourceTree([bench.path("d")])) { _ in false }.contentLength }
        #expect(error == PackageFormatError(.unsealableName, "", path: Array(path.utf8)))
    }

    @Test("a name that is not UTF-8 is refused when it is listed")
    func invalidName() throws {
        let bench = try SealingBench()
        let name: [UInt8] = [0x61, 0xFF]
        let parent = try Descriptor.open(bench.path("."), [.readOnly, .folder])
        _ = try Descriptor.open(Path(name), in: parent, [.writeOnly, .create])
        let error = refusal {
            _ = try TreeScan(SourceTree([bench.path(".").appending(name)])) { _ in false }.contentLength
        }
        #expect(error == PackageFormatError(.unsealableName, "", path: name))
    }

    @Test("a full disk", arguments: [true, false])
    func fullDisk(isOrdered: Bool) throws {
        let bench = try SealingBench()
        try bench.folder.write(bench.pattern(100_000), to: "a")
        let error = refusal {
            try bench.seal(
                ["a"], to: { _ in [PieceOutput(try Descriptor.open("/dev/full", .writeOnly), isOrdered: isOrdered)] })
        }
        #expect(error == fault(.system))
        #expect(Self.cause(error) == .noSpace)
    }

    private static let sharedMemory = "/dev/shm"

    @Test(
        "a file that claims more than a package can hold is refused at once",
        .enabled(if: access(sharedMemory, W_OK) == 0, "a filesystem that allows files of petabytes is mounted there"))
    func tooLarge() throws {
        let path = sharedMemoryFile()
        defer { unlink(path) }
        let file = try Descriptor.open(Path(path), [.readWrite, .create, .exclusive])
        try file.truncate(to: 5 << 50)
        let bench = try SealingBench()
        let error = refusal {
            let scan = try TreeScan(SourceTree([Path(path)])) { _ in false }
            let addressees = SealingBench.Parties().addressees(bench.recipient.publicKey)
            _ = try PackageSealer(SealPlan(purpose: .inside), to: addressees).seal(
                scan, to: [PieceOutput(Descriptor.open(bench.path("package"), [.readWrite, .create]))],
                progress: Progress()
            ).finishUnsigned(time: sealingTime)
        }
        #expect(error == fault(.tooLarge))
        #expect(try bench.folder.read("package").isEmpty)
    }

    private func sharedMemoryFile() -> String { Self.sharedMemory + "/fubako-test-" + UUID().uuidString }
}
