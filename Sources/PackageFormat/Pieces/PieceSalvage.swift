import Cryptography
import SystemIO

/// Puts a package together of which every piece is damaged, each elsewhere: a trailer from one, the hash section from
/// another, a header from a third.
struct PieceSalvage {
    private let remains: [PieceRemains]

    init(_ files: [PieceFile]) throws(PackageFormatError) {
        var remains: [PieceRemains] = []
        for file in files { remains.append(try PieceRemains(file)) }
        self.remains = remains
    }

    /// Packages of which a trailer, a header and a hash section fit together, without any pieces yet.
    func packages() throws(PackageFormatError) -> [PackageStructure] {
        var found: [PackageStructure] = []
        for trailer in remains.compactMap(\.trailer) where !found.contains(where: { $0.trailer == trailer }) {
            do throws(PackageFormatError) {
                if let package = try package(trailer) { found.append(package) }
            } catch {
                // Anything else means that this is not the trailer that the sender signed.
                if error.code == .system || error.code == .cryptography { throw error }
            }
        }
        return found
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
        for bytes in remains.flatMap(\.headers) {
            guard let number = try manifest.piece(withHeader: bytes) else { continue }
            let header = try PieceHeader(encoded: bytes)
            if header.x == number { return header }
        }
        return nil
    }

    /// A hash section that gives the manifest's roots. Where nobody signed the manifest, some tail must have the hash of both.
    private func leaves(
        _ trailer: Trailer, _ origin: Origin, _ layout: Layout
    ) throws(PackageFormatError) -> LeafList? {
        for piece in remains {
            for offset in piece.hashSectionOffsets(layout) {
                let leaves = try piece.leaves(at: offset, length: layout.geometry.hashSectionLength)
                guard try Sections(trailer: trailer, leaves: leaves, isIntact: true).rootFault() == nil else {
                    continue
                }
                if case .signed = origin { return leaves }
                let digest = try leaves.digest(followedBy: trailer.encoded)
                if remains.contains(where: { $0.tail?.digest == digest }) { return leaves }
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
    /// The trailer that the tail points to.
    let trailer: Trailer?
    /// Both copies of the header, as far as they can be found; they may be damaged.
    let headers: [[UInt8]]

    init(_ file: PieceFile) throws(PackageFormatError) {
        let size = try file.size()
        let tail = try Self.tail(file, size)
        trailer = try tail.map { tail throws(PackageFormatError) in try Self.trailer(file, size, tail) } ?? nil
        headers = try Self.headers(file, size, tail)
        self.file = file
        self.size = size
        self.tail = tail
    }

    /// Where a hash section of this length may be: counted from the front, and from the end.
    func hashSectionOffsets(_ layout: Layout) -> [UInt64] {
        let length = layout.geometry.hashSectionLength
        var offsets: [UInt64] = []
        if layout.hashSectionOffset + length <= size { offsets.append(layout.hashSectionOffset) }
        if let tail, tail.hashSectionLength == length {
            let end = UInt64(Format.tailSize) + tail.trailerLength
            if length + end <= size, !offsets.contains(size - end - length) { offsets.append(size - end - length) }
        }
        return offsets
    }

    /// The hashes that stand at an offset.
    func leaves(at offset: UInt64, length: UInt64) throws(PackageFormatError) -> LeafList {
        let leaves = LeafList()
        var position: UInt64 = 0
        while position < length {
            let count = Int(min(UInt64(LeafList.batch * LeafList.hashSize), length - position))
            let batch = try file.read(count, at: offset + position)
            let leaf = position / UInt64(LeafList.hashSize)
            try system { () throws(SystemError) in try leaves.store(batch, at: leaf) }
            position += UInt64(count)
        }
        return leaves
    }

    private static func tail(_ file: PieceFile, _ size: UInt64) throws(PackageFormatError) -> Tail? {
        guard size >= UInt64(Format.prefixSize + Format.tailSize) else { return nil }
        let bytes = try file.read(Format.tailSize, at: size - UInt64(Format.tailSize))
        // What is no tail is not of use; there may be others.
        do { return try Tail(encoded: bytes) } catch { return nil }
    }

    private static func trailer(
        _ file: PieceFile, _ size: UInt64, _ tail: Tail
    ) throws(PackageFormatError) -> Trailer? {
        let end = UInt64(Format.tailSize) + tail.trailerLength
        guard end <= size else { return nil }
        let bytes = try file.read(Int(tail.trailerLength), at: size - end)
        do { return try Trailer(encoded: bytes) } catch { return nil }
    }

    private static func headers(
        _ file: PieceFile, _ size: UInt64, _ tail: Tail?
    ) throws(PackageFormatError) -> [[UInt8]] {
        var headers: [[UInt8]] = []
        if size >= UInt64(Format.prefixSize) {
            let length = unsigned(try file.read(Format.prefixSize, at: 0).suffix(4))
            if length <= UInt64(Format.maximumHeaderSize), UInt64(Format.prefixSize) + length <= size {
                headers.append(try file.read(Int(length), at: UInt64(Format.prefixSize)))
            }
        }
        if let tail {
            let end = UInt64(Format.tailSize) + tail.trailerLength
            let (section, overflow) = tail.hashSectionLength.addingReportingOverflow(end + tail.headerLength)
            if !overflow, section <= size { headers.append(try file.read(Int(tail.headerLength), at: size - section)) }
        }
        return headers
    }
}
