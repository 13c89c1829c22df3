import Cryptography
import SystemIO
import Transparency

/// The units of a piece that is read from front to back. Where they end is not written before them: the last one is that
/// which does not decrypt as a whole, because its last chunk is short and other parts of the piece follow it.
struct ForwardUnits: ~Copyable {
    private let header: PieceHeader
    private let bodyOffset: UInt64
    private var decryption: StripeDecryption
    private var hasher: Hasher
    private let leaves = LeafList()
    private let unit: StripeBuffer
    private let plaintext: StripeBuffer
    /// The piece without the units that were decrypted, each part at its place: a file with a hole. It is made first, so that
    /// nothing comes out where there is no room for it.
    private let skeleton: SpillFile
    /// Bytes of `unit` that were read.
    private var filled = 0
    /// The stripe that comes next; at the end the last one.
    private var stripe: UInt64 = 0

    /// - Parameter start: what was read before the body.
    init(_ header: PieceHeader, start: [UInt8], _ keys: borrowing PackageKeys) throws(PackageFormatError) {
        let size = header.common.split.unitSize
        let chunks = size / ChunkedEncryption.sealedChunkSize
        let decryption = try StripeDecryption(keys, chunksPerStripe: chunks)
        let hasher = try cryptography { () throws(CryptographyError) in try Hasher(.sha256) }
        let skeleton = try system { () throws(SystemError) in try SpillFile() }
        do { try skeleton.write(start, at: 0) } catch { throw PackageFormatError(error) }
        self.hasher = hasher
        self.skeleton = skeleton
        self.header = header
        bodyOffset = UInt64(start.count)
        self.decryption = decryption
        unit = StripeBuffer(count: size)
        plaintext = StripeBuffer(count: size)
    }

    var plaintextPerStripe: Int { unit.count / ChunkedEncryption.sealedChunkSize * ChunkedEncryption.chunkSize }

    /// The plaintext of the next unit, valid until the next call; nil if it may be the last one.
    ///
    /// Any whole unit that does not decrypt counts as the end. It is the last one, whose last chunk is short, or it was
    /// altered: ``finish(_:)`` takes no more than can follow the last one, ``largestRest``, and tells the two apart.
    mutating func next(from input: borrowing Descriptor) throws(PackageFormatError) -> UnsafeRawBufferPointer? {
        let all = unit.all
        filled = try system { () throws(SystemError) in
            try Interruption.check()
            return try input.readUpToFull(into: all)
        }
        let bytes = UnsafeRawBufferPointer(all)
        guard filled == all.count, let count = try decryption.open(bytes, stripe: stripe, into: plaintext.all) else {
            return nil
        }
        let leaf: [UInt8]
        do { leaf = try TreeHash.leaf(bytes, with: &hasher).bytes } catch { throw PackageFormatError(error) }
        let position = stripe
        try system { () throws(SystemError) in try leaves.store(leaf, at: position) }
        stripe += 1
        return UnsafeRawBufferPointer(plaintext.part(0, count))
    }

    /// Reads the rest. What follows the body is bounded; if there is more, it is a unit amid the others that does not decrypt.
    mutating func finish(_ input: borrowing Descriptor) throws(PackageFormatError) {
        let unitOffset = bodyOffset + stripe * UInt64(unit.count)
        let limit = unitOffset + largestRest
        var position = unitOffset
        do throws(SystemError) {
            while filled > 0, position <= limit {
                try Interruption.check()
                try skeleton.write(UnsafeRawBufferPointer(unit.part(0, filled)), at: position)
                position += UInt64(filled)
                filled = try input.readUpToFull(into: unit.all)
            }
        } catch { throw PackageFormatError(error) }
        guard position <= limit else {
            let place = Place(.unit, offset: unitOffset, unit: stripe, piece: header.x)
            throw PackageFormatError(.damaged, "the unit's content is not authentic", place: place)
        }
    }

    /// Everything of the piece but its units, checked, once all of it went by.
    func structure() throws(PackageFormatError) -> PieceStructure { try PieceStructure.read(skeleton.descriptor) }

    /// The piece with its last unit, and a hole for the others.
    func file() throws(PackageFormatError) -> PieceFile {
        PieceFile(try system { () throws(SystemError) in try skeleton.descriptor.duplicate() })
    }

    /// Compares what was decrypted with what the sender hashed. The last unit is left: it was not decrypted.
    func compare(with structure: PieceStructure) throws(PackageFormatError) {
        guard structure.geometry.stripeCount == stripe + 1 else {
            throw PackageFormatError(.damaged, "another number of units than the manifest's", place: Place(.manifest))
        }
        var position: UInt64 = 0
        try leaves.forEachBatch { batch throws(PackageFormatError) in
            let count = batch.count / LeafList.hashSize
            let signed = try system { () throws(SystemError) in
                try structure.leaves.load(position, count: count)
            }
            if let wrong = (0..<batch.count).first(where: { batch[$0] != signed[$0] }) {
                let number = position + UInt64(wrong / LeafList.hashSize)
                throw PackageFormatError(
                    .damaged, "the unit does not match its hash",
                    place: Place(
                        .unit, offset: bodyOffset + structure.geometry.unitOffset(stripe: number), unit: number,
                        piece: header.x))
            }
            position += UInt64(count)
        }
    }

    /// What can follow the beginning of the last unit, that included.
    private var largestRest: UInt64 {
        let sections = (stripe + 1) * UInt64(LeafList.hashSize) + UInt64(Format.maximumTrailerSize + Format.tailSize)
        return UInt64(unit.count) + (bodyOffset - UInt64(Format.prefixSize)) + sections
    }
}
