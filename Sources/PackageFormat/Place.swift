/// A part of a piece, to name where something is wrong.
package struct Place: Hashable, Sendable {
    /// The regions of a piece, in their order in the file.
    package enum Region: String, Hashable, Sendable, CaseIterable {
        case magic
        case header
        case unit
        case headerCopy = "header copy"
        case hashSection = "hash section"
        case trailer
        case manifest
        case signature
        case tail
        case inside
        case index
        case priorRecord = "prior record"
        case file
    }

    /// Which part.
    package let region: Region
    /// Position in the region's structure, or in the file where the region is ``Region/file``; in bytes.
    package let offset: UInt64?
    /// Which unit, counted from 0, where the region is ``Region/unit``.
    package let unit: UInt64?
    /// Which piece, counted from 1.
    package let piece: Int?

    /// - Parameters:
    ///   - unit: counted from 0.
    ///   - piece: counted from 1.
    package init(_ region: Region, offset: UInt64? = nil, unit: UInt64? = nil, piece: Int? = nil) {
        self.region = region
        self.offset = offset
        self.unit = unit
        self.piece = piece
    }

    /// The same place, in the piece of that number.
    func inPiece(_ number: Int) -> Place { Place(region, offset: offset, unit: unit, piece: number) }
}
