import Cryptography
import Dispersal

/// A package as far as its pieces are at hand. Header, hash section, trailer and signature were checked, the units not yet.
package struct PackageStructure: Sendable {
    /// What all pieces say first.
    package let common: CommonHeader
    /// Manifest, MAC and signature: the same in all pieces.
    package let trailer: Trailer
    /// Where the parts of every piece lie: all have the same lengths.
    package let layout: Layout
    /// Who signed, as far as the package itself can tell.
    package let origin: Origin
    /// Leaf hashes of all units of all pieces; their roots are those of the manifest.
    let leaves: LeafList
    /// The pieces at hand, in ascending order of their numbers. There may be several of one number.
    package private(set) var pieces: [Piece]
    /// Units that were found not to be what the sender hashed, while others stood in for them.
    package let findings = UnitFindings()

    /// Where units lie in the chunk stream and in their pieces.
    package var geometry: StripeGeometry { layout.geometry }

    /// What is signed.
    package var manifest: Manifest { trailer.manifest }

    /// What was found broken in the pieces, but for their units, and could be got around.
    package var damage: [Damage] { pieces.flatMap(\.damage) }

    /// Numbers of the pieces at hand, ascending, each once.
    package var numbers: [Int] {
        pieces.map(\.number).reduce(into: []) { numbers, number in
            if numbers.last != number { numbers.append(number) }
        }
    }

    /// A package of which there is one piece.
    /// - Throws: as ``PieceStructure/read(_:)``.
    package static func read(_ file: PieceFile) throws(PackageFormatError) -> PackageStructure {
        PackageStructure(try PieceStructure.read(file.descriptor), file)
    }

    /// A package of which one piece was read.
    init(_ structure: PieceStructure, _ file: PieceFile) {
        common = structure.header.common
        trailer = structure.trailer
        layout = structure.layout
        origin = structure.origin
        leaves = structure.leaves
        pieces = [Piece(structure, file)]
    }

    /// A package of which no single file has all the parts.
    init(_ common: CommonHeader, _ trailer: Trailer, _ layout: Layout, _ origin: Origin, _ leaves: LeafList) {
        self.common = common
        self.trailer = trailer
        self.layout = layout
        self.origin = origin
        self.leaves = leaves
        pieces = []
    }

    /// Adds a piece that belongs to the package.
    mutating func add(_ piece: Piece) {
        let place = pieces.firstIndex { $0.number > piece.number } ?? pieces.endIndex
        pieces.insert(piece, at: place)
    }

    /// What a key or passphrase has to fit.
    package var lock: PackageLock {
        var shares: [Share] = []
        for piece in pieces {
            guard let share = piece.share, shares.last?.x != UInt8(piece.number) else { continue }
            shares.append(Share(x: UInt8(piece.number), bytes: share))
        }
        return PackageLock(common: common, salt: manifest.salt, commitment: manifest.commitment, shares: shares)
    }

    /// The place of a unit's hash in ``leaves``.
    func leafIndex(stripe: UInt64, piece: Int) -> UInt64 { stripe * UInt64(geometry.split.n) + UInt64(piece - 1) }
}

/// One piece of a package, at hand.
package struct Piece: Sendable {
    /// x, 1...n.
    package let number: Int
    /// Its share of S; nil if both copies of its header are broken.
    let share: [UInt8]?
    /// Where it is read.
    package let file: PieceFile
    /// Where its parts lie in the file.
    package let layout: Layout
    /// Bytes of the file that can be of use: fewer than ``layout`` says if it is cut off.
    let fileSize: UInt64
    /// What of it was found broken, but for its units, and could be got around.
    package let damage: [Damage]

    init(_ structure: PieceStructure, _ file: PieceFile) {
        self.init(
            number: structure.header.x, share: structure.header.share, file: file, layout: structure.layout,
            fileSize: structure.layout.fileSize, damage: structure.damage)
    }

    init(number: Int, share: [UInt8]?, file: PieceFile, layout: Layout, fileSize: UInt64, damage: [Damage]) {
        self.number = number
        self.share = share
        self.file = file
        self.layout = layout
        self.fileSize = fileSize
        // Of several pieces, it must be said which.
        self.damage = layout.geometry.split.n == 1 ? damage : damage.map { Damage($0.place.inPiece(number), $0.reason) }
    }

    /// Where a unit of stripe `stripe` starts in the file.
    func unitOffset(stripe: UInt64) -> UInt64 { layout.bodyOffset + layout.geometry.unitOffset(stripe: stripe) }

    /// The name of a unit in errors.
    func unitPlace(stripe: UInt64) -> Place {
        Place(.unit, offset: unitOffset(stripe: stripe), unit: stripe, piece: number)
    }
}
