import Foundation
import TestSupport

/// The program that appends to a ledger from outside of the tests.
enum LedgerProbe {
    /// Nil if it cannot be built: the tests that need it are then skipped.
    static let faults: String? = {
        let path = NSTemporaryDirectory() + "fubako-ledger-faults-\(getpid()).so"
        let sources = "\(packageRoot)/Tests/Faults/faults.c"
        let built = try? TestSupport.run("cc", ["-shared", "-fPIC", "-O1", "-o", path, sources, "-ldl"])
        return built?.status == 0 ? path : nil
    }()

    /// Beside the test bundle, where the package manager puts its executables.
    static let program: String = {
        let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
        let bundle = maps.split(separator: "\n").first { $0.hasSuffix(".xctest") }
        let path = bundle.flatMap { line in line.firstIndex(of: "/").map { String(line[$0...]) } } ?? ""
        return URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent("ledger-probe").path
    }()

    static func arguments(_ desk: Desk, name: String, count: Int, batch: Int) -> [String] {
        ["append", desk.path.string, desk.state.string, name, String(count), String(batch)]
    }

    /// Runs it to its end.
    /// - Parameter variables: "NAME=value", for the library of faults.
    static func run(
        _ desk: Desk, name: String = "probe", count: Int, batch: Int, _ variables: [String] = [],
        by launcher: [String] = [], doing verb: String = "append"
    ) throws -> RunResult {
        let preload = variables.isEmpty ? [] : ["LD_PRELOAD=\(faults ?? "")"]
        let words = [verb] + arguments(desk, name: name, count: count, batch: batch).dropFirst()
        return try TestSupport.run("env", variables + preload + launcher + [program] + words)
    }

    /// An entry that was acknowledged.
    struct Line: Hashable {
        let position: UInt64
        let number: Int
    }

    /// What it said to have appended.
    static func lines(_ text: String) -> [Line] {
        text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ")
            guard parts.count == 2, let position = UInt64(parts[0]), let number = Int(parts[1]) else { return nil }
            return Line(position: position, number: number)
        }
    }
}
