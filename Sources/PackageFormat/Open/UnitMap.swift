import Synchronization

/// Which units of a package are intact, for a picture of them: one bit for each unit of each piece. Many workers write it.
package final class UnitMap: Sendable {
    /// How the package is cut.
    package let split: Split
    /// Numbers of the pieces at hand, ascending.
    package let present: [Int]
    /// Units of each piece.
    package let stripeCount: UInt64
    private let intact: Mutex<[UInt64]>

    /// The most units that a map has: 8 MiB.
    package static let limit: UInt64 = 64 << 20

    /// No unit is known to be intact yet.
    /// - Throws: `tooLarge` above ``limit``.
    package init(_ structure: PackageStructure) throws(PackageFormatError) {
        split = structure.geometry.split
        present = structure.numbers
        stripeCount = structure.geometry.stripeCount
        let units = stripeCount * UInt64(split.n)
        guard units <= Self.limit else {
            throw PackageFormatError(.tooLarge, "a map has at most \(Self.limit) units, and this package \(units)")
        }
        intact = Mutex([UInt64](repeating: 0, count: Int(units / 64 + 1)))
    }

    /// Whether units are there and what the sender hashed, all of them.
    package func isIntact(piece: Int, stripes: Range<UInt64>) -> Bool {
        intact.withLock { bits in stripes.allSatisfy { isSet(position(piece, $0), in: bits) } }
    }

    /// How many units of a piece are there and what the sender hashed.
    package func intactCount(piece: Int) -> UInt64 {
        intact.withLock { bits in
            UInt64((0..<stripeCount).count { isSet(position(piece, $0), in: bits) })
        }
    }

    private func isSet(_ position: Int, in bits: borrowing [UInt64]) -> Bool {
        bits[position / 64] >> UInt64(position % 64) & 1 == 1
    }

    func note(_ pieces: Set<Int>, of stripe: UInt64) {
        intact.withLock { bits in
            for piece in pieces {
                let position = position(piece, stripe)
                bits[position / 64] |= 1 << UInt64(position % 64)
            }
        }
    }

    private func position(_ piece: Int, _ stripe: UInt64) -> Int { Int(stripe) * split.n + piece - 1 }
}
