import Glibc
import Testing

@testable import SystemIO

@Suite("Descriptors own what they open, and read and write everything or say why not")
struct DescriptorTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test("a descriptor is closed on exec and at the end of its scope")
    func lifetime() throws {
        let (number, identity) = try openAndForget()
        var status = stat()
        // Another test may have been given the number meanwhile; then it is another file.
        #expect(fstat(number, &status) == -1 || FileMetadata(status).identity != identity)
    }

    private func openAndForget() throws(SystemError) -> (CInt, FileIdentity) {
        let descriptor = try Descriptor.open(folder.path, [.readOnly, .folder])
        let copy = try descriptor.duplicate()
        #expect(fcntl(descriptor.number, F_GETFD) & FD_CLOEXEC != 0)
        #expect(fcntl(copy.number, F_GETFD) & FD_CLOEXEC != 0)
        return (descriptor.number, try descriptor.metadata().identity)
    }

    @Test("reading beyond the end says where the end is")
    func shortFile() throws {
        let path = try folder.write("a", [1, 2, 3])
        let descriptor = try Descriptor.open(path, .readOnly)
        #expect(try descriptor.readFully(count: 2, at: 1) == [2, 3])
        #expect(throws: SystemError(.shortFile, "pread", offset: 3)) { _ = try descriptor.readFully(count: 3, at: 1) }
    }

    @Test("an offset that the kernel cannot take is refused")
    func offset() throws {
        let descriptor = try Descriptor.open(try folder.write("a"), .readWrite)
        #expect(throws: SystemError(.system, "pread", offset: .max, number: EOVERFLOW)) {
            _ = try descriptor.readFully(count: 1, at: .max)
        }
        #expect(throws: SystemError(.system, "pwrite", offset: 1 << 63, number: EOVERFLOW)) {
            try descriptor.writeFully([1], at: 1 << 63)
        }
    }

    @Test("what is written at offsets is read back")
    func writing() throws {
        let descriptor = try Descriptor.open(try folder.write("a"), .readWrite)
        try descriptor.writeFully([1, 2], at: 0)
        try descriptor.writeFully([3], at: 4)
        #expect(try descriptor.readFully(count: 5, at: 0) == [1, 2, 0, 0, 3])
        try descriptor.truncate(to: 1)
        #expect(try descriptor.metadata().size == 1)
        let (isSeekable, isTerminal) = (descriptor.isSeekable, descriptor.isTerminal)
        #expect(isSeekable && !isTerminal)
    }

    @Test("a pipe gives what was written, in pieces or at once, up to the limit")
    func pipes() throws {
        var ends: [CInt] = [0, 0]
        #expect(pipe(&ends) == 0)
        let reader = Descriptor(takingOwnershipOf: ends[0])
        let isSeekable = reader.isSeekable
        #expect(!isSeekable)
        do {
            let writer = Descriptor(takingOwnershipOf: ends[1])
            try writer.writeFully([1, 2, 3, 4])
        }
        #expect(throws: SystemError(.tooLarge, "read", offset: 3)) { _ = try reader.readToEnd(limit: 3) }
        #expect(try reader.readToEnd(limit: 3) == [])
    }

    @Test("errors keep the number, the operation and the path")
    func errors() throws {
        let path = folder.path.appending("missing")
        #expect(throws: SystemError(.notFound, "open", path: path, number: ENOENT)) {
            _ = try Descriptor.open(path, .readOnly)
        }
        #expect(throws: SystemError(.system, "fcntl", number: EBADF)) { _ = try Descriptor.inherited(9_999) }
        #expect(SystemError(.notFound, "open", number: ENOENT).systemMessage == "No such file or directory")
    }

    @Test("a spill file has no name")
    func spill() throws {
        var spill = try SpillFile(preferring: folder.path)
        try spill.append([1, 2])
        try spill.append([3])
        #expect(spill.count == 3)
        #expect(try spill.descriptor.readFully(count: 3, at: 0) == [1, 2, 3])
        #expect(try spill.descriptor.metadata().linkCount == 0)
        #expect(folder.names().isEmpty)
    }

    @Test(
        "a path has a folder and a name",
        arguments: [
            ("a", ".", "a"), ("a/b", "a", "b"), ("/a", "/", "a"), ("/a/b/", "/a", "b"), ("a//b", "a", "b"),
            ("/", "/", ""), ("", ".", ""), ("..", ".", ".."), ("//a", "/", "a"),
        ])
    func paths(_ path: String, _ folder: String, _ name: String) {
        #expect(Path(path).folder == Path(folder))
        #expect(Path(path).name == Array(name.utf8))
    }

    @Test("modes follow the umask")
    func modes() {
        let mask = umask(0o022)
        umask(mask)
        #expect(FileMode.newFile == 0o666 & ~mask)
        #expect(FileMode.newFolder == 0o777 & ~mask)
    }
}
