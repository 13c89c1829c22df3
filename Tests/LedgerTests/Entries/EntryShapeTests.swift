import Testing

@testable import Ledger

/// Changes entries at random and holds the shapes to their promise: what they see to be right, the reader finds right too.
@Suite("What is seen at a glance to be right, the reader finds right")
struct EntryShapeTests {
    /// Characters that the simple forms are made of, and some that come close.
    private static let characters = Array("0123456789abcdefgABCDEFGZz+/=-:T\"\\,{} ".utf8)

    private static func mutate(_ text: [UInt8], _ numbers: inout Numbers) -> [UInt8] {
        var text = text
        for _ in 0..<Int.random(in: 1...2, using: &numbers) {
            let place = Int.random(in: 0..<text.count, using: &numbers)
            let character = characters.randomElement(using: &numbers) ?? 0x30
            switch Int.random(in: 0..<8, using: &numbers) {
            case 0: text[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
            case 1: text.insert(character, at: place)
            case 2 where text.count > 1: text.remove(at: place)
            case 3: text.insert(contentsOf: Array("9007199254740992".utf8).prefix(Int(character % 17)), at: place)
            default: text[place] = character
            }
        }
        return text
    }

    private static func shape(_ text: [UInt8]) throws -> EntryShape {
        var reader = EntryReader()
        return try text.withUnsafeBytes { text in
            #expect(reader.objection(text) == nil)
            return EntryShape(text, reader.tokens, try #require(reader.schema))
        }
    }

    /// Where the time stands, as the reader finds it; nil for an entry that is not right.
    private static func time(_ text: [UInt8], _ reader: inout EntryReader) -> Range<Int>? {
        text.withUnsafeBytes { text in
            guard reader.objection(text) == nil, let index = reader.member("at", text) else { return nil }
            return reader.tokens[index].range
        }
    }

    private static func samples() throws -> [[UInt8]] { try Samples.entries.map { try $0.prepared().entry.bytes } }

    @Test("a shape never sees what the reader does not", arguments: [1, 2, 3, 4] as [UInt64])
    func neverMore(_ seed: UInt64) throws {
        var numbers = Numbers(seed: seed)
        var reader = EntryReader()
        let models = try Self.samples().map { (text: $0, shape: try Self.shape($0)) }
        var (seen, unseen) = (0, 0)
        for _ in 0..<10_000 {
            guard let model = models.randomElement(using: &numbers) else { continue }
            let text = Self.mutate(model.text, &numbers)
            let read = Self.time(text, &reader)
            guard let time = text.withUnsafeBytes({ model.shape.time(of: $0) }) else {
                unseen += read == nil ? 0 : 1
                continue
            }
            seen += 1
            #expect(time == read, "\(String(decoding: text, as: UTF8.self))")
        }
        // Otherwise the test would show nothing.
        #expect(seen > 1_000 && unseen > 100)
    }

    @Test("so do several that are tried in turns, also when they are forgotten", arguments: [5, 6] as [UInt64])
    func inTurns(_ seed: UInt64) throws {
        var numbers = Numbers(seed: seed)
        var (reader, shapes) = (EntryReader(), EntryShapes())
        let models = try Self.samples()
        var seen = 0
        for _ in 0..<10_000 {
            let text = Self.mutate(models.randomElement(using: &numbers) ?? [], &numbers)
            let time = text.withUnsafeBytes { shapes.time(of: $0) }
            let read = Self.time(text, &reader)
            if let time {
                seen += 1
                #expect(time == read, "\(String(decoding: text, as: UTF8.self))")
            } else if read != nil {
                text.withUnsafeBytes { shapes.add($0, reader) }
            }
        }
        #expect(seen > 100)
    }

    @Test("every prefix, and every byte behind, is left to the reader")
    func lengths() throws {
        for text in try Self.samples() {
            let shape = try Self.shape(text)
            #expect(text.withUnsafeBytes { shape.time(of: $0) } != nil)
            for count in 0..<text.count { #expect(text[..<count].withUnsafeBytes { shape.time(of: $0) } == nil) }
            #expect((text + [0x20]).withUnsafeBytes { shape.time(of: $0) } == nil)
        }
    }
}

extension EntryShape {
    /// Where the time of an entry stands that is seen to be right; nil for any other.
    fileprivate func time(of text: UnsafeRawBufferPointer) -> Range<Int>? {
        var (places, time) = (EntryPlaces(), [UInt8]())
        return fits(text, &places, lastTime: &time) ? places.time : nil
    }
}

extension EntryShapes {
    /// Where the time of an entry stands that is seen to be right; nil for any other.
    fileprivate mutating func time(of text: UnsafeRawBufferPointer) -> Range<Int>? {
        var places = EntryPlaces()
        return fits(text, &places) ? places.time : nil
    }
}
