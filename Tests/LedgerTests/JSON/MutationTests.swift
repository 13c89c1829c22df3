import Ledger
import Testing

/// Changes texts at random and holds the reader to its promise: what it accepts, it would have written itself.
@Suite("Mutation of canonical JSON")
struct MutationTests {
    private static let fragments = [
        "\"", "\\", "\\u0000", "\\u001f", "{", "}", "[", "]", ",", ":", "0", "-", "1e1", "true", "null", " ", "\n",
        "e\u{301}", "が", "か\u{3099}", "\u{80}", "\"a\":1", "9007199254740991",
    ].map { Array($0.utf8) }

    private static func mutate(_ text: [UInt8], _ numbers: inout Numbers) -> [UInt8] {
        var text = text
        for _ in 0..<Int.random(in: 1...3, using: &numbers) {
            let place = Int.random(in: 0...text.count, using: &numbers)
            switch Int.random(in: 0..<5, using: &numbers) {
            case 0 where place < text.count: text[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
            case 1 where place < text.count: text.remove(at: place)
            case 2: text.insert(UInt8.random(in: 0...255, using: &numbers), at: place)
            case 3:
                let end = Int.random(in: place...min(text.count, place + 16), using: &numbers)
                text.insert(contentsOf: text[place..<end], at: Int.random(in: 0...text.count, using: &numbers))
            default: text.insert(contentsOf: fragments.randomElement(using: &numbers) ?? [], at: place)
            }
        }
        return text
    }

    @Test("what is accepted is written the same way again", arguments: [1, 2, 3, 4] as [UInt64])
    func roundTrip(_ seed: UInt64) throws {
        var numbers = Numbers(seed: seed)
        let seeds = try Samples.entries.map { try $0.prepared().entry.bytes }
        var accepted = 0
        for _ in 0..<5_000 {
            let text = Self.mutate(seeds.randomElement(using: &numbers) ?? [], &numbers)
            guard let value = try? CanonicalJSON(text) else { continue }
            accepted += 1
            #expect(try value.encoded() == text)
        }
        // Otherwise the test would show nothing.
        #expect(accepted > 100)
    }

    @Test("every prefix of an entry is refused, and every changed bit gives a refusal or another entry")
    func everyBit() throws {
        let entry = try Samples.entries[0].prepared().entry
        for count in 0..<entry.bytes.count {
            #expect(refusal { () throws(LedgerError) in try Entry(Array(entry.bytes[..<count])) } != nil)
        }
        for bit in 0..<entry.bytes.count * 8 {
            var text = entry.bytes
            text[bit / 8] ^= 1 << UInt8(bit % 8)
            guard let changed = try? Entry(text) else { continue }
            #expect(changed != entry && changed.fields != entry.fields)
        }
    }
}
