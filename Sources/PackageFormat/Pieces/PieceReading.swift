import Cryptography
import SystemIO

/// The steps of reading a piece's structure, in the order of fubako-package(5), "Verifying".
struct PieceReading {
    let fileSize: UInt64
    /// Whether hash section and trailer were found to be whole and of this version, so that the manifest decides what the
    /// header has to be.
    private(set) var endsAsThisVersion = false
    private var damage: [Damage] = []

    init(fileSize: UInt64) { self.fileSize = fileSize }

    mutating func run(_ file: borrowing Descriptor) throws(PackageFormatError) -> PieceStructure {
        let tail = try readTail(file)
        let sections = try readSections(file, tail)
        endsAsThisVersion = sections.isIntact
        let origin = try judge(sections, tail)
        endsAsThisVersion = true
        let header = try readHeader(file, sections, tail)
        try origin.check(against: header.common)
        let layout = try checkManifest(sections.trailer.manifest, header, tail)
        try header.common.checkStanzaSignatures()
        return PieceStructure(
            header: header, trailer: sections.trailer, layout: layout, origin: origin, leaves: sections.leaves,
            damage: damage)
    }

    // MARK: Tail

    private mutating func readTail(_ file: borrowing Descriptor) throws(PackageFormatError) -> Tail {
        let start = try bytes(file, at: 0, count: Int(min(fileSize, 8)))
        let minimum = UInt64(Format.prefixSize + Format.tailSize)
        guard fileSize >= minimum else {
            guard !start.isEmpty, Format.magic.starts(with: start) else { throw notAPackage }
            throw PackageFormatError(.wrongLength, "the package is cut off", place: Place(.file, offset: fileSize))
        }
        let end = try bytes(file, at: fileSize - UInt64(Format.tailSize), count: Format.tailSize)
        guard start == Format.magic || end.suffix(8).elementsEqual(Format.tailMagic) else { throw notAPackage }
        return try Tail(encoded: end)
    }

    private var notAPackage: PackageFormatError {
        let reason = fileSize == 0 ? "the file is empty" : "the first bytes are not those of a package"
        return PackageFormatError(.notAPackage, reason, place: Place(.magic, offset: 0))
    }

    // MARK: Hash section and trailer

    private func readSections(
        _ file: borrowing Descriptor, _ tail: Tail
    ) throws(PackageFormatError) -> Sections {
        let rest = fileSize - UInt64(Format.prefixSize + Format.tailSize)
        let known = 2 * tail.headerLength + tail.trailerLength
        guard tail.hashSectionLength % 32 == 0, known <= rest, tail.hashSectionLength <= rest - known,
            tail.hashSectionLength <= Self.largestHashSection(body: rest - known - tail.hashSectionLength)
        else {
            throw PackageFormatError(
                .wrongLength, "the parts do not add up to the length of the file", place: Place(.tail))
        }
        let trailerOffset = fileSize - UInt64(Format.tailSize) - tail.trailerLength
        let trailer = try bytes(file, at: trailerOffset, count: Int(tail.trailerLength))
        let leaves = LeafList()
        var digest = try cryptography { () throws(CryptographyError) in try Hasher(.sha256) }
        try readLeaves(file, trailerOffset - tail.hashSectionLength, tail.hashSectionLength, leaves, &digest)
        let found = try Self.finish(&digest, with: trailer)
        return Sections(
            trailer: try parseTrailer(trailer, isIntact: found == tail.digest), leaves: leaves,
            isIntact: found == tail.digest)
    }

    /// More hashes than a body of this length can have are not even read: they would fill the disk.
    static func largestHashSection(body: UInt64) -> UInt64 {
        let stripes = body / UInt64(ChunkedEncryption.sealedChunkSize) + 1
        return stripes * UInt64(Format.maximumPieces * LeafList.hashSize)
    }

    private func parseTrailer(_ bytes: [UInt8], isIntact: Bool) throws(PackageFormatError) -> Trailer {
        do { return try Trailer(encoded: bytes) } catch {
            guard !isIntact else { throw error }
            throw PackageFormatError(.damaged, "the trailer does not match its hash", place: Place(.trailer))
        }
    }

    private func readLeaves(
        _ file: borrowing Descriptor, _ offset: UInt64, _ length: UInt64, _ leaves: LeafList, _ digest: inout Hasher
    ) throws(PackageFormatError) {
        var position: UInt64 = 0
        while position < length {
            let count = min(UInt64(LeafList.batch * LeafList.hashSize), length - position)
            let batch = try bytes(file, at: offset + position, count: Int(count))
            do { try digest.update(batch) } catch {
                throw PackageFormatError(error)
            }
            let leaf = position / UInt64(LeafList.hashSize)
            try system { () throws(SystemError) in try leaves.store(batch, at: leaf) }
            position += count
        }
    }

    private static func finish(_ digest: inout Hasher, with trailer: [UInt8]) throws(PackageFormatError) -> [UInt8] {
        do {
            try digest.update(trailer)
            return try digest.finish()
        } catch { throw PackageFormatError(error) }
    }

