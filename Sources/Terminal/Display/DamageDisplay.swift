import Console
import Label
import PackageFormat

extension Damage {
    /// Where, and in English what exactly; escaped.
    package func text(_ language: Language) -> String {
        let place = place.text(language)
        return language == .en ? place + ": " + escaped(reason) : place
    }
}

/// A wrong place for `--json`.
struct DamageJSON: Encodable {
    private let region: String
    private let piece: Int?
    private let unit: UInt64?
    /// In bytes, from the start of the region's structure or of the file.
    private let offset: UInt64?
    private let reason: String

    init(_ damage: Damage) {
        region = damage.place.region.rawValue.replacing(" ", with: "-")
        piece = damage.place.piece
        unit = damage.place.unit
        offset = damage.place.offset
        reason = damage.reason
    }
}
