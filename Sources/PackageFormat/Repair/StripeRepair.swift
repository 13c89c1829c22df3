import Dispersal
import SystemIO

/// Gathers the units of stripes that are intact, and computes those that are wanted and are not. One worker's buffers and
/// tables.
struct StripeRepair: ~Copyable {
    private let structure: PackageStructure
    private let code: ReedSolomon
    /// Numbers of pieces, ascending.
    private let wanted: [Int]
    /// Places of files that are read in any case.
    private let examined: Set<Int>
    /// Places of all files: those of wanted pieces come first, since their units need not be computed; then data, then parity.
    private let order: [Int]
    /// Room for units that are kept, and behind it for one that is only looked at.
    private let units: StripeBuffer
    private let room: Int
    private var check: UnitCheck
    private var recoveries: [[Int]: ReedSolomonRecovery] = [:]
    /// Where the units of the stripe at hand lie in the buffer, by the numbers of their pieces.
    private var slots: [Int: Int] = [:]
    private var size = 0
    /// Places of files that do not have their unit of the stripe at hand intact, as far as they were read.
    private(set) var faulty: Set<Int> = []

    /// Tables that are kept, since neighbouring stripes mostly lack the same units.
    private static let keptRecoveries = 64

    init(_ structure: PackageStructure, wanted: [Int], examined: Set<Int>) throws(PackageFormatError) {
        let split = structure.geometry.split
        let check = try UnitCheck(structure)
        let code: ReedSolomon
        do { code = try ReedSolomon(k: split.k, n: split.n) } catch { throw PackageFormatError(error) }
        let isWanted = structure.pieces.map { wanted.contains($0.number) }
        self.structure = structure
        self.check = check
        self.code = code
        self.wanted = wanted
        self.examined = examined
        order = isWanted.indices.filter { isWanted[$0] } + isWanted.indices.filter { !isWanted[$0] }
        room = min(split.n, split.k + wanted.count)
        units = StripeBuffer(count: (room + 1) * split.unitSize, fileOffset: structure.layout.bodyOffset)
    }

    private var k: Int { structure.geometry.split.k }

    /// Makes the wanted units of a stripe ready.
    /// - Throws: `damaged` with the first unit, or `tooFewPieces`, if fewer than k are intact; `notRebuildable`; `system`.
    mutating func run(stripe: UInt64) throws(PackageFormatError) {
        size = structure.geometry.unitSize(stripe: stripe)
        slots.removeAll(keepingCapacity: true)
        faulty.removeAll(keepingCapacity: true)
        var failure: PackageFormatError?
        for place in order {
            let isWanted = wanted.contains(structure.pieces[place].number)
            if examined.contains(place) || isWanted && slots[structure.pieces[place].number] == nil {
                try read(place, stripe, keeping: isWanted || slots.count < k, &failure)
            }
        }
        let missing = wanted.filter { slots[$0] == nil }
        guard !missing.isEmpty else { return }
        for place in order where slots.count < k && !examined.contains(place) {
            let number = structure.pieces[place].number
            if slots[number] == nil, !wanted.contains(number) { try read(place, stripe, keeping: true, &failure) }
        }
        guard slots.count >= k else {
            throw failure
                ?? PackageFormatError(PieceShortage(split: structure.geometry.split, present: structure.numbers))
        }
        try compute(missing, of: stripe)
    }

    /// The unit of a wanted piece in the stripe at hand.
    func unit(_ number: Int) -> UnsafeRawBufferPointer? { slots[number].map { UnsafeRawBufferPointer(part($0)) } }

    private func part(_ slot: Int) -> UnsafeMutableRawBufferPointer {
        units.part(slot * structure.geometry.split.unitSize, size)
    }

    private mutating func read(
        _ place: Int, _ stripe: UInt64, keeping: Bool, _ failure: inout PackageFormatError?
    ) throws(PackageFormatError) {
        let piece = structure.pieces[place]
        let isKept = keeping && slots[piece.number] == nil
        let slot = isKept ? slots.count : room
        if let error = try check.fault(of: piece, stripe: stripe, into: part(slot)) {
            faulty.insert(place)
            failure = failure ?? error
        } else if isKept {
            slots[piece.number] = slot
        }
    }

    /// Computes units from the first k that are there.
    private mutating func compute(_ missing: [Int], of stripe: UInt64) throws(PackageFormatError) {
        let present = Array(slots.keys.sorted().prefix(k))
        let sources = present.compactMap { unit($0) }
        for number in missing { slots[number] = slots.count }
        let results = missing.compactMap { slots[$0].map { part($0) } }
        do throws(DispersalError) {
            try recovery(of: missing.map { $0 - 1 }, from: present.map { $0 - 1 }).apply(sources, into: results)
        } catch { throw PackageFormatError(error) }
        for (number, result) in zip(missing, results) {
            guard try check.matches(UnsafeRawBufferPointer(result), piece: number, stripe: stripe) else {
                throw PackageFormatError(
                    .notRebuildable, "the sender's units do not give the one that he hashed",
                    place: Place(.unit, unit: stripe, piece: number))
            }
        }
    }

    private mutating func recovery(
        of missing: [Int], from present: [Int]
    ) throws(DispersalError) -> ReedSolomonRecovery {
        if let known = recoveries[present + missing] { return known }
        if recoveries.count >= Self.keptRecoveries { recoveries.removeAll(keepingCapacity: true) }
        let recovery = try code.recovery(from: present, of: missing)
        recoveries[present + missing] = recovery
        return recovery
    }
}
