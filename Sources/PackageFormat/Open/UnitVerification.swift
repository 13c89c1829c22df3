import Synchronization
import SystemIO

/// What checking every unit of a piece found.
package struct UnitVerdict: Sendable {
    /// Units that do not match their hashes, in ascending order, at most ``limit`` of them.
    package let damaged: [Damage]
    /// How many there are in all.
    package let damagedCount: UInt64

    /// The most damaged units that are listed one by one.
    package static let limit = 1_000
}

extension PieceStructure {
    /// Checks every unit against its leaf, on several workers. A damaged unit is an answer; only what cannot be read is an
    /// error.
    package func verifyUnits(
        _ file: borrowing Descriptor, workers: Int, progress: Progress
    ) throws(PackageFormatError) -> UnitVerdict {
        progress.expect(progress.total + geometry.ciphertextLength)
        let found = Mutex<(list: [UInt64: Damage], count: UInt64)>(([:], 0))
        try runPositions(
            PositionCounter(total: geometry.stripeCount), workers: workers,
            context: { _ throws(PackageFormatError) in try UnitReader(self) }
        ) { (reader: inout UnitReader, stripe: UInt64) throws(PackageFormatError) in
            if let damage = try reader.damage(stripe: stripe, in: file) {
                found.withLock { found in
                    found.count += 1
                    if found.list.count < UnitVerdict.limit { found.list[stripe] = damage }
                }
            }
            progress.add(geometry.unitSize(stripe: stripe))
        }
        return found.withLock { found in
            UnitVerdict(
                damaged: found.list.sorted { $0.key < $1.key }.map(\.value), damagedCount: found.count)
        }
    }
}

extension UnitReader {
    /// What is wrong with a unit, or nil.
    fileprivate mutating func damage(
        stripe: UInt64, in file: borrowing Descriptor
    ) throws(PackageFormatError) -> Damage? {
        do {
            _ = try read(stripe: stripe, from: file)
            return nil
        } catch {
            guard error.code == .damaged, let place = error.place else { throw error }
            return Damage(place, error.reason)
        }
    }
}
