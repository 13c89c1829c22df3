import Synchronization
import SystemIO

/// A piece to be written anew.
package struct RebuiltPiece: Sendable {
    /// x, 1...n.
    package let number: Int
    /// Where it goes. Several outputs may take the same piece.
    package let output: PieceOutput

    /// - Parameter number: x, 1...n.
    package init(number: Int, output: PieceOutput) {
        self.number = number
        self.output = output
    }
}

extension PackageStructure {
    /// Writes pieces as their sender sealed them, bit for bit, without any key: units that are intact are taken from the
    /// pieces at hand, the others are computed from k that are. Every unit is compared with its signed hash before it is
    /// written, and every one that it is computed from as well.
    /// - Parameters:
    ///   - targets: what to write.
    ///   - examined: places in ``pieces`` of files that are to be read as a whole, whether that is needed or not.
    /// - Returns: places in ``pieces`` of files of which a unit was found missing or damaged.
    /// - Throws: `tooFewPieces`; `damaged` with the first unit if a stripe has fewer than k units that are intact;
    ///   `notRebuildable` if what the sender signed does not fit together; `system`. The outputs are worthless then.
    package func rebuild(
        _ targets: [RebuiltPiece], examining examined: Set<Int>, workers: Int, progress: Progress
    ) throws(PackageFormatError) -> Set<Int> {
        try requireSources(of: targets)
        var writers: [Int: [PieceWriter]] = [:]
        for target in targets {
            let header = try header(ofPiece: target.number)
            writers[target.number, default: []].append(try PieceWriter(target.output, header: header))
        }
        let faulty = try writeUnits(writers, examined, workers, progress)
        guard !targets.isEmpty else { return faulty }
        let end = try PieceEnd(trailer, leaves, headerLength: Int(layout.headerLength))
        for (number, writers) in writers {
            let header = try header(ofPiece: number)
            for writer in writers { try end.write(after: geometry.bodyLength, header: header, to: writer) }
        }
        return faulty
    }

    /// Of a piece that is not at hand every unit needs k others.
    private func requireSources(of targets: [RebuiltPiece]) throws(PackageFormatError) {
        let present = numbers
        guard present.count < geometry.split.k, !targets.allSatisfy({ present.contains($0.number) }) else { return }
        throw PackageFormatError(PieceShortage(split: geometry.split, present: present))
    }

    private func writeUnits(
        _ writers: [Int: [PieceWriter]], _ examined: Set<Int>, _ workers: Int, _ progress: Progress
    ) throws(PackageFormatError) -> Set<Int> {
        let steps = examined.count + writers.count
        progress.expect(progress.total + UInt64(steps) * geometry.bodyLength)
        let faulty = Mutex<Set<Int>>([])
        let structure = self
        try runPositions(
            PositionCounter(total: geometry.stripeCount), workers: workers,
            context: { _ throws(PackageFormatError) in
                try StripeRepair(structure, wanted: writers.keys.sorted(), examined: examined)
            }
        ) { (repair: inout StripeRepair, stripe: UInt64) throws(PackageFormatError) in
            try system { () throws(SystemError) in try Interruption.check() }
            try repair.run(stripe: stripe)
            faulty.withLock { $0.formUnion(repair.faulty) }
            for (number, writers) in writers {
                guard let unit = repair.unit(number) else { continue }
                for writer in writers {
                    try writer.write(unit: unit, stripe: stripe, offset: structure.geometry.unitOffset(stripe: stripe))
                }
            }
            progress.add(steps * structure.geometry.unitSize(stripe: stripe))
        }
        return faulty.withLock { $0 }
    }
}
