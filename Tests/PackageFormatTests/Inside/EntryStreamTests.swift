import DER
import SystemIO
import TestSupport
import Testing

@testable import PackageFormat

/// Bytes in memory in place of a package's plaintext.
struct ArrayBytes: RandomAccessBytes {
    let bytes: [UInt8]

    mutating func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer) throws(PackageFormatError) {
        guard offset + UInt64(buffer.count) <= UInt64(bytes.count) else {
            throw PackageFormatError(.badIndex, "beyond the end")
        }
        buffer.copyBytes(from: bytes[Int(offset)..<Int(offset) + buffer.count])
    }
}

extension Entry {
    var encoded: [UInt8] { DERWriter.encode { encode(into: &$0) } }
}

@Suite("Entries one after the other")
struct EntryStreamTests {
    /// Entries of all kinds and sizes; they need not make a tree.
    static func random(_ count: Int, _ random: inout Randomness) -> [Entry] {
        (0..<count).map { _ in
            let longest = [10, 60, 300, 4_096].randomElement(using: &random) ?? 1
            let path = random.bytes(Int.random(in: 1...longest, using: &random))
            let nodes: [Entry.Node] = [
                .file(UInt64.random(in: 0...(1 << 62), using: &random)), .folder,
                .link(random.bytes(Int.random(in: 1...longest, using: &random))),
            ]
            return Entry(
                path: path, mode: UInt32.random(in: 0...0o777, using: &random),
                modified: FileTime(
                    seconds: Int64.random(in: .min ... .max, using: &random),
                    nanoseconds: UInt32.random(in: 0...999_999_999, using: &random)),
                node: nodes.randomElement(using: &random) ?? .folder)
        }
    }

    /// All entries that a stream gives.
    static func read(_ bytes: [UInt8], _ range: Range<Int>, indexStart: UInt64 = 0) throws -> [Entry] {
        var source = ArrayBytes(bytes: bytes)
        var stream = EntryStream(UInt64(range.lowerBound)..<UInt64(range.upperBound), indexStart: indexStart)
        var entries: [Entry] = []
        while let entry = try stream.next(from: &source) { entries.append(entry) }
        return entries
    }

    @Test("as many as 400 of any length, across all windows", arguments: 1...12)
    func windows(seed: UInt64) throws {
        var random = Randomness(seed: seed)
        let entries = Self.random(Int.random(in: 0...400, using: &random), &random)
        let encoded = entries.flatMap(\.encoded)
        let before = random.bytes(Int.random(in: 0...100, using: &random))
        let whole = before + encoded + random.bytes(50)
        #expect(try Self.read(whole, before.count..<before.count + encoded.count) == entries)
        let naive = try DERReader.parse(encoded) { reader throws(DERError) in
            var list: [Entry] = []
            while !reader.isAtEnd { list.append(try Entry(from: &reader)) }
            return list
        }
        #expect(naive == entries)
    }

    @Test("the largest entry fits a window's reserve")
    func largest() throws {
        let long = [UInt8](repeating: 0x61, count: 4_096)
        let largest = Entry(
            path: long, mode: 0o777, modified: FileTime(seconds: .min, nanoseconds: 999_999_999), node: .link(long))
        #expect(largest.encoded.count <= Entry.maximumEncodedSize)
        let entries = Array(repeating: largest, count: 40)
        #expect(try Self.read(entries.flatMap(\.encoded), 0..<40 * largest.encoded.count) == entries)
    }

    private static let first = entry("a", size: 300).encoded
    private static func sequence(_ body: (inout DERWriter) -> Void) -> [UInt8] {
        DERWriter.encode { $0.sequence(body) }
    }

    private static func raw(
        path: [UInt8] = [0x62], mode: Int64 = 0, seconds: [UInt8] = [0], nanoseconds: Int64 = 0,
        node: [UInt8] = [0x81, 0x00], _ more: [UInt8] = []
    ) -> [UInt8] {
        sequence {
            $0.octetString(path)
            $0.integer(mode)
            $0.primitive(.integer, seconds)
            $0.integer(nanoseconds)
            $0.encoded(node + more)
        }
    }

    /// What is wrong with a second entry, its bytes, and where, counted from its start.
    private static let refused: [(String, [UInt8], UInt64)] = [
        ("an empty path", raw(path: []), 2),
        ("a path of 4,097 bytes", raw(path: Array(repeating: 0x62, count: 4_097)), 4),
        ("setuid", raw(mode: 0o4755), 5), ("a negative mode", raw(mode: -1), 5),
        ("seconds that are not minimal", raw(seconds: [0, 0]), 8),
        ("seconds of 65 bits", raw(seconds: [1, 0, 0, 0, 0, 0, 0, 0, 0]), 8),
        ("no seconds", raw(seconds: []), 8), ("a whole second of nanoseconds", raw(nanoseconds: 1_000_000_000), 11),
        ("negative nanoseconds", raw(nanoseconds: -1), 11), ("a file of -1 bytes", raw(node: [0x80, 0x01, 0xFF]), 14),
        ("a file of 2^62 + 1 bytes", raw(node: [0x80, 0x08, 0x40, 0, 0, 0, 0, 0, 0, 1]), 14),
        ("a folder with content", raw(node: [0x81, 0x01, 0x00]), 14),
        ("a link to nowhere", raw(node: [0x82, 0x00]), 14),
        ("another kind", raw(node: [0x83, 0x00]), 14), ("a constructed kind", raw(node: [0xA1, 0x00]), 14),
        ("an element too many", raw([0x05, 0x00]), 16), ("no kind", raw(node: []), 14),
        ("a SET", [0x31, 0x00], 0), ("an end inside", Array(raw().dropLast()), 0), ("a lone tag", [0x30], 0),
    ]

    /// Well encoded, but of a length that a rule forbids.
    private static let forbidden: Set = ["an empty path", "a path of 4,097 bytes", "a link to nowhere"]

    @Test("what an entry must not be", arguments: refused.indices)
    func refusals(_ number: Int) throws {
        #expect(Self.refused.count == 20)
        let (name, second, offset) = Self.refused[number]
        let bytes = [UInt8](repeating: 0, count: 30) + Self.first + second
        let error = refusal { _ = try Self.read(bytes, 30..<bytes.count, indexStart: 10) }
        let code: PackageFormatError.Code = Self.forbidden.contains(name) ? .refused : .malformed
        #expect(error == fault(code, .index, offset: 20 + UInt64(Self.first.count) + offset), "\(name)")
    }
}
