import Testing

@testable import Ledger

@Suite("Where the values of an entry stand")
struct EntryPlacesTests {
    private static let fields = ["actor", "host", "names", "output", "package", "kind"]

    private static func read(_ text: [UInt8]) -> (reader: EntryReader, isRight: Bool) {
        var reader = EntryReader()
        let isRight = text.withUnsafeBytes { reader.objection($0) == nil }
        return (reader, isRight)
    }

    private static func shapes(like text: [UInt8]) -> EntryShapes {
        var shapes = EntryShapes()
        let (reader, _) = read(text)
        text.withUnsafeBytes { shapes.add($0, reader) }
        return shapes
    }

    /// Where everything stands, as text.
    private static func found(_ places: EntryPlaces, _ text: [UInt8]) -> [String?] {
        text.withUnsafeBytes { text in
            let codes = fields.map { field in
                Array(field.utf8).withUnsafeBytes {
                    places.commitment(to: $0, text).map { String(decoding: places.code($0, text), as: UTF8.self) }
                }
            }
            return ["\(places.kind) \(places.time) \(String(describing: places.package)) \(places.isObject)"] + codes
        }
    }

    /// What reading finds, and what the shapes find; nil where they leave an entry to the reader.
    private static func compare(_ text: [UInt8], _ shapes: inout EntryShapes) -> (isRight: Bool, isSame: Bool?) {
        let (reader, isRight) = read(text)
        var (seen, known) = (EntryPlaces(), EntryPlaces())
        let fits = text.withUnsafeBytes { text in
            known.read(text, reader)
            return shapes.fits(text, &seen)
        }
        return (isRight, fits ? found(seen, text) == found(known, text) : nil)
    }

    @Test("an entry fits its own shape, and its values stand where reading finds them")
    func itself() throws {
        for new in Samples.entries {
            let text = try new.prepared().entry.bytes
            var shapes = Self.shapes(like: text)
            #expect(Self.compare(text, &shapes) == (true, true))
            // The keys of commitments are new each time.
            let again = try new.prepared().entry.bytes
            #expect(again != text)
            #expect(Self.compare(again, &shapes) == (true, true))
        }
    }

    @Test("whatever byte of an entry is changed, nothing fits its shape that the reader refuses")
    func everyByte() throws {
        var (fitting, refused) = (0, 0)
        for new in Samples.entries {
            let text = try new.prepared().entry.bytes
            var shapes = Self.shapes(like: text)
            for place in text.indices {
                for byte in Array("\"\\{}[],:09aAfgz-+/=. Q\n".utf8) + [0, 0x7F, 0x80, 0xFF] where byte != text[place] {
                    var changed = text
                    changed[place] = byte
                    let (isRight, isSame) = Self.compare(changed, &shapes)
                    #expect(isSame == nil || isRight && isSame == true)
                    fitting += isSame == nil ? 0 : 1
                    refused += isRight ? 0 : 1
                }
            }
        }
        // Otherwise the test would show nothing.
        #expect(fitting > 1000 && refused > 1000)
    }

    @Test("an entry that is longer or shorter than its shape by any part is left to the reader, or right")
    func everyLength() throws {
        for new in Samples.entries {
            let text = try new.prepared().entry.bytes
            var shapes = Self.shapes(like: text)
            for place in text.indices {
                let (before, after) = (Array(text[..<place]), Array(text[place...]))
                let others: [[UInt8]] = [
                    before, before + after.dropFirst(), before + after.prefix(1) + after, before + [0x31] + after,
                ]
                for changed in others {
                    let (isRight, isSame) = Self.compare(changed, &shapes)
                    #expect(isSame == nil || isRight && isSame == true)
                }
            }
        }
    }
}
