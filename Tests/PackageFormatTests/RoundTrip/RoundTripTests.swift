import Cryptography
import Label
import SystemIO
import TestSupport
import Testing

@testable import PackageFormat

@Suite("What is sealed opens to the same bytes")
struct RoundTripTests {
    /// Sizes around every boundary of the format: empty, chunk, unit, stripe.
    private static let sizes: [Int] = [
        0, 1, 16_383, 16_384, 16_385, 1_048_575 - 200, 1_048_575, 1_048_576, 1_048_577, 2_097_152, 5_000_000,
    ]

    @Test("one file of any size", arguments: sizes, [true, false])
    func oneFile(size: Int, padding: Bool) throws {
        let bench = try SealingBench()
        try bench.makeFolder("source")
        try bench.folder.write(bench.pattern(size), to: "source/file")
        try bench.seal(["source"]) { $0.padding = padding }
        let summary = try bench.open()
        #expect(summary.bytes == UInt64(size) && summary.files == 1 && summary.folders == 1)
        #expect(try bench.folder.read("out/source/file") == bench.pattern(size))
    }

    /// A file whose name makes index and pointer block, without padding, take 16,384 - n bytes more than is wanted.
    private static let ends = [-1, 0, 1, 16_383, 16_384]

    @Test("a plaintext that ends on a stripe's boundary, or beside it", arguments: ends)
    func boundary(offset: Int) throws {
        let bench = try SealingBench()
        try write([], in: bench)
        try bench.seal(["f"]) { $0.padding = false }
        let overhead = try Int(bench.geometry().plaintextLength)
        // A size of two bytes more takes two more in the index: all sizes here need as many.
        let size = 5 * 16_384 - overhead - 2 + offset
        try write(bench.pattern(size), in: bench)
        try bench.seal(["f"], as: "exact") {
            $0.padding = false
            $0.split = .small
        }
        let geometry = try bench.geometry("exact")
        #expect(geometry.plaintextLength == UInt64(5 * 16_384 + offset))
        #expect(geometry.stripeCount == (offset < 0 ? 5 : offset < 16_384 ? 6 : 7))
        _ = try bench.open("exact")
        #expect(try bench.folder.read("out/f") == bench.pattern(size))
    }

    /// Sets a time too: for few nanoseconds the index needs fewer bytes.
    private func write(_ bytes: [UInt8], in bench: SealingBench) throws {
        let path = try bench.folder.write(bytes, to: "f")
        #expect(try run("touch", ["-d", "2026-01-01T00:00:00.123456789Z", path]).status == 0)
    }

    @Test("either suite, and small units", arguments: Suite.allCases, [Split.whole, .small])
    func suites(_ suite: Suite, split: Split) throws {
        let bench = try SealingBench()
        try bench.folder.write(bench.pattern(500_000), to: "a")
        try bench.seal(["a"]) {
            $0.suite = suite
            $0.split = split
        }
        _ = try bench.open()
        #expect(try bench.folder.read("out/a") == bench.pattern(500_000))
        #expect(try bench.geometry().stripeCount == (split == .small ? 32 : 1))
    }

    @Test("any number of workers makes a package that opens", arguments: 1...4)
    func workers(_ count: Int) throws {
        let bench = try SealingBench()
        try bench.folder.write(bench.pattern(400_000), to: "a")
        try bench.seal(["a"]) {
            $0.workers = count
            $0.split = .small
        }
        _ = try bench.open()
        #expect(try bench.folder.read("out/a") == bench.pattern(400_000))
    }
}

extension Split {
    /// One piece, and the smallest units: a package of a few kilobytes has several stripes.
    static let small = Split(k: 1, n: 1, unitSize: 16_400) ?? .whole
}

extension SealingBench {
    /// How the package `name` is cut.
    func geometry(_ name: String = "package") throws -> StripeGeometry {
        try structure(name).geometry
    }
}
