import Glibc
import Testing

@testable import SystemIO

@Suite(
    "Whatever call fails or kills, output is whole or absent", .serialized, .enabled(if: ProbeProcess.preload != nil))
struct FaultTests {
    enum Way: String, CaseIterable, Sendable {
        case file, replace, tree, merge
    }

    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private var state: Path { folder.path.appending("home") }

    /// A fresh place to write to; for the ways that change what exists, with something there.
    private func prepare(_ way: Way) throws {
        system("rm -rf '\(folder.path)/work' '\(folder.path)/home'")
        try folder.makeFolder("work")
        if way == .replace { try folder.write("work/out", [1]) }
        if way == .merge { try folder.write("work/out/a", [1]) }
    }

    private func run(_ way: Way, fault: String? = nil, log: Path? = nil) -> Int32 {
        ProbeProcess.run(
            [way.rawValue, folder.path.appending("work/out").string], state: state, fault: fault, log: log)
    }

    /// How many calls one undisturbed run makes.
    private func countCalls(_ way: Way) throws -> Int {
        try prepare(way)
        let log = folder.path.appending("log")
        unlink(log.string)
        #expect(run(way, log: log) == 0)
        #expect(isComplete(way))
        return try folder.read("log").count { $0 == UInt8(ascii: "\n") }
    }

    private static let fileContent = (0..<4).flatMap { [UInt8](repeating: UInt8($0), count: 10_000) }
    private static let entryContent = [UInt8](repeating: 7, count: 10_000)

    /// The content of a file in the place that is written to, or nil if there is none.
    private func content(_ name: String) -> [UInt8]? { try? folder.read("work/" + name) }

    private func isComplete(_ way: Way) -> Bool {
        switch way {
        case .file, .replace: content("out") == Self.fileContent
        case .tree, .merge:
            ["a", "b", "d/c"].allSatisfy { content("out/" + $0) == Self.entryContent }
                && folder.names("work/out") == ["a", "b", "d"]
        }
    }

    private func isUntouched(_ way: Way) -> Bool {
        switch way {
        case .file, .tree: !folder.exists("work/out")
        case .replace: content("out") == [1]
        case .merge: folder.names("work/out") == ["a"] && content("out/a") == [1]
        }
    }

    /// Clears up as the next run does; then nothing unfinished is left anywhere.
    private func recover() throws {
        #expect(ProbeProcess.run(["recover", "-"], state: state) == 0)
        #expect(folder.names("work") == ["out"] || folder.names("work").isEmpty)
        #expect(!folder.names("work/out").contains { $0.hasPrefix(".fubako-") })
        #expect(folder.names("home/fubako/staging").isEmpty)
    }

    @Test("killed at any call, the next run leaves all or nothing", arguments: Way.allCases)
    func kills(_ way: Way) throws {
        let calls = try countCalls(way)
        #expect(calls > 10)
        for call in 1...calls {
            try prepare(way)
            #expect(run(way, fault: "any:kill:\(call)") == -SIGKILL, "call \(call)")
            try recover()
            #expect(isComplete(way) || isUntouched(way), "call \(call)")
        }
    }

    @Test("whichever call fails, it is reported, and all or nothing is there", arguments: Way.allCases)
    func failures(_ way: Way) throws {
        let calls = try countCalls(way)
        for call in 1...calls {
            try prepare(way)
            let status = run(way, fault: "any:EIO:\(call)")
            #expect(status == 0 || status == 1, "call \(call)")
            try recover()
            let isWhole = isComplete(way)
            // Replacing cannot be undone, so that of a tree merged over another some files may be new; each is whole.
            let isEither = isWhole || isUntouched(way) || (way == .merge && eachIsWhole)
            #expect(isEither, "call \(call)")
            #expect(status == 1 || isWhole, "call \(call)")
        }
    }

    private var eachIsWhole: Bool {
        folder.names("work/out").filter { $0 != "d" }.allSatisfy {
            let content = content("out/" + $0)
            return content == Self.entryContent || $0 == "a" && content == [1]
        }
    }

    static let harmlessFaults = [
        "any:EINTR:1", "any:short:*", "write:short:*;pwrite:short:*", "pwrite:EINTR:1-7", "fsync:EINTR:1-3",
    ]

    @Test("interrupted and short calls are continued", arguments: Way.allCases)
    func harmless(_ way: Way) throws {
        let calls = try countCalls(way)
        let everyCall = (1...calls).map { "any:EINTR:\($0)" }
        for fault in Self.harmlessFaults + everyCall {
            try prepare(way)
            #expect(run(way, fault: fault) == 0, "\(fault)")
            #expect(isComplete(way), "\(fault)")
            try recover()
        }
    }

    @Test("without unnamed files, or renaming without replacing, it works too", arguments: Way.allCases)
    func oldSystems(_ way: Way) throws {
        for fault in [
            "open:EOPNOTSUPP:1:work/.", "rename-new:EINVAL:*", "open:EOPNOTSUPP:1:work/.;rename-new:EINVAL:*",
        ] {
            // Only single files are made without names.
            if fault.hasPrefix("open"), way == .tree || way == .merge { continue }
            try prepare(way)
            #expect(run(way, fault: fault) == 0, "\(fault)")
            #expect(isComplete(way), "\(fault)")
            try recover()
        }
    }

    @Test("a full disk is told as such")
    func fullDisk() throws {
        for (way, fault) in [(Way.file, "pwrite:ENOSPC:3"), (.tree, "write:ENOSPC:2:work"), (.tree, "mkdir:ENOSPC:2")] {
            try prepare(way)
            #expect(run(way, fault: fault) == 1, "\(fault)")
            #expect(isUntouched(way), "\(fault)")
            #expect(folder.names("home/fubako/staging").isEmpty, "\(fault)")
        }
    }

    @Test("a signal ends a waiting process at once, and one that hangs after two seconds", arguments: ["wait", "hang"])
    func signals(_ command: String) throws {
        try prepare(.tree)
        var input: [CInt] = [-1, -1]
        var output: [CInt] = [-1, -1]
        #expect(pipe(&input) == 0 && pipe(&output) == 0)
        let ends = (input + output).map { SharedDescriptor(Descriptor(takingOwnershipOf: $0)) }
        let target = folder.path.appending("work/out").string
        let process = ProbeProcess.start([command, target], state: state, input: input[0], output: output[1])
        var ready = [UInt8](repeating: 0, count: 6)
        let count = read(output[0], &ready, 6)
        #expect(count == 6 && ready == Array("ready\n".utf8))
        kill(process, SIGTERM)
        #expect(ProbeProcess.wait(process) == 128 + SIGTERM)
        #expect(folder.names("work").isEmpty)
        #expect(folder.names("home/fubako/staging").isEmpty)
        withExtendedLifetime(ends) {}
    }
}
