import Cryptography
import SystemIO

@testable import PackageFormat

/// A piece taken apart, to be put together otherwise: ``encoded`` makes lengths and hash of the tail fit whatever the
/// parts are.
struct PieceParts {
    var header: [UInt8]
    var body: [UInt8]
    var headerCopy: [UInt8]
    var hashSection: [UInt8]
    var trailer: [UInt8]

    /// Takes a whole package apart.
    init(_ bytes: [UInt8]) throws {
        let tail = try Tail(encoded: Array(bytes.suffix(Format.tailSize)))
        let header = Int(tail.headerLength)
        var end = bytes.count - Format.tailSize
        func part(_ count: UInt64) -> [UInt8] {
            defer { end -= Int(count) }
            return Array(bytes[end - Int(count)..<end])
        }
        trailer = part(tail.trailerLength)
        hashSection = part(tail.hashSectionLength)
        headerCopy = part(tail.headerLength)
        body = Array(bytes[Format.prefixSize + header..<end])
        self.header = Array(bytes[Format.prefixSize..<Format.prefixSize + header])
    }

    init(header: [UInt8], body: [UInt8], hashSection: [UInt8], trailer: [UInt8]) {
        self.header = header
        self.body = body
        headerCopy = header
        self.hashSection = hashSection
        self.trailer = trailer
    }

    var encoded: [UInt8] {
        let digest = (try? hash(.sha256, hashSection + trailer)) ?? []
        let tail = Tail(
            headerLength: UInt64(header.count), hashSectionLength: UInt64(hashSection.count),
            trailerLength: UInt64(trailer.count), digest: digest)
        let prefix = Format.magic + bigEndian(UInt64(header.count)).suffix(4)
        return prefix + header + body + headerCopy + hashSection + trailer + tail.encoded
    }

    /// The trailer, changed and written again.
    mutating func changeTrailer(_ change: (Trailer) throws -> Trailer) throws {
        trailer = try change(Trailer(encoded: trailer)).encoded
    }
}

/// Opening packages that a test holds in memory.
enum Reading {
    static func structure(_ bytes: [UInt8]) throws -> PieceStructure {
        try PieceStructure.read(file(bytes).descriptor)
    }

    /// A package in one piece.
    static func package(_ bytes: [UInt8]) throws -> PackageStructure { try package(file(bytes).descriptor) }

    static func package(_ file: borrowing Descriptor) throws -> PackageStructure {
        try PackageStructure.read(PieceFile(file.duplicate()))
    }

    /// Checks structure and units.
    static func verify(_ bytes: [UInt8]) throws -> [Damage] {
        let structure = try package(bytes)
        let verdict = try structure.verifyUnits(workers: 1, progress: Progress())
        return structure.damage + verdict.damaged
    }

    /// Unlocks, and checks the index.
    static func contents(_ bytes: [UInt8], with key: SharedKey) throws -> Contents {
        try Contents(UnlockedPackage(package(bytes), with: key.key))
    }

    /// The content of the only file, as it would be written to a pipe.
    static func onlyFile(_ file: borrowing Descriptor, with key: SharedKey) throws -> [UInt8] {
        let package = try UnlockedPackage(package(file), with: key.key)
        let output = try SpillFile()
        try package.write(nil, of: Contents(package), to: output.descriptor, workers: 1, progress: Progress())
        return try output.descriptor.readFully(count: Int(output.descriptor.metadata().size), at: 0)
    }

    /// An unlinked file that holds `bytes`.
    static func file(_ bytes: [UInt8]) throws -> SpillFile {
        var file = try SpillFile()
        try file.append(bytes)
        return file
    }
}
