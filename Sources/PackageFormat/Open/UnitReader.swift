import Cryptography
import SystemIO
import Transparency

/// Reads units and compares them with their signed leaves; one worker's buffer and hash context.
struct UnitReader: ~Copyable {
    private let structure: PieceStructure
    private var hasher: Hasher
    private let buffer: StripeBuffer

    init(_ structure: PieceStructure) throws(PackageFormatError) {
        self.structure = structure
        hasher = try cryptography { () throws(CryptographyError) in try Hasher(.sha256) }
        buffer = StripeBuffer(
            count: structure.geometry.split.unitSize, fileOffset: structure.layout.bodyOffset)
    }

    /// The unit of stripe `stripe`, valid until the next call.
    /// - Throws: `damaged` with unit and offset if it is not the one that the sender hashed; `system`.
    mutating func read(
        stripe: UInt64, from file: borrowing Descriptor
    ) throws(PackageFormatError) -> UnsafeRawBufferPointer {
        let unit = buffer.part(0, structure.geometry.unitSize(stripe: stripe))
        let offset = structure.layout.bodyOffset + structure.geometry.unitOffset(stripe: stripe)
        try system { () throws(SystemError) in
            try Interruption.check()
            try file.readFully(into: unit, at: offset)
        }
        let leaf = try system { () throws(SystemError) in try structure.leaves.load(stripe, count: 1) }
        guard try leafHash(UnsafeRawBufferPointer(unit)) == leaf else {
            let place = Place(.unit, offset: offset, unit: stripe, piece: structure.header.x)
            throw PackageFormatError(.damaged, "the unit does not match its hash", place: place)
        }
        return UnsafeRawBufferPointer(unit)
    }

    private mutating func leafHash(_ unit: UnsafeRawBufferPointer) throws(PackageFormatError) -> [UInt8] {
        do { return try TreeHash.leaf(unit, with: &hasher).bytes } catch {
            throw PackageFormatError(error)
        }
    }
}
