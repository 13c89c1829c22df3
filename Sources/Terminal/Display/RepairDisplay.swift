import Console
import Cryptography
import Label
import Operations
import PackageFormat
import SystemIO

/// What `fubako repair --json` writes.
package struct RepairJSON: Encodable, Sendable {
    private struct Piece: Encodable {
        let piece: Int
        let file: String
        let reason: String
    }

    private let package: String
    private let packageId: String
    private let pieces: PiecesJSON
    private let repaired: [Piece]
    private let damage: [DamageJSON]
    private let damageCount: UInt64

    /// - Parameters:
    ///   - structure: of the package as it was found.
    ///   - source: where it was read from.
    package init(_ report: RepairReport, _ structure: PackageStructure, of source: PackageSource) {
        package = source.name
        packageId = hexadecimal(structure.common.packageID)
        pieces = PiecesJSON(structure.common.split, structure.numbers)
        repaired = report.pieces.map {
            Piece(piece: $0.number, file: $0.path.string, reason: $0.wasDamaged ? "damaged" : "missing")
        }
        damage = report.damage.map(DamageJSON.init)
        damageCount = report.damageCount
    }
}

extension Output {
    /// Damaged places that people are shown; `--json` has more.
    private static let shownDamage = 20

    /// Tells what was found wrong, and what was rebuilt.
    package func tell(_ report: RepairReport, of source: PackageSource) {
        for damage in report.damage.prefix(Self.shownDamage) {
            note(.repairFound, source, EscapedText(damage.text(language)))
        }
        let rest = report.damageCount - UInt64(min(report.damage.count, Self.shownDamage))
        if rest > 0 { note(.openMoreDamage, source, rest) }
        for piece in report.pieces {
            note(piece.wasDamaged ? .repairedDamaged : .repairedMissing, piece.path, piece.number)
        }
        if report.pieces.isEmpty { note(.repairNothing, source) }
    }
}
