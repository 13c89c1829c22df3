@testable import Dispersal

/// Units side by side in one piece of memory, at odd addresses, with bytes between them that nobody may change.
struct Units {
    private static let guardByte: UInt8 = 0xA5
    private let count: Int
    private let length: Int
    private var memory: [UInt8]

    /// `count` units that hold something else than is expected later.
    init(count: Int, length: Int) {
        self.count = count
        self.length = length
        memory = [UInt8](repeating: Self.guardByte, count: 1 + count * (length + 3))
    }

    init(_ units: [[UInt8]]) {
        self.init(count: units.count, length: units.first?.count ?? 0)
        for (index, unit) in units.enumerated() { memory.replaceSubrange(range(index), with: unit) }
    }

    private func range(_ index: Int) -> Range<Int> {
        let start = 1 + index * (length + 3)
        return start..<start + length
    }

    /// What the units hold, or nil if a byte between them was changed.
    var bytes: [[UInt8]]? {
        let ranges = (0..<count).map(range)
        let between = [0] + ranges.flatMap { $0.upperBound..<$0.upperBound + 3 }
        guard between.allSatisfy({ memory[$0] == Self.guardByte }) else { return nil }
        return ranges.map { Array(memory[$0]) }
    }

    func read<Value>(_ body: ([UnsafeRawBufferPointer]) throws -> Value) rethrows -> Value {
        try memory.withUnsafeBytes { memory in
            try body((0..<count).map { UnsafeRawBufferPointer(rebasing: memory[range($0)]) })
        }
    }

    mutating func write(_ body: ([UnsafeMutableRawBufferPointer]) throws -> Void) rethrows {
        let ranges = (0..<count).map(range)
        try memory.withUnsafeMutableBytes { memory in
            try body(ranges.map { UnsafeMutableRawBufferPointer(rebasing: memory[$0]) })
        }
    }
}

extension ReedSolomon {
    /// All n units from those of the data; nil if something else was written to.
    func units(_ data: [[UInt8]]) throws -> [[UInt8]]? {
        var parity = Units(count: n - k, length: data.first?.count ?? 0)
        try Units(data).read { data in try parity.write { try encode(data, into: $0) } }
        return parity.bytes.map { data + $0 }
    }

    /// The units that `chosen` leaves out, computed from those it names; nil if something else was written to.
    func others(than chosen: [Int], of units: [[UInt8]]) throws -> [Int: [UInt8]]? {
        let wanted = (0..<n).filter { !chosen.contains($0) }.shuffled()
        let recovery = try recovery(from: chosen, of: wanted)
        var results = Units(count: wanted.count, length: units[0].count)
        try Units(chosen.map { units[$0] }).read { units in try results.write { try recovery.apply(units, into: $0) } }
        return results.bytes.map { Dictionary(uniqueKeysWithValues: zip(wanted, $0)) }
    }

    /// Whether `chosen` gives all others as they are in `units`.
    func recovers(_ units: [[UInt8]], from chosen: [Int]) throws -> Bool {
        guard let others = try others(than: chosen, of: units) else { return false }
        return others.count == n - k && others.allSatisfy { units[$0.key] == $0.value }
    }
}
