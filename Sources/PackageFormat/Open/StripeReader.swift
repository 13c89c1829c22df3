import Cryptography
import SystemIO
import Transparency

/// Reads the data units of stripes, every one compared with its signed hash; what is missing or damaged is rebuilt from
/// parity. One worker's buffers and hash context.
struct StripeReader: ~Copyable {
    private let structure: PackageStructure
    private let units: StripeBuffer
    private var parity: ParityUnits
    private var check: UnitCheck

    init(_ structure: PackageStructure) throws(PackageFormatError) {
        let check = try UnitCheck(structure)
        self.structure = structure
        self.check = check
        units = StripeBuffer(
            count: structure.geometry.stripeSize, fileOffset: structure.pieces.first?.layout.bodyOffset ?? 0)
        parity = ParityUnits(structure)
    }

    /// The part of the chunk stream in stripe `stripe`, valid until the next call; the caller may write over it.
    /// - Throws: `damaged` with the first unit and offset if too few units are what the sender hashed; `malformed` if there
    ///   is anything but zeros behind the end of the chunk stream; `system`.
    mutating func read(stripe: UInt64) throws(PackageFormatError) -> UnsafeMutableRawBufferPointer {
        try system { () throws(SystemError) in try Interruption.check() }
        let size = structure.geometry.unitSize(stripe: stripe)
        let k = structure.geometry.split.k
        var failure: PackageFormatError?
        var missing: [Int] = []
        for index in 0..<k {
            let unit = units.part(index * size, size)
            if try !check.read(piece: index + 1, stripe: stripe, into: unit, &failure) { missing.append(index) }
        }
        if !missing.isEmpty { try parity.rebuild(missing, of: stripe, in: units, &check, failure) }
        let count = structure.geometry.ciphertextCount(stripe: stripe)
        guard UnsafeRawBufferPointer(units.part(count, k * size - count)).isZero else {
            throw PackageFormatError(
                .malformed, "bytes that are not zero behind the end", place: Place(.unit, unit: stripe, piece: k))
        }
        return units.part(0, count)
    }
}

/// Reads single units and compares them with their signed hashes.
struct UnitCheck: ~Copyable {
    private let structure: PackageStructure
    private var hasher: Hasher

    init(_ structure: PackageStructure) throws(PackageFormatError) {
        hasher = try cryptography { () throws(CryptographyError) in try Hasher(.sha256) }
        self.structure = structure
    }

    /// Fills `unit` with the unit of stripe `stripe` from any file of that piece.
    /// - Parameter failure: is set to what was wrong, unless it was set before.
    /// - Returns: whether the unit is there and what the sender hashed.
    mutating func read(
        piece number: Int, stripe: UInt64, into unit: UnsafeMutableRawBufferPointer,
        _ failure: inout PackageFormatError?
    ) throws(PackageFormatError) -> Bool {
        for piece in structure.pieces where piece.number == number {
            guard let error = try fault(of: piece, stripe: stripe, into: unit) else { return true }
            failure = failure ?? error
        }
        return false
    }

    /// What is wrong with a unit, which is noted; nil if nothing.
    mutating func fault(
        of piece: Piece, stripe: UInt64, into unit: UnsafeMutableRawBufferPointer
    ) throws(PackageFormatError) -> PackageFormatError? {
        let place = piece.unitPlace(stripe: stripe)
        guard piece.unitOffset(stripe: stripe) + UInt64(unit.count) <= piece.fileSize else {
            return note(place, "the piece is cut off before the end of the unit")
        }
        do throws(SystemError) {
            try piece.file.descriptor.readFully(into: unit, at: piece.unitOffset(stripe: stripe))
        } catch {
            // Another piece may have what this medium has lost.
            structure.findings.add(Damage(place, "the unit cannot be read"))
            return PackageFormatError(error.naming(piece.file.path))
        }
        guard try matches(UnsafeRawBufferPointer(unit), piece: piece.number, stripe: stripe) else {
            return note(place, "the unit does not match its hash")
        }
        return nil
    }

    private func note(_ place: Place, _ reason: String) -> PackageFormatError {
        structure.findings.add(Damage(place, reason))
        return PackageFormatError(.damaged, reason, place: place)
    }

    /// Whether a unit is what the sender hashed.
    mutating func matches(
        _ unit: UnsafeRawBufferPointer, piece: Int, stripe: UInt64
    ) throws(PackageFormatError) -> Bool {
        let position = structure.leafIndex(stripe: stripe, piece: piece)
        let leaf = try system { () throws(SystemError) in try structure.leaves.load(position, count: 1) }
        do { return try TreeHash.leaf(unit, with: &hasher).bytes == leaf } catch { throw PackageFormatError(error) }
    }
}
