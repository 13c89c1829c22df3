import Cryptography
import DER
import Label
import SystemIO
import TestSupport
import Testing

@testable import PackageFormat

@Suite("What is sealed opens to the same bytes")
struct RoundTripTests {
    /// Sizes around every boundary of the format: empty, chunk, unit, stripe.
    static let sizes: [Int] = [
        0, 1, 16_383, 16_384, 16_385, 1_048_575 - 200, 1_048_575, 1_048_576, 1_048_577, 2_097_152, 5_000_000,
    ]

    @Test("one file of any size", arguments: sizes, [true, false])
    func oneFile(size: Int, padding: Bool) throws {
        let bench = try SealingBench()
        try bench.makeFolder("source")
        try bench.folder.write(bench.pattern(size), to: "source/file")
        try bench.seal(["source"]) { $0.padding = padding }
        let summary = try bench.open()
        #expect(summary.bytes == UInt64(size))
        #expect(try bench.folder.read("out/source/file") == bench.pattern(size))
    }

    @Test("either suite", arguments: Suite.allCases)
    func suites(_ suite: Suite) throws {
        let bench = try SealingBench()
        try bench.folder.write(bench.pattern(3_000_000), to: "a")
        try bench.seal(["a"]) { $0.suite = suite }
        _ = try bench.open()
        #expect(try bench.folder.read("out/a") == bench.pattern(3_000_000))
    }
}
