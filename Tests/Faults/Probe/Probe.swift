import Glibc
import SystemIO

/// A small program that makes output in every way there is, for tests that make system calls fail and kill processes.
@main
enum Probe {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst().map { Path($0) }
        do throws(SystemError) {
            try run(arguments.first?.string ?? "", Array(arguments.dropFirst()))
        } catch {
            let number = error.number.map { " \($0)" } ?? ""
            say("\(error.code.rawValue): \(error.operation)\(number)\n", to: .standardError)
            exit(error.code == .interrupted ? 128 + (error.number ?? 0) : 1)
        }
    }

    private static func say(_ text: String, to output: consuming Descriptor) {
        // A test that has gone does not listen.
        try? output.writeFully(Array(text.utf8))
    }

    private static func run(_ command: String, _ paths: [Path]) throws(SystemError) {
        guard let target = paths.first else { throw SystemError(.notFound, "usage") }
        let state = try StateFolder()
        switch command {
        case "file": try writeFile(target, replacing: false, state)
        case "replace": try writeFile(target, replacing: true, state)
        case "tree": try writeTree(target, state).commit()
        case "merge": try writeTree(target, state).commit(replacing: true)
        case "recover": for report in try recoverStaging(state) { print(report.outcome) }
        case "wait": try wait(target, state)
        case "hang": try hang(target, state)
        default: throw SystemError(.notFound, "usage")
        }
    }

    private static func writeFile(_ target: Path, replacing: Bool, _ state: StateFolder) throws(SystemError) {
        let file = try AtomicFile(target, replacing: replacing, mode: 0o644, state: state)
        for part in 0..<4 {
            try file.descriptor.writeFully([UInt8](repeating: UInt8(part), count: 10_000), at: UInt64(part) * 10_000)
        }
        try file.commit()
    }

    private static func writeTree(_ target: Path, _ state: StateFolder) throws(SystemError) -> StagingFolder {
        let staging = try StagingFolder(for: target, state: state)
        try staging.root.createFolder(Array("d".utf8))
        for name in ["a", "b", "d/c"] {
            let file = try staging.root.createFile(Array(name.utf8))
            try file.writeFully([UInt8](repeating: 7, count: 10_000))
            try file.setMetadata(mode: 0o640, modified: FileTime(seconds: 1))
        }
        try staging.root.setMetadata(ofFolder: Array("d".utf8), mode: 0o750, modified: FileTime(seconds: 1))
        return staging
    }

    /// Stays in a call that waits, until a signal ends it.
    private static func wait(_ target: Path, _ state: StateFolder) throws(SystemError) {
        Interruption.install()
        let staging = try writeTree(target, state)
        say("ready\n", to: .standardOutput)
        _ = try Descriptor.standardInput.readToEnd(limit: 10)
        try staging.commit()
    }

    /// Never looks whether it should stop.
    private static func hang(_ target: Path, _ state: StateFolder) throws(SystemError) {
        Interruption.atEmergencyExit { say("hook\n", to: .standardError) }
        Interruption.install()
        let staging = try writeTree(target, state)
        say("ready\n", to: .standardOutput)
        // A folder is no terminal, so that this never ends; asking keeps the staging folder alive.
        while !staging.root.folder.isTerminal { sleep(100) }
    }
}
