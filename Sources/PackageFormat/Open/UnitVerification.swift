import SystemIO

extension PackageStructure {
    /// Checks every unit of every piece at hand against its leaf, on several workers. A damaged unit is an answer; only what
    /// cannot be read is an error.
    package func verifyUnits(workers: Int, progress: Progress) throws(PackageFormatError) -> UnitVerdict {
        progress.expect(progress.total + UInt64(pieces.count) * geometry.bodyLength)
        let count = UInt64(pieces.count)
        let structure = self
        try runPositions(
            PositionCounter(total: geometry.stripeCount * count), workers: workers,
            context: { _ throws(PackageFormatError) in try UnitVerifier(structure) }
        ) { (verifier: inout UnitVerifier, position: UInt64) throws(PackageFormatError) in
            try system { () throws(SystemError) in try Interruption.check() }
            let (stripe, piece) = position.quotientAndRemainder(dividingBy: count)
            try verifier.verify(structure.pieces[Int(piece)], stripe: stripe)
            progress.add(geometry.unitSize(stripe: stripe))
        }
        return findings.verdict
    }
}

/// One worker's buffer and hash context for single units.
private struct UnitVerifier: ~Copyable {
    private let geometry: StripeGeometry
    private let findings: UnitFindings
    private let buffer: StripeBuffer
    private var check: UnitCheck

    init(_ structure: PackageStructure) throws(PackageFormatError) {
        check = try UnitCheck(structure)
        geometry = structure.geometry
        findings = structure.findings
        buffer = StripeBuffer(
            count: structure.geometry.split.unitSize, fileOffset: structure.pieces.first?.layout.bodyOffset ?? 0)
    }

    /// A unit that is not what the sender hashed is noted.
    /// - Throws: `system` for one that cannot be read.
    mutating func verify(_ piece: Piece, stripe: UInt64) throws(PackageFormatError) {
        let unit = buffer.part(0, geometry.unitSize(stripe: stripe))
        if let error = try check.fault(of: piece, stripe: stripe, into: unit) {
            guard error.code == .damaged else { throw error }
        } else if !UnsafeRawBufferPointer(rebasing: unit[geometry.fill(stripe: stripe, piece: piece.number)...]).isZero
        {
            findings.add(Damage(piece.unitPlace(stripe: stripe), "bytes that are not zero behind the end"))
        }
    }
}