    /// Signature and roots. If the tail's hash does not match although both are proven by a signature, then it is the hash
    /// that is broken.
    private mutating func judge(_ sections: Sections, _ tail: Tail) throws(PackageFormatError) -> Origin {
        let origin: Origin
        do { origin = try sections.trailer.origin() } catch {
            guard !sections.isIntact else { throw error }
            throw PackageFormatError(.damaged, "the trailer does not match its hash", place: Place(.trailer))
        }
        if let fault = try sections.rootFault() {
            throw PackageFormatError(sections.isIntact ? .malformed : .damaged, fault, place: Place(.hashSection))
        }
        guard !sections.isIntact else { return origin }
        guard case .signed = origin else {
            throw PackageFormatError(
                .damaged, "hash section, trailer and tail do not match", place: Place(.trailer))
        }
        damage.append(Damage(Place(.tail, offset: 24), "the hash of the hash section and trailer is wrong"))
        return origin
    }

    // MARK: Header

    private mutating func readHeader(
        _ file: borrowing Descriptor, _ sections: Sections, _ tail: Tail
    ) throws(PackageFormatError) -> PieceHeader {
        let manifest = sections.trailer.manifest
        let copyOffset =
            fileSize - UInt64(Format.tailSize) - tail.trailerLength - tail.hashSectionLength - tail.headerLength
        let prefix = try bytes(file, at: 0, count: Format.prefixSize)
        let first = try bytes(file, at: UInt64(Format.prefixSize), count: Int(tail.headerLength))
        let copy = try bytes(file, at: copyOffset, count: Int(tail.headerLength))
        checkPrefix(prefix, tail)
        let good = try manifest.piece(withHeader: first) != nil ? first : copy
        guard let piece = try manifest.piece(withHeader: good) else {
            throw PackageFormatError(.damaged, "neither copy matches the manifest", place: Place(.header))
        }
        noteDifference(first, from: good, .header)
        noteDifference(copy, from: good, .headerCopy)
        let header = try PieceHeader(encoded: good)
        guard header.x == piece else {
            throw PackageFormatError(.malformed, "the piece's number is not the manifest's", place: Place(.header))
        }
        return header
    }

    private mutating func checkPrefix(_ prefix: [UInt8], _ tail: Tail) {
        let expected = Format.magic + bigEndian(tail.headerLength).suffix(4)
        guard let wrong = zip(prefix, expected).enumerated().first(where: { $0.element.0 != $0.element.1 }) else {
            return
        }
        damage.append(Damage(Place(.magic, offset: UInt64(wrong.offset)), "the first bytes are wrong"))
    }

    private mutating func noteDifference(_ found: [UInt8], from good: [UInt8], _ region: Place.Region) {
        guard let wrong = zip(found, good).enumerated().first(where: { $0.element.0 != $0.element.1 }) else { return }
        damage.append(Damage(Place(region, offset: UInt64(wrong.offset)), "differs from the other copy"))
    }

    // MARK: Manifest

    private func checkManifest(
        _ manifest: Manifest, _ header: PieceHeader, _ tail: Tail
    ) throws(PackageFormatError) -> Layout {
        if let field = try Self.mismatch(manifest, header) {
            throw PackageFormatError(.malformed, "\(field) differs from the header's", place: Place(.manifest))
        }
        guard
            let geometry = StripeGeometry(split: header.common.split, ciphertextLength: manifest.ciphertextLength),
            geometry.stripeCount == manifest.stripeCount
        else { throw PackageFormatError(.malformed, "impossible lengths", place: Place(.manifest)) }
        let layout = Layout(
            headerLength: tail.headerLength, geometry: geometry, trailerLength: tail.trailerLength)
        guard geometry.hashSectionLength == tail.hashSectionLength, layout.fileSize == fileSize else {
            throw PackageFormatError(
                .wrongLength, "the manifest implies \(layout.fileSize) bytes, there are \(fileSize)",
                place: Place(.file, offset: min(layout.fileSize, fileSize)))
        }
        return layout
    }

    /// The first field in which manifest and header disagree.
    static func mismatch(_ manifest: Manifest, _ header: PieceHeader) throws(PackageFormatError) -> String? {
        let common = header.common
        let commonHash = try cryptography { () throws(CryptographyError) in try hash(.sha256, common.encoded) }
        if manifest.commonHeaderHash != commonHash { return "the hash of the common header" }
        if manifest.packageID != common.packageID { return "the package id" }
        if manifest.purpose != common.purpose { return "the purpose" }
        if manifest.salt != header.salt { return "the salt" }
        if manifest.commitment != header.commitment { return "the commitment" }
        if manifest.pieceHeaderHashes.count != common.split.n { return "the number of pieces" }
        if manifest.roots.count != common.split.n { return "the number of roots" }
        return nil
    }

    // MARK: Reading

    private func bytes(
        _ file: borrowing Descriptor, at offset: UInt64, count: Int
    ) throws(PackageFormatError) -> [UInt8] {
        try system { () throws(SystemError) in try file.readFully(count: count, at: offset) }
    }

    /// The error to give for a package whose header says another version; nil if it does not.
    static func laterVersion(_ file: borrowing Descriptor, fileSize: UInt64) -> PackageFormatError? {
        guard let prefix = try? file.readFully(count: Format.prefixSize, at: 0), prefix.starts(with: Format.magic)
        else { return nil }
        let length = unsigned(prefix.suffix(4))
        guard (1...UInt64(Format.maximumHeaderSize)).contains(length),
            UInt64(Format.prefixSize) + length <= fileSize,
            let header = try? file.readFully(count: Int(length), at: UInt64(Format.prefixSize))
        else { return nil }
        do { try PieceHeader.checkVersion(header, .header) } catch {
            return error.code == .unsupported ? error : nil
        }
        return nil
    }
}
