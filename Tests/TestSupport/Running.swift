import Foundation

/// What a program left behind.
package struct RunResult: Sendable {
    /// The exit code, or 128 + the signal that ended it.
    package let status: Int32
    package let output: [UInt8]
    package let errors: String

    /// Standard output as text.
    package var text: String { String(decoding: output, as: UTF8.self) }
}

/// Runs a program, found through PATH unless it has a slash, feeds it `input` and waits for it.
package func run(
    _ program: String, _ arguments: [String], input: [UInt8] = [], environment extra: [String: String] = [:],
    in folder: String? = nil
) throws -> RunResult {
    let files = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.environment = environment.merging(extra) { _, new in new }
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    // Files rather than pipes: no output is too large and nothing has to be read while the program runs.
    try files.write(input, to: "input")
    try files.write([], to: "output")
    try files.write([], to: "errors")
    process.standardInput = FileHandle(forReadingAtPath: files("input"))
    process.standardOutput = FileHandle(forWritingAtPath: files("output"))
    process.standardError = FileHandle(forWritingAtPath: files("errors"))
    try process.run()
    process.waitUntilExit()
    let signalled = process.terminationReason == .uncaughtSignal
    return RunResult(
        status: process.terminationStatus + (signalled ? 128 : 0), output: try files.read("output"),
        errors: String(decoding: try files.read("errors"), as: UTF8.self))
}
