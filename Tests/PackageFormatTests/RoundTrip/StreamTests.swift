import Label
import SystemIO
import Testing

@testable import PackageFormat

@Suite("A package of one file is opened while it is read")
struct StreamTests {
    private static let stripe = 64 * 16_384
    private static let limit = PieceStream.heldBack

    /// Around chunks, stripes and what is held back.
    private static let sizes = [
        0, 1, 16_000, 16_383, 16_384, 16_385, stripe - 200, stripe - 1, stripe, stripe + 1, limit, limit + 1,
        2 * stripe - 150, 2 * stripe, limit + 3 * stripe + 17,
    ]

    @Test("what comes out is what went in", arguments: sizes, [false, true])
    func roundTrip(size: Int, pads: Bool) throws {
        let bench = try SealingBench()
        let content = bench.pattern(size)
        try bench.folder.write(content, to: "a")
        try bench.seal(["a"], .init(signer: TestKeys.signer())) { $0.padding = pads }
        let result = try Streaming(bench.folder.read("package"), with: bench.recipient)
        #expect(result.error == nil)
        #expect(result.released == content)
        if size > Self.limit + 2 * Self.stripe { #expect(result.early > 0) }
    }

    /// Lengths at which the last chunk has every kind of length, with units of one chunk.
    private static let ends: [Int] = (0..<25).map { 32_508 + 11 * $0 }

    @Test("wherever the last chunk ends", arguments: ends)
    func lastChunk(size: Int) throws {
        let bench = try SealingBench()
        let content = bench.pattern(size)
        try bench.folder.write(content, to: "a")
        try bench.seal(["a"]) {
            $0.split = .small
            $0.padding = false
        }
        let result = try Streaming(bench.folder.read("package"), with: bench.recipient)
        #expect(result.error == nil)
        #expect(result.released == content)
    }

    @Test("zeros at the end, in the middle and everywhere are content", arguments: [0, 5, 2 << 20], [0, 100, 3 << 20])
    func zeros(before: Int, count: Int) throws {
        let bench = try SealingBench()
        let content = bench.pattern(before) + [UInt8](repeating: 0, count: count) + bench.pattern(before / 2)
        let ending = bench.pattern(before) + [UInt8](repeating: 0, count: count)
        for content in [content, ending] {
            try bench.folder.write(content, to: "a")
            try bench.seal(["a"])
            let result = try Streaming(bench.folder.read("package"), with: bench.recipient)
            #expect(result.error == nil)
            #expect(result.released == content)
        }
    }

    @Test("what is not one file and nothing else is refused before anything", arguments: Self.others)
    func notOneFile(inputs: [String]) throws {
        let bench = try SealingBench()
        for folder in ["d", "e"] { try bench.makeFolder(folder) }
        for name in ["a", "b", "d/f"] { try bench.folder.write(bench.pattern(100), to: name) }
        try bench.link("l", to: "a")
        try bench.seal(inputs)
        let result = try Streaming(bench.folder.read("package"), with: bench.recipient)
        #expect(result.error == fault(.notOneFile, .header))
        #expect(result.released.isEmpty)
        let error = refusal { try bench.seal(inputs) { $0.claimsOneFile = true } }
        #expect(error == fault(.invalidRequest))
    }

    private static let others = [["a", "b"], ["d"], ["e"], ["l"]]

    @Test("only the very extension is the claim of one file; any other is ignored, and nothing claimed")
    func claim() throws {
        let id = Format.oneFileExtension
        #expect(!StructureSamples.common().claimsOneFile)
        for (claim, isClaim) in [
            (Extension.oneFile, true), (Extension(id: id, critical: false, value: [0]), false),
            (Extension(id: id, critical: true, value: []), false),
            (Extension(id: id.appending(1), critical: false, value: []), false),
        ] {
            #expect(StructureSamples.common(extensions: try Extensions([claim])).claimsOneFile == isClaim)
        }
    }

    @Test("a sender who claims one file and seals more is found out at the end")
    func liar() throws {
        var forgery = Forgery()
        forgery.recipients = [try TestKeys.recipient().publicKey]
        let inside = Inside(content: [1, 2, 3], entries: [entry("f", size: 1), entry("g", size: 2)])
        let result = try Streaming(forgery.seal(inside.encoded).encoded, with: TestKeys.recipient())
        #expect(result.error == fault(.notOneFile, .index) && result.released.isEmpty)
        forgery.claimsOneFile = false
        let honest = try Streaming(forgery.seal(inside.encoded).encoded, with: TestKeys.recipient())
        #expect(honest.error == fault(.notOneFile, .header) && honest.released.isEmpty)
    }

    @Test("an index that is longer than that of one file is refused, and nothing behind it released")
    func longIndex() throws {
        let entries = (10_000..<40_000).map { entry("a folder with a name of its own \($0)/", size: 0) }
        var forgery = Forgery()
        forgery.recipients = [try TestKeys.recipient().publicKey]
        forgery.split = .small
        let inside = Inside(entries: entries)
        let result = try Streaming(forgery.seal(inside.encoded).encoded, with: TestKeys.recipient())
        #expect(result.error?.code == .notOneFile)
    }

    @Test("zeros are counted, not kept: a hole of many stripes between two ends")
    func holdsLittle() throws {
        var held = HeldBackPlaintext(indexLimit: 100, stripe: 1_000)
        var released: [UInt8] = []
        let stripe = [UInt8](repeating: 0, count: 1_000)
        for _ in 0..<500 { try held.append(stripe) { released += $0 } }
        #expect(released.isEmpty && held.length == 500_000)
        try held.append([1] + [UInt8](repeating: 2, count: 48)) { released += $0 }
        #expect(released == [UInt8](repeating: 0, count: 500_001 - 100))
        let expected = [UInt8](repeating: 0, count: 10) + [1] + [UInt8](repeating: 2, count: 48)
        #expect(try held.read(at: 499_990, count: 59) == expected)
        let error = refusal { _ = try held.read(at: 10, count: 1) }
        #expect(error == fault(.notOneFile, .inside, offset: 10))
        // From the first byte that is held to the last, across all borders.
        let all = [UInt8](repeating: 0, count: 99) + [1] + [UInt8](repeating: 2, count: 48)
        #expect(try held.read(at: held.released, count: 148) == all)
        let beyond = refusal { _ = try held.read(at: held.length, count: 1) }
        #expect(beyond == fault(.badIndex, .inside, offset: 500_049))
    }

    /// Lengths of content, index and padding.
    private static let shapes = [
        (0, 1, 0), (0, 100, 0), (1, 100, 1), (500, 100, 0), (500, 40, 3_000), (3_000, 100, 48), (3_000, 1, 49),
        (2_999, 99, 5_000),
    ]

    @Test("nothing but content is released however the plaintext is cut", arguments: shapes)
    func onlyContent(content: Int, index: Int, padding: Int) throws {
        #expect(Self.shapes.count == 8)
        let bench = try SealingBench()
        var plaintext = bench.pattern(content)
        plaintext += [UInt8](repeating: 0x30, count: index)
        plaintext += [UInt8](repeating: 0, count: padding + 7)
        plaintext += [9] + [UInt8](repeating: 0, count: 24)
        plaintext += Format.insideTag
        for step in [1, 7, 47, 48, 49, 100, 997] {
            var held = HeldBackPlaintext(indexLimit: 100, stripe: 1_000)
            var released: [UInt8] = []
            for start in stride(from: 0, to: plaintext.count, by: step) {
                try held.append(Array(plaintext[start..<min(plaintext.count, start + step)])) { released += $0 }
                #expect(released.count <= content, "step \(step)")
            }
            let rest = try held.read(at: held.released, count: Int(held.length - held.released))
            #expect(released + rest == plaintext, "step \(step)")
            #expect(Int(held.length) - released.count <= 100 + padding + 48)
        }
    }
}

extension HeldBackPlaintext {
    fileprivate mutating func append(_ bytes: [UInt8], _ sink: Sink) throws(PackageFormatError) {
        try bytes.withRawBytes { bytes throws(PackageFormatError) in try append(bytes, sink) }
    }
}
