import SystemIO
import TestSupport
import Testing

@testable import Ledger

@Suite("An export is a tar archive of one form")
struct TarTests {
    static let sizes: [UInt64] = [
        0, 1, 511, 512, 513, 0o7_777_777, 1 << 33 - 1, 1 << 33, 1 << 40 + 17, UInt64(Int64.max),
    ]

    @Test("a header is read as it was written", arguments: sizes)
    func header(_ size: UInt64) throws {
        let header = UstarHeader(name: "entries", size: size)
        #expect(header.encoded.count == UstarHeader.blockSize)
        #expect(UstarHeader(header.encoded) == header)
        #expect((size + UInt64(header.paddingCount)) % 512 == 0 && header.paddingCount < 512)
    }

    @Test("a header with any other bit is none", arguments: [17, 1 << 33] as [UInt64])
    func everyBit(_ size: UInt64) {
        let encoded = UstarHeader(name: "entries", size: size).encoded
        for bit in 0..<encoded.count * 8 {
            var block = encoded
            block[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(UstarHeader(block) == nil)
        }
        #expect(UstarHeader(Array(encoded.dropLast())) == nil && UstarHeader(encoded + [0]) == nil)
        #expect(UstarHeader([UInt8](repeating: 0, count: 512)) == nil)
    }

    @Test("Python's tarfile reads a header alike", arguments: sizes)
    func headerOfOthers(_ size: UInt64) throws {
        let program = """
            import sys, tarfile
            one = tarfile.TarInfo.frombuf(sys.stdin.buffer.read(), "utf-8", "strict")
            print(one.name, one.size, one.mode, one.uid, one.gid, one.mtime, one.isreg())
            """
        let header = UstarHeader(name: "leaves", size: size)
        let result = try run("python3", ["-c", program], input: header.encoded)
        #expect(result.text == "leaves \(size) 420 0 0 0 True\n", "\(result.errors)")
    }

    /// An archive with a file for each member that must be there, and its contents.
    private static func archive(_ path: Path) throws -> [ExportMember: [UInt8]] {
        var contents: [ExportMember: [UInt8]] = [:]
        let file = SharedDescriptor(try .open(path, [.readWrite, .create], mode: FileMode.privateFile))
        var writer = TarWriter(file, path)
        for (index, member) in ExportMember.allCases.filter({ !$0.isOptional }).enumerated() {
            let content = [UInt8](repeating: UInt8(index + 65), count: index * 256 - (index > 0 ? index % 2 : 0))
            contents[member] = content
            try writer.begin(member, size: UInt64(content.count))
            for start in stride(from: 0, to: content.count, by: 100) {
                try writer.write(Array(content[start..<min(start + 100, content.count)]))
            }
        }
        try writer.finish()
        return contents
    }

    @Test("an archive holds what was written, for the reader and for Python's tarfile")
    func roundTrip() throws {
        let folder = try TemporaryFolder()
        let path = Path(folder("audit.tar"))
        let contents = try Self.archive(path)
        let archive = try ExportArchive(path)
        for (member, content) in contents { #expect(try archive.bytes(member) == content) }
        #expect(try archive.bytes(.pin) == nil && archive.extent(.personal).isEmpty)
        let program = """
            import sys, tarfile
            with tarfile.open(sys.argv[1], "r:") as tar:
                for one in tar: print(one.name, one.size, tar.extractfile(one).read().decode())
            """
        let expected = ExportMember.allCases.compactMap { member in
            contents[member].map { "\(member.rawValue) \($0.count) \(String(decoding: $0, as: UTF8.self))" }
        }
        let result = try run("python3", ["-c", program, folder("audit.tar")])
        #expect(result.text.split(separator: "\n").map(String.init) == expected, "\(result.errors)")
    }

    @Test("no byte between the files can say anything")
    func padding() throws {
        let folder = try TemporaryFolder()
        let path = Path(folder("audit.tar"))
        let contents = try Self.archive(path)
        let archive = try ExportArchive(path)
        let bytes = try folder.read("audit.tar")
        let inside = contents.keys.map { archive.extent($0) }
        for place in stride(from: 0, to: bytes.count, by: 3)
        where !inside.contains(where: { $0.contains(UInt64(place)) }) {
            var changed = bytes
            changed[place] ^= 1
            try folder.write(changed, to: "changed.tar")
            let error = refusal { () throws(LedgerError) in try ExportArchive(Path(folder("changed.tar"))) }
            #expect(error?.code == .notAnExport, "\(place)")
        }
    }

    @Test("more or less than was announced is refused")
    func announced() throws {
        let folder = try TemporaryFolder()
        let file = SharedDescriptor(try .open(Path(folder("x")), [.readWrite, .create], mode: FileMode.privateFile))
        var writer = TarWriter(file, Path(folder("x")))
        try writer.begin(.key, size: 3)
        var refusals: [LedgerError.Code] = []
        do throws(LedgerError) { try writer.write([1, 2, 3, 4]) } catch { refusals.append(error.code) }
        try writer.write([1, 2])
        do throws(LedgerError) { try writer.begin(.leaves, size: 0) } catch { refusals.append(error.code) }
        do throws(LedgerError) { try writer.finish() } catch { refusals.append(error.code) }
        #expect(refusals == [.inconsistent, .inconsistent, .inconsistent])
        try writer.write([3])
        try writer.finish()
        let count = writer.count
        #expect(count == 4 * 512)
    }
}
