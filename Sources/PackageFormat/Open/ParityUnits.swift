import Dispersal
import SystemIO

/// Rebuilds data units of stripes from parity; one worker's buffer and tables.
///
/// Parity is not hashed unless what it gives is wrong: a data unit counts only if it is what the sender hashed, wherever it
/// came from, so that hashing parity as well would cost time and prove nothing more.
struct ParityUnits: ~Copyable {
    private let structure: PackageStructure
    /// Numbers of the pieces at hand that carry parity.
    private let numbers: [Int]
    /// As many as can be of use; made when the first is needed.
    private var buffer: StripeBuffer?
    private var recoveries: [[Int]: ReedSolomonRecovery] = [:]

    init(_ structure: PackageStructure) {
        self.structure = structure
        numbers = structure.numbers.filter { $0 > structure.geometry.split.k }
    }

    private var split: Split { structure.geometry.split }

    /// Fills in data units of stripe `stripe`.
    /// - Parameters:
    ///   - missing: which, from 0.
    ///   - units: the data units of the stripe, back to back.
    ///   - failure: what was wrong with the first that is missing; nil if its piece is not at hand.
    /// - Throws: `damaged`, or `failure`, if there is not enough parity that is what the sender hashed; `tooFewPieces` if
    ///   pieces are missing for that.
    mutating func rebuild(
        _ missing: [Int], of stripe: UInt64, in units: borrowing StripeBuffer, _ check: inout UnitCheck,
        _ failure: PackageFormatError?
    ) throws(PackageFormatError) {
        let size = structure.geometry.unitSize(stripe: stripe)
        var failure = failure
        if let sources = try gather(missing.count, of: stripe, size, &check, &failure, hashed: false) {
            try recover(missing, from: sources, size, in: units)
            if try areRight(missing, of: stripe, size, in: units, &check) { return }
        }
        guard let sources = try gather(missing.count, of: stripe, size, &check, &failure, hashed: true) else {
            throw failure ?? PackageFormatError(PieceShortage(split: split, present: structure.numbers))
        }
        try recover(missing, from: sources, size, in: units)
        guard try areRight(missing, of: stripe, size, in: units, &check) else {
            throw PackageFormatError(
                .damaged, "the sender's parity does not give the unit that he hashed",
                place: Place(.unit, unit: stripe, piece: missing[0] + 1))
        }
    }

    /// Reads parity units into the buffer, one behind the other.
    /// - Returns: the places of so many in the code, from k on; nil if there are fewer.
    private mutating func gather(
        _ count: Int, of stripe: UInt64, _ size: Int, _ check: inout UnitCheck, _ failure: inout PackageFormatError?,
        hashed: Bool
    ) throws(PackageFormatError) -> [Int]? {
        guard numbers.count >= count else { return nil }
        var sources: [Int] = []
        let buffer = buffer.take() ?? StripeBuffer(count: min(split.k, split.n - split.k) * split.unitSize)
        for number in numbers where sources.count < count {
            let unit = buffer.part(sources.count * size, size)
            let isThere =
                hashed
                ? try check.read(piece: number, stripe: stripe, into: unit, &failure)
                : load(piece: number, stripe: stripe, into: unit)
            if isThere { sources.append(number - 1) }
        }
        self.buffer = consume buffer
        return sources.count == count ? sources : nil
    }

    /// Reads a unit without looking at it. What cannot be read is found out, and noted, when it is looked at.
    private func load(piece number: Int, stripe: UInt64, into unit: UnsafeMutableRawBufferPointer) -> Bool {
        structure.pieces.contains { piece in
            guard piece.number == number else { return false }
            do throws(SystemError) {
                try piece.file.descriptor.readFully(into: unit, at: piece.unitOffset(stripe: stripe))
                return true
            } catch { return false }
        }
    }

    private mutating func recover(
        _ missing: [Int], from sources: [Int], _ size: Int, in units: borrowing StripeBuffer
    ) throws(PackageFormatError) {
        guard let parity = buffer.take() else { return }
        let present = (0..<split.k).filter { !missing.contains($0) }
        let inputs =
            present.map { UnsafeRawBufferPointer(units.part($0 * size, size)) }
            + sources.indices.map { UnsafeRawBufferPointer(parity.part($0 * size, size)) }
        // Kept for the next stripe, whatever becomes of this one.
        buffer = consume parity
        do throws(DispersalError) {
            let recovery = try recovery(from: present + sources, of: missing)
            try recovery.apply(inputs, into: missing.map { units.part($0 * size, size) })
        } catch { throw PackageFormatError(error) }
    }

    private mutating func recovery(
        from present: [Int], of missing: [Int]
    ) throws(DispersalError) -> ReedSolomonRecovery {
        if let known = recoveries[present] { return known }
        let recovery = try ReedSolomon(k: split.k, n: split.n).recovery(from: present, of: missing)
        recoveries[present] = recovery
        return recovery
    }

    private func areRight(
        _ missing: [Int], of stripe: UInt64, _ size: Int, in units: borrowing StripeBuffer, _ check: inout UnitCheck
    ) throws(PackageFormatError) -> Bool {
        for index in missing {
            let unit = UnsafeRawBufferPointer(units.part(index * size, size))
            guard try check.matches(unit, piece: index + 1, stripe: stripe) else { return false }
        }
        return true
    }
}
