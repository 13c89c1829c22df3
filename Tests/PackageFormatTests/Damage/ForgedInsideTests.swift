import Cryptography
import Label
import SystemIO
import TestSupport
import Testing

@testable import PackageFormat

/// Signed packages whose plaintext breaks a rule: their senders made them so.
@Suite("A hostile sender's index is refused")
struct ForgedInsideTests {
    private static func bytes(_ plaintext: [UInt8], label: Label? = nil, hidden: Bool = false) throws -> [UInt8] {
        var forgery = Forgery()
        forgery.recipients = [try TestKeys.recipient().publicKey]
        forgery.signer = try TestKeys.signer()
        forgery.label = label
        forgery.hidden = hidden
        return try forgery.seal(plaintext).encoded
    }

    private static func refusing(_ plaintext: [UInt8], label: Label? = nil, hidden: Bool = false) throws
        -> PackageFormatError?
    {
        let bytes = try bytes(plaintext, label: label, hidden: hidden)
        #expect(try Reading.verify(bytes).isEmpty)
        return refusal { _ = try Reading.contents(bytes, with: TestKeys.recipient()) }
    }

    /// Entries as `entry(_:)` reads them, all of 10 bytes; the path that is named.
    private static let trees: [([String], String?)] = [
        (["a", "a"], "a"), (["b", "a"], "a"), (["a/b"], "a/b"), (["a", "a/b"], "a/b"), (["l>b", "l/c"], "l/c"),
        (["../a"], "../a"), (["/a"], "/a"), (["a/", "a/../../b"], "a/../../b"), (["a\u{1B}[2J"], "a\u{1B}[2J"),
        (["a\u{85}"], "a\u{85}"), (["."], "."),
        ([String(repeating: "n", count: 256)], String(repeating: "n", count: 256)),
        (["l>/etc/passwd"], "l"), (["l>../a"], "l"), (["a/", "a/l>b/../../.."], "a/l"), ([], nil),
    ]

    @Test("names, order and links", arguments: trees)
    func refusesTrees(_ texts: [String], path: String?) throws {
        #expect(Self.trees.count == 16)
        let entries = texts.map { entry($0, size: 10) }
        let size = entries.reduce(0) { $0 + Int($1.size) }
        let inside = Inside(content: [UInt8](repeating: 1, count: size), entries: entries)
        let error = try Self.refusing(inside.encoded)
        guard let path else { return #expect(error?.code == .malformed && error?.place?.region == .index) }
        #expect(error == fault(.badIndex, .index, path: path))
    }

    @Test("a name that is not UTF-8")
    func invalidName() throws {
        let name: [UInt8] = [0x61, 0xFF]
        let bad = Entry(path: name, mode: 0, modified: FileTime(seconds: 0), node: .folder)
        let error = try Self.refusing(Inside(entries: [bad]).encoded)
        #expect(error == PackageFormatError(.badIndex, "", place: Place(.index), path: name))
    }

    private static var honest: Inside { ForgedStructureTests.inside }

    @Test("ranges that overlap, leave gaps, or alias")
    func ranges() throws {
        let index = UInt64(Self.honest.encoded.count - 20_048)
        let end = UInt64(Self.honest.encoded.count - 48)
        let gaps: [[UInt64]] = [
            [19_999, index, 0, 0], [20_001, index, 0, 0], [20_000, index, 0, 1], [.max, index, 0, 20_001],
            [0, 0, 0, 0],
        ]
        for pointers in gaps {
            var inside = Self.honest
            inside.pointers = pointers
            #expect(try Self.refusing(inside.encoded) == fault(.badIndex, .inside, offset: end), "\(pointers)")
        }
        // They add up, but the index does not lie there.
        for pointers in [
            [20_001, index - 1, 0, 0], [19_999, index + 1, 0, 0], [20_000, index - 1, 0, 1], [end, 0, 0, 0],
        ] {
            var inside = Self.honest
            inside.pointers = pointers
            let error = try Self.refusing(inside.encoded)
            #expect(error?.code == .malformed && error?.place?.region == .index, "\(pointers)")
        }
    }

    @Test("sizes and numbers that do not add up")
    func sums() throws {
        for size in [19_999, 20_001, 1 << 62] as [UInt64] {
            var inside = Self.honest
            inside.entries = [entry("f", size: size)]
            #expect(try Self.refusing(inside.encoded) == fault(.badIndex, .index))
        }
        for count in [2, 4_294_967_295] as [UInt64] {
            var inside = Self.honest
            inside.entryCount = count
            #expect(try Self.refusing(inside.encoded) == fault(.badIndex, .index))
        }
    }

    @Test("no pointer block, or no room for one", arguments: [0, 1, 47, 48, 20_000])
    func noPointers(count: Int) throws {
        let error = try Self.refusing([UInt8](repeating: 0, count: count))
        #expect(error == fault(.badIndex, .inside, offset: count < 48 ? nil : UInt64(count - 48)))
    }

    @Test("a label twice; recipients listed though visible, or not listed though hidden")
    func head() throws {
        let label = try StructureSamples.label()
        var inside = Self.honest
        inside.label = label
        #expect(try Self.refusing(inside.encoded, label: label) == fault(.badIndex, .index))
        inside = Self.honest
        inside.recipients = [StructureSamples.fill(32, 1)]
        #expect(try Self.refusing(inside.encoded) == fault(.badIndex, .index))
        #expect(try Self.refusing(Self.honest.encoded, hidden: true) == fault(.badIndex, .index))
    }

    @Test("an index of random bytes")
    func garbage() throws {
        var random = Randomness(seed: 6)
        var inside = Self.honest
        inside.index = random.bytes(500)
        let error = try Self.refusing(inside.encoded)
        #expect(error?.code == .malformed && error?.place?.region == .index)
    }

    @Test("padding that hides something is refused before anything is whole", arguments: [0, 20_000, 39_999])
    func padding(offset: Int) throws {
        var inside = Self.honest
        inside.padding = [UInt8](repeating: 0, count: 40_000)
        inside.padding[offset] = 1
        let bench = try SealingBench()
        try bench.folder.write(Self.bytes(inside.encoded), to: "package")
        #expect(refusal { _ = try bench.open() } == fault(.badIndex, .inside))
        let output = try SpillFile()
        let error = refusal { try bench.write(nil, to: output.descriptor) }
        #expect(error?.code == .badIndex && error?.place?.region == .inside)
        #expect(try output.descriptor.metadata().size == 0)
    }
}
