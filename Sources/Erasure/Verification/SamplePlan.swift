import Glibc

/// Which parts of a device are read where not all of it is: drawn after the pass, anew each time.
///
/// The device is divided into equal sections, 1,000 or as many as there are regions, whichever is more (up to 131,072);
/// in each, two stretches that do not overlap are drawn. The first and the last sectors are always among what is read.
/// That follows the representative sampling of NIST SP 800-88 Rev. 1, 4.7.
package struct SamplePlan: Hashable, Sendable {
    /// In ascending order, without overlaps.
    package let extents: [Extent]
    /// How many sections the device was divided into.
    package let sections: Int
    /// Bytes of the device.
    package let size: UInt64

    /// - Parameters:
    ///   - perMille: how much of the device is to be read at least, 1...999.
    ///   - seed: drawn after the pass was written.
    package init(size: UInt64, sectorSize: Int, perMille: Int, regionBytes: UInt64, seed: UInt64) {
        var order = SeededOrder(seed: seed)
        let sector = UInt64(sectorSize)
        let sectors = size / sector
        let regions = size / regionBytes + (size.isMultiple(of: regionBytes) ? 0 : 1)
        let wanted = min(max(1_000, Int(clamping: regions)), Self.mostSections)
        let sections = max(min(wanted, Int(clamping: sectors / 4)), 1)
        var drawn: [Extent] = []
        for section in 0..<UInt64(sections) {
            let bounds =
                Self.part(
                    section, of: UInt64(sections), sectors)..<Self.part(
                    section + 1, of: UInt64(sections), sectors)
            drawn += Self.draw(bounds, perMille: UInt64(perMille), sector, &order)
        }
        let edge = min(sector * 8, size)
        extents = (drawn + [Extent(0, edge), Extent(size - edge, edge)]).merged
        self.sections = sections
        self.size = size
    }

    /// Enough for each region of 32 TiB; a larger device has larger sections, so that the plan stays small.
    private static let mostSections = 1 << 17

    /// Where a part begins, in sectors: their product may exceed 64 bits.
    private static func part(_ number: UInt64, of parts: UInt64, _ sectors: UInt64) -> UInt64 {
        let product = sectors.multipliedFullWidth(by: number)
        return parts.dividingFullWidth(product).quotient
    }

    /// Two stretches of one section, each in a half of its own.
    private static func draw(
        _ bounds: Range<UInt64>, perMille: UInt64, _ sector: UInt64, _ order: inout SeededOrder
    ) -> [Extent] {
        let count = bounds.upperBound - bounds.lowerBound
        let middle = bounds.lowerBound + count / 2
        return [bounds.lowerBound..<middle, middle..<bounds.upperBound].compactMap { half in
            let room = half.upperBound - half.lowerBound
            guard room > 0 else { return nil }
            let length = min(max((room * perMille + 999) / 1_000, 1), room)
            let start = half.lowerBound + UInt64.random(in: 0...room - length, using: &order)
            return Extent(start * sector, length * sector)
        }
    }

    /// The share of the device that is read, 0...1.
    package var coverage: Double { size == 0 ? 0 : Double(extents.totalLength) / Double(size) }

    /// How likely it is that at least one of so many wrong sectors is found, wherever they lie apart from each other.
    package func confidence(wrongSectors: Int) -> Double { 1 - pow(1 - coverage, Double(max(wrongSectors, 0))) }

    /// How many wrong sectors, wherever they lie apart from each other, are found with a confidence of 0.99 at least.
    package var sectorsFoundSurely: Int {
        coverage >= 1 ? 1 : Int((log(0.01) / log(1 - coverage)).rounded(.up))
    }
}
