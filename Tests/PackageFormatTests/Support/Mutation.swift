import TestSupport

/// Damages byte strings in ways that reach deep into a parser: most keep the length octets around them right.
struct Mutator {
    /// How many mutants a fuzz test tries: `$FUBAKO_FUZZ_COUNT`, by default 20,000.
    static var count: Int { environment["FUBAKO_FUZZ_COUNT"].flatMap { Int($0) } ?? 20_000 }

    private var random: Randomness

    init(seed: UInt64) { random = Randomness(seed: seed) }

    mutating func mutant(of original: [UInt8]) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&bytes) }
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return bytes.append(UInt8.random(in: .min ... .max, using: &random)) }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: bytes[place] = [0x00, 0x7F, 0x80, 0x81, 0x84, 0x88, 0xFF, 0x30].randomElement(using: &random) ?? 0
        case 3: bytes[place] &+= UInt8.random(in: 1...3, using: &random)
        case 4: bytes.insert(UInt8.random(in: .min ... .max, using: &random), at: place)
        case 5: bytes.remove(at: place)
        case 6: bytes.removeLast(min(bytes.count, Int.random(in: 1...40, using: &random)))
        default: copyPart(of: &bytes, to: place)
        }
    }

    private mutating func copyPart(of bytes: inout [UInt8], to place: Int) {
        let start = Int.random(in: 0..<bytes.count, using: &random)
        let part = bytes[start..<min(bytes.count, start + Int.random(in: 1...64, using: &random))]
        bytes.replaceSubrange(place..<min(bytes.count, place + part.count), with: Array(part))
    }
}
