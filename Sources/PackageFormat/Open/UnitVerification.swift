import Synchronization
import SystemIO

extension PackageStructure {
    /// Checks every unit of every piece at hand against its leaf, on several workers. A damaged unit is an answer; only what
    /// cannot be read is an error.
    /// - Parameter map: is told of each unit.
    package func verifyUnits(
        workers: Int, progress: Progress, map: UnitMap? = nil
    ) throws(PackageFormatError) -> UnitVerdict {
        progress.expect(progress.total + UInt64(pieces.count) * geometry.bodyLength)
        let structure = self
        let shortStripes = Atomic<UInt64>(0)
        try runPositions(
            PositionCounter(total: geometry.stripeCount), workers: workers,
            context: { _ throws(PackageFormatError) in try UnitVerifier(structure) }
        ) { (verifier: inout UnitVerifier, stripe: UInt64) throws(PackageFormatError) in
            var intact: Set<Int> = []
            for piece in structure.pieces {
                try system { () throws(SystemError) in try Interruption.check() }
                if try verifier.isIntact(piece, stripe: stripe) { intact.insert(piece.number) }
                progress.add(structure.geometry.unitSize(stripe: stripe))
            }
            map?.note(intact, of: stripe)
            if verifier.hasBadFill || intact.count < structure.geometry.split.k {
                shortStripes.wrappingAdd(1, ordering: .relaxed)
            }
        }
        let found = findings.verdict
        return UnitVerdict(
            damaged: found.damaged, damagedCount: found.damagedCount,
            shortStripes: shortStripes.load(ordering: .relaxed))
    }

    /// Whether the pieces at hand are enough to open the package: shares, and units of every stripe.
    package func opens(_ verdict: UnitVerdict) -> Bool {
        lock.shares.count >= geometry.split.k && verdict.shortStripes == 0
    }
}

/// One worker's buffer and hash context for single units.
private struct UnitVerifier: ~Copyable {
    private let geometry: StripeGeometry
    private let findings: UnitFindings
    private let buffer: StripeBuffer
    private var check: UnitCheck
    /// A unit that the sender hashed was found that no reader accepts; others give the same one.
    private(set) var hasBadFill = false

    init(_ structure: PackageStructure) throws(PackageFormatError) {
        check = try UnitCheck(structure)
        geometry = structure.geometry
        findings = structure.findings
        buffer = StripeBuffer(
            count: structure.geometry.split.unitSize, fileOffset: structure.pieces.first?.layout.bodyOffset ?? 0)
    }

    /// Whether a unit is what the sender hashed; one that is not is noted.
    /// - Throws: `system` for one that cannot be read.
    mutating func isIntact(_ piece: Piece, stripe: UInt64) throws(PackageFormatError) -> Bool {
        let unit = buffer.part(0, geometry.unitSize(stripe: stripe))
        if let error = try check.fault(of: piece, stripe: stripe, into: unit) {
            guard error.code == .damaged else { throw error }
            return false
        }
        let fill = UnsafeRawBufferPointer(rebasing: unit[geometry.fill(stripe: stripe, piece: piece.number)...])
        guard !fill.isZero else { return true }
        findings.add(Damage(piece.unitPlace(stripe: stripe), "bytes that are not zero behind the end"))
        hasBadFill = true
        return false
    }
}
