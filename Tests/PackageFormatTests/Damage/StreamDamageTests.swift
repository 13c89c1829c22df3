import SystemIO
import Testing

@testable import PackageFormat

@Suite("What is wrong with a package is found when it is read from front to back, too")
struct StreamDamageTests {
    private static func sealed(_ size: Int) throws -> (content: [UInt8], package: [UInt8]) {
        let bench = try SealingBench()
        let content = bench.pattern(size)
        try bench.folder.write(content, to: "a")
        try bench.seal(["a"], .init(signer: TestKeys.signer())) { $0.split = .small }
        return (content, try bench.folder.read("package"))
    }

    @Test("a changed byte anywhere: an error, or exactly the original with the damage named")
    func flipped() throws {
        let (content, package) = try Self.sealed(2_000_000)
        let key = try TestKeys.recipient()
        let steps = stride(from: 0, to: package.count, by: 49_999).map { $0 }
        let tail = (1...8).map { package.count - $0 * 60 }
        for position in steps + tail + [3, 9, 13] {
            var changed = package
            changed[position] ^= 0x10
            let result = try Streaming(changed, with: key)
            #expect(content.starts(with: result.released), "byte \(position)")
            if result.error == nil { #expect(result.released == content, "byte \(position)") }
        }
    }

    @Test("a changed unit is named, and nothing behind it released")
    func unit() throws {
        let (content, package) = try Self.sealed(8_000_000)
        var parts = try PieceParts(package)
        parts.body[16_400 * 400 + 5] ^= 1
        let result = try Streaming(parts.encoded, with: TestKeys.recipient())
        let place = Place(
            .unit, offset: UInt64(12 + parts.header.count + 16_400 * 400), unit: 400, piece: 1)
        #expect(result.error == PackageFormatError(.damaged, "", place: place))
        #expect(content.starts(with: result.released) && result.released.count < 400 * 16_384)
        #expect(!result.released.isEmpty)
    }

    @Test("a bad signature is found when nearly all is out, and the rest is kept")
    func signature() throws {
        let (content, package) = try Self.sealed(6_500_000)
        var parts = try PieceParts(package)
        parts.trailer[parts.trailer.count - 3] ^= 1
        let result = try Streaming(parts.encoded, with: TestKeys.recipient())
        #expect(result.error?.code == .badSignature)
        #expect(result.released.count > 800_000 && result.released.count < content.count)
        #expect(content.starts(with: result.released))
    }

    @Test("a signature that was removed")
    func stripped() throws {
        var parts = try PieceParts(Self.sealed(10).package)
        try parts.changeTrailer { Trailer(manifest: $0.manifest, mac: $0.mac, signature: nil) }
        let result = try Streaming(parts.encoded, with: TestKeys.recipient())
        #expect(result.error == fault(.badSignature, .signature))
        #expect(result.released.isEmpty)
    }

    @Test("a hash that the sender signed for a unit but is not the unit's")
    func forgedLeaf() throws {
        var forgery = Forgery()
        forgery.recipients = [try TestKeys.recipient().publicKey]
        forgery.leaf = { number, leaf in number == 1 ? leaf.reversed() : leaf }
        let content = [UInt8](repeating: 7, count: 50_000)
        let inside = Inside(content: content, entries: [entry("f", size: 50_000)])
        let parts = try forgery.seal(inside.encoded)
        let result = try Streaming(parts.encoded, with: TestKeys.recipient())
        let place = Place(.unit, offset: UInt64(12 + parts.header.count + 16_400), unit: 1, piece: 1)
        #expect(result.error == PackageFormatError(.damaged, "", place: place))
        #expect(result.released.isEmpty)
    }

    @Test("padding that hides something")
    func padding() throws {
        var inside = Inside(content: [1, 2, 3], entries: [entry("f", size: 3)])
        inside.padding = [UInt8](repeating: 0, count: 40_000)
        inside.padding[20_000] = 1
        var forgery = Forgery()
        forgery.recipients = [try TestKeys.recipient().publicKey]
        let result = try Streaming(forgery.seal(inside.encoded).encoded, with: TestKeys.recipient())
        #expect(result.error?.code == .badIndex && result.released.isEmpty)
    }

    @Test("cut off anywhere, or followed by anything")
    func length() throws {
        let (content, package) = try Self.sealed(1_500_000)
        let key = try TestKeys.recipient()
        let cuts = [0, 1, 8, 11, 12, 13, 300] + stride(from: 1_000, to: package.count, by: 99_991)
        for count in cuts + [package.count - 64, package.count - 1] {
            let result = try Streaming(Array(package.prefix(count)), with: key)
            #expect([.wrongLength, .notAPackage].contains(result.error?.code), "\(count) bytes")
            #expect(content.starts(with: result.released), "\(count) bytes")
        }
        for count in [1, 64, 400_000, 3_000_000] {
            let result = try Streaming(package + [UInt8](repeating: 1, count: count), with: key)
            #expect([.wrongLength, .damaged].contains(result.error?.code), "\(count) bytes more")
        }
    }

    @Test("a key that the package is not sealed to releases nothing")
    func wrongKey() throws {
        let result = try Streaming(Self.sealed(10).package, with: TestKeys.recipient(.p256, 1))
        #expect(result.error?.code == .wrongKey && result.released.isEmpty)
    }
}
