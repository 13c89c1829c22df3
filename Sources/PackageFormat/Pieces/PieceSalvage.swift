import Cryptography
import SystemIO

/// Puts a package together of which every piece is damaged, each elsewhere: a trailer from one, the hash section from
/// another, a header from a third. All pieces end in the same way, so that the tail of one tells where to look in others.
struct PieceSalvage {
    private let remains: [PieceRemains]
    private let tails: [Tail]

    init(_ files: [PieceFile]) throws(PackageFormatError) {
        var remains: [PieceRemains] = []
        for file in files { remains.append(try PieceRemains(file)) }
        self.remains = remains
        tails = remains.compactMap(\.tail).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Packages of which a trailer, a header and a hash section fit together, without any pieces yet.
    /// - Parameter known: packages that need not be put together.
    func packages(besides known: [PackageStructure]) throws(PackageFormatError) -> [PackageStructure] {
        var found: [PackageStructure] = []
        for trailer in try trailers() {
            guard !(known + found).contains(where: { $0.trailer.hasSameStatement(as: trailer) }) else { continue }
            do throws(PackageFormatError) {
                if let package = try package(trailer) { found.append(package) }
            } catch {
                // Anything else means that this is not the trailer that the sender signed.
                if error.code == .system || error.code == .cryptography { throw error }
            }
        }
        return found
    }

    /// Everything that can be read as a trailer, each once.
    private func trailers() throws(PackageFormatError) -> [Trailer] {
        var trailers: [Trailer] = []
        for piece in remains {
            for tail in tails {
                guard let trailer = try piece.trailer(tail), !trailers.contains(trailer) else { continue }
                trailers.append(trailer)
            }
        }
        return trailers
    }

    /// Nil if nothing fits the trailer.
    private func package(_ trailer: Trailer) throws(PackageFormatError) -> PackageStructure? {
        let origin = try trailer.origin()
        guard let header = try header(trailer.manifest) else { return nil }
        try origin.check(against: header.common)
        guard try PieceReading.mismatch(trailer.manifest, header) == nil,
            let geometry = StripeGeometry(
                split: header.common.split, ciphertextLength: trailer.manifest.ciphertextLength),
            geometry.stripeCount == trailer.manifest.stripeCount
        else { return nil }
        try header.common.checkStanzaSignatures()
        let layout = Layout(
            headerLength: UInt64(header.encoded.count), geometry: geometry,
            trailerLength: UInt64(trailer.encoded.count))
        guard let leaves = try leaves(trailer, origin, layout) else { return nil }
        return PackageStructure(header.common, trailer, layout, origin, leaves)
    }

    /// A header that is one of the manifest's.
    private func header(_ manifest: Manifest) throws(PackageFormatError) -> PieceHeader? {
        for piece in remains {
            for bytes in try piece.headers(tails) {
                if let header = try manifest.header(bytes) { return header }
            }
        }
        return nil
    }

    /// A hash section that gives the manifest's roots. Where nobody signed the manifest, some tail must have the hash of both.
    private func leaves(
        _ trailer: Trailer, _ origin: Origin, _ layout: Layout
    ) throws(PackageFormatError) -> LeafList? {
        for piece in remains {
            for offset in piece.hashSectionOffsets(layout) {
                guard let leaves = try piece.leaves(at: offset, length: layout.geometry.hashSectionLength),
                    try Sections(trailer: trailer, leaves: leaves, isIntact: true).rootFault() == nil
                else { continue }
                if case .signed = origin { return leaves }
                let digest = try leaves.digest(followedBy: trailer.encoded)
                if tails.contains(where: { $0.digest == digest }) { return leaves }
            }
        }
        return nil
    }
}

/// What can be found in a damaged file that may be a piece.
struct PieceRemains {
    private let file: PieceFile
    private let size: UInt64
    /// The last 64 bytes, if they are whole.
    let tail: Tail?

    init(_ file: PieceFile) throws(PackageFormatError) {
        let size = try file.size()
        tail = try Self.tail(file, size)
        self.file = file
        self.size = size
    }

    /// What stands where a piece has its trailer that ends in this way, if it is one.
    func trailer(_ tail: Tail) throws(PackageFormatError) -> Trailer? {
        let end = UInt64(Format.tailSize) + tail.trailerLength
        guard end <= size else { return nil }
        guard let bytes = try file.readIfThere(Int(tail.trailerLength), at: size - end) else { return nil }
        do { return try Trailer(encoded: bytes) } catch { return nil }
    }

    /// What stands where a piece has its headers, by what its own beginning says or one of these tails. It may be damaged.
    func headers(_ tails: [Tail]) throws(PackageFormatError) -> [[UInt8]] {
        var headers: [[UInt8]] = []
        for length in try headerLengths(tails) where UInt64(Format.prefixSize) + length <= size {
            if let header = try file.readIfThere(Int(length), at: UInt64(Format.prefixSize)) { headers.append(header) }
        }
        for tail in tails {
            let end = UInt64(Format.tailSize) + tail.trailerLength + tail.headerLength
            let (section, overflow) = tail.hashSectionLength.addingReportingOverflow(end)
            guard !overflow, section <= size,
                let header = try file.readIfThere(Int(tail.headerLength), at: size - section)
            else { continue }
            headers.append(header)
        }
        return headers
    }

    /// Where a hash section of this length may be: counted from the front, and from the end.
    func hashSectionOffsets(_ layout: Layout) -> [UInt64] {
        let length = layout.geometry.hashSectionLength
        let end = UInt64(Format.tailSize) + layout.trailerLength
        var offsets: [UInt64] = []
        if layout.hashSectionOffset + length <= size { offsets.append(layout.hashSectionOffset) }
        guard length + end <= size, !offsets.contains(size - end - length),
            length <= PieceReading.largestHashSection(body: size - end - length)
        else { return offsets }
        return offsets + [size - end - length]
    }

    /// The hashes that stand at an offset; nil if some cannot be read.
    func leaves(at offset: UInt64, length: UInt64) throws(PackageFormatError) -> LeafList? {
        let leaves = LeafList()
        var position: UInt64 = 0
        while position < length {
            let count = Int(min(UInt64(LeafList.batch * LeafList.hashSize), length - position))
            guard let batch = try file.readIfThere(count, at: offset + position) else { return nil }
            let leaf = position / UInt64(LeafList.hashSize)
            try system { () throws(SystemError) in try leaves.store(batch, at: leaf) }
            position += UInt64(count)
        }
        return leaves
    }

    private func headerLengths(_ tails: [Tail]) throws(PackageFormatError) -> Set<UInt64> {
        var lengths = Set(tails.map(\.headerLength))
        guard size >= UInt64(Format.prefixSize), let prefix = try file.readIfThere(Format.prefixSize, at: 0) else {
            return lengths
        }
        let length = unsigned(prefix.suffix(4))
        if length <= UInt64(Format.maximumHeaderSize) { lengths.insert(length) }
        return lengths
    }

    private static func tail(_ file: PieceFile, _ size: UInt64) throws(PackageFormatError) -> Tail? {
        guard size >= UInt64(Format.prefixSize + Format.tailSize),
            let bytes = try file.readIfThere(Format.tailSize, at: size - UInt64(Format.tailSize))
        else { return nil }
        // What is no tail is not of use; there may be others.
        do { return try Tail(encoded: bytes) } catch { return nil }
    }
}
