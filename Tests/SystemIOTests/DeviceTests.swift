import Glibc
import SystemIO
import Testing

struct DeviceTests {
    @Test("device numbers in their two forms, beyond the old limits of 12 and 8 bits")
    func numbers() {
        let cases: [(UInt32, UInt32)] = [(0, 0), (8, 1), (259, 300), (4095, 1_048_575), (254, 0)]
        #expect(cases.count == 5)
        for (major, minor) in cases {
            let (high, low) = (UInt64(major), UInt64(minor))
            let encoded = low & 0xFF | (high & 0xFFF) << 8 | (low & ~0xFF) << 12 | (high & ~0xFFF) << 32
            let number = DeviceNumber(encoded)
            #expect(number == DeviceNumber(major: major, minor: minor))
            #expect(DeviceNumber(number.description) == number)
        }
        for text in ["", "8", "8:", ":1", "8:1:0", "8:-1", "a:b", "8 :1", "4294967296:0"] {
            #expect(DeviceNumber(text) == nil, "\(text)")
        }
    }

    @Test("a line of mountinfo with tags or none, escapes and options")
    func mounts() throws {
        let lines = [
            "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue",
            #"37 35 0:44 / /a\040b\134c rw - btrfs /dev/sd\040a rw"#, "38 35 0:45 / /x rw - tmpfs tmpfs",
        ]
        let entries = try #require(MountEntry.all(Array(lines.joined(separator: "\n").utf8)))
        #expect(entries.map(\.device.description) == ["98:0", "0:44", "0:45"])
        #expect(entries.map { String(decoding: $0.point, as: UTF8.self) } == ["/mnt2", #"/a b\c"#, "/x"])
        #expect(entries.map(\.kind) == ["ext3", "btrfs", "tmpfs"])
        #expect(entries.map(\.source) == ["/dev/root", "/dev/sd a", "tmpfs"])
        #expect(entries.map(\.options) == ["rw,errors=continue", "rw", ""])
        for line in ["", "36 35 98:0 / /x rw", "36 35 nonsense / /x rw - ext3 /dev/x rw", "36 35 98:0 / - ext3 /x rw"] {
            #expect(MountEntry(ArraySlice(line.utf8)) == nil, "\(line)")
        }
        #expect(MountEntry.all(Array("36 35 98:0 / /x rw - ext3 /dev/x rw\nnonsense\n".utf8)) == nil)
    }

    @Test("links, and what is at their ends")
    func links() throws {
        let folder = try TemporaryFolder()
        let link = folder.path.appending("link")
        symlink("/dev/null", link.string)
        #expect(try link.linkTarget() == "/dev/null")
        #expect(try link.metadata().kind == .special(.characterDevice))
        #expect(try link.metadata().node == DeviceNumber(major: 1, minor: 3))
        #expect(try link.blockDevice() == nil)
        let memory = try folder.path.metadataInMemory()
        #expect(try memory.kind == .folder && memory.identity == folder.path.metadata().identity)
        #expect(throws: SystemError.self) { try folder.path.appending("absent").metadataInMemory() }
        #expect(throws: SystemError.self) { try folder.path.linkTarget() }
    }

    @Test("a file is opened again by its descriptor, whatever has its name by then")
    func reopening() throws {
        let folder = try TemporaryFolder()
        let file = folder.path.appending("file")
        let first = try Descriptor.open(file, [.readWrite, .create])
        try first.writeFully(Array("first".utf8))
        rename(file.string, folder.path.appending("moved").string)
        try Descriptor.open(file, [.writeOnly, .create]).writeFully(Array("second".utf8))
        #expect(try first.reopened(.readOnly).readToEnd(limit: 16) == Array("first".utf8))
        #expect(try first.blockDevice() == nil)
    }
}
