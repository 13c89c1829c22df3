import Cryptography
import SystemIO
import Transparency

/// A file whose end or header is broken, which may be a piece of a package that is known from others.
struct DamagedPiece {
    private let file: PieceFile
    private let error: PackageFormatError

    /// How many units are compared to find out the number of a piece without header: one of them must be whole.
    private static let probes: UInt64 = 64

    /// - Parameter error: what is wrong with the file by itself.
    init(_ file: PieceFile, _ error: PackageFormatError) {
        self.file = file
        self.error = error
    }

    /// The file as a piece of a package; nil if nothing in it is that package's.
    func piece(of package: PackageStructure) throws(PackageFormatError) -> Piece? {
        let layout = package.layout
        let size = try file.size()
        let reason = error.code == .system ? "a part of the file cannot be read" : error.reason
        var damage = [Damage(error.place ?? Place(.file), reason)]
        if size != layout.fileSize {
            damage.append(Damage(Place(.file, offset: min(size, layout.fileSize)), "the length is wrong"))
        }
        let found = try header(package, size)
        let known = found?.x
        guard let number = known == nil ? try numberByUnits(package, layout, size) : known else { return nil }
        if found == nil { damage.append(Damage(Place(.header), "neither copy matches the manifest")) }
        return Piece(
            number: number, share: found?.share, file: file, layout: layout, fileSize: min(size, layout.fileSize),
            damage: damage.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    }

    /// The first intact copy of the header.
    private func header(
        _ package: PackageStructure, _ size: UInt64
    ) throws(PackageFormatError) -> PieceHeader? {
        let layout = package.layout
        for offset in [UInt64(Format.prefixSize), layout.headerCopyOffset]
        where offset + layout.headerLength <= size {
            guard let bytes = try file.readIfThere(Int(layout.headerLength), at: offset),
                let header = try package.manifest.header(bytes), header.common == package.common
            else { continue }
            return header
        }
        return nil
    }

    /// The number of the piece whose units these are.
    private func numberByUnits(
        _ package: PackageStructure, _ layout: Layout, _ size: UInt64
    ) throws(PackageFormatError) -> Int? {
        var hasher = try cryptography { () throws(CryptographyError) in try Hasher(.sha256) }
        let count = package.geometry.split.n
        for stripe in Self.probes(of: package.geometry.stripeCount) {
            let offset = layout.bodyOffset + package.geometry.unitOffset(stripe: stripe)
            let length = package.geometry.unitSize(stripe: stripe)
            guard offset + UInt64(length) <= size, let unit = try file.readIfThere(length, at: offset) else { continue }
            let hash = try Self.leafHash(unit, &hasher)
            let leaves = try system { () throws(SystemError) in
                try package.leaves.load(stripe * UInt64(count), count: count)
            }
            let size = LeafList.hashSize
            if let index = (0..<count).first(where: { leaves[$0 * size..<($0 + 1) * size].elementsEqual(hash) }) {
                return index + 1
            }
        }
        return nil
    }

    /// Stripes all over the piece, ascending: what damages it in one place leaves it whole in others.
    private static func probes(of stripeCount: UInt64) -> [UInt64] {
        guard stripeCount > probes else { return Array(0..<stripeCount) }
        // Full width, since both factors can be large.
        return (0..<probes).map { index in
            let product = index.multipliedFullWidth(by: stripeCount - 1)
            return (probes - 1).dividingFullWidth(product).quotient
        }
    }

    private static func leafHash(_ unit: [UInt8], _ hasher: inout Hasher) throws(PackageFormatError) -> [UInt8] {
        do throws(CryptographyError) {
            return try unit.withRawBytes { bytes throws(CryptographyError) in
                try TreeHash.leaf(bytes, with: &hasher).bytes
            }
        } catch { throw PackageFormatError(error) }
    }
}
