import Console
import Label
import Operations
import PackageFormat

/// The pieces of a package that has several, for `--json`.
struct PiecesJSON: Encodable, Sendable {
    private let needed: Int
    private let total: Int
    private let present: [Int]
    private let missing: Int
    private let files: [String]?

    /// - Parameters:
    ///   - present: numbers of those at hand.
    ///   - files: of all, where they were made.
    init(_ split: Split, _ present: [Int], files: [String]? = nil) {
        needed = split.k
        total = split.n
        self.present = present
        missing = max(0, split.k - present.count)
        self.files = files
    }

    /// Nil for a package in one piece.
    init?(_ structure: PackageStructure) {
        guard structure.common.split.n > 1 else { return nil }
        self.init(structure.common.split, structure.numbers)
    }
}

extension PackageStructure {
    /// "2, 4, 5 of 5; any 3 open it"; nil for a package in one piece.
    func piecesLine(_ language: Language) -> DisplayLine? {
        let split = common.split
        guard split.n > 1 else { return nil }
        let list = EscapedText(numbers.map(String.init).joined(separator: ", "))
        let missing = split.k - numbers.count
        let text =
            missing > 0
            ? Message.piecesMissing.text(language, list, split.n, split.k, missing)
            : Message.piecesPresent.text(language, list, split.n, split.k)
        return DisplayLine(.titlePieces, text, language)
    }
}

extension Output {
    /// Warns of files that were named with a package and are no pieces of it.
    package func warn(strangers package: ArrivedPackage) {
        for stranger in package.strangers {
            let name = stranger.path?.shown ?? "-"
            warn(.openStranger, EscapedText(name), ErrorReport(stranger.error, language))
        }
    }

    /// Warns of units that were damaged and could be rebuilt.
    package func warn(unitsOf opened: borrowing OpenPackage, _ source: PackageSource) {
        let verdict = opened.structure.findings.verdict
        for damage in verdict.damaged.prefix(20) {
            warn(.openDamage, source, EscapedText(damage.text(language)))
        }
        if verdict.damagedCount > 20 { warn(.openMoreDamage, source, verdict.damagedCount - 20) }
    }
}
