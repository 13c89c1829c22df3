import Glibc
import Testing

@testable import SystemIO

@Suite("Nothing asks to stop unless a signal does")
struct InterruptionTests {
    // The rest needs signals to a whole process, and is proved on one: see Tests/Faults.
    @Test("no request, no error")
    func quiet() throws {
        #expect(Interruption.requested == nil)
        try Interruption.check()
    }

    @Test("what is unfinished is removed in a hurry, unless it is being placed")
    func discardAll() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(at: folder.path.appending("state"))
        let parent = SharedDescriptor(try Descriptor.open(folder.path, [.readOnly, .folder]))
        let staged = try InterimEntry(in: parent, path: folder.path, state: state)
        let placing = try InterimEntry(in: parent, path: folder.path, state: state)
        try folder.write(staged.name.string + "/a")
        try folder.write(placing.name.string + "/a")
        try placing.announcePlacing(replacing: false)
        InterimEntry.discard([staged, placing])
        #expect(folder.names() == [placing.name.string, "state"].sorted())
        #expect(folder.names("state/staging").count == 1)
        #expect(code { () throws(SystemError) in try staged.beginPlacing() } == .interrupted)
        try placing.discard()
        #expect(folder.names() == ["state"])
    }
}
