import DER

/// What is remembered of a package whose pieces come in: which of them came, and what became of it. One file for each signer and
/// Manifest, never for an identifier alone; the one encoding is DER.
package struct ArrivalRecord: Hashable, Sendable {
    /// What does not change after the first piece.
    package let package: ArrivingPackage
    /// In ascending order of their numbers, the best verdict on each.
    package private(set) var pieces: [ReceivedPiece] = []
    /// When the package was opened; nil as long as it was not.
    package private(set) var opened: DERTime?
    /// Whether something happened that no receipt says yet.
    package private(set) var owesReceipt = false

    static let version: Int64 = 1
    /// The largest file, in bytes.
    package static let fileSize = 32_768

    /// Of a package of which nothing came yet.
    package init(_ package: ArrivingPackage) { self.package = package }

    /// Numbers of the pieces that came whole, ascending.
    package var good: [Int] { pieces.filter { $0.verdict == .good }.map(\.number) }

    /// What came of this number; nil if nothing did.
    package func piece(_ number: Int) -> ReceivedPiece? { pieces.first { $0.number == number } }

    /// Keeps that a piece came. A damaged one says nothing new of a number that came already, a whole one takes its place.
    /// - Returns: whether that is news.
    package mutating func add(_ piece: ReceivedPiece) -> Bool {
        if let known = self.piece(piece.number) {
            guard known.verdict == .damaged, piece.verdict == .good else { return false }
            pieces.removeAll { $0.number == piece.number }
        }
        let place = pieces.firstIndex { $0.number > piece.number } ?? pieces.endIndex
        pieces.insert(piece, at: place)
        owesReceipt = true
        return true
    }

    /// Forgets pieces that are not there any more.
    package mutating func keep(only isThere: (ReceivedPiece) -> Bool) { pieces.removeAll { !isThere($0) } }

    /// Keeps that the package was opened. The first time counts.
    package mutating func open(at time: DERTime) {
        owesReceipt = true
        opened = opened ?? time
    }

    /// Keeps that a receipt says everything.
    package mutating func receiptSent() { owesReceipt = false }

    /// Asks for a receipt although there is nothing new to say: the last one may be lost.
    package mutating func askForReceipt() { owesReceipt = !pieces.isEmpty }

    /// The receipt for what came so far.
    /// - Parameter opens: whether what came opens the package.
    /// - Throws: `badValue` if nothing came.
    package func receipt(opens: Bool, at time: DERTime) throws(TransferError) -> Receipt {
        try Receipt(
            packageID: package.id, manifest: package.manifest, k: package.k, n: package.n, pieces: pieces,
            state: opened != nil ? .opened : opens ? .openable : .collecting, time: time)
    }

    /// The file's bytes.
    package var encoded: [UInt8] {
        DERWriter.encode {
            $0.sequence {
                $0.integer(Self.version)
                package.encode(into: &$0)
                $0.sequence { list in pieces.forEach { $0.encode(into: &list) } }
                if let opened { $0.generalizedTime(opened, tag: .context(0)) }
                $0.boolean(owesReceipt)
            }
        }
    }

    /// Reads a file.
    /// - Throws: `malformed`, `tooMuch`.
    package init(encoded bytes: [UInt8]) throws(TransferError) {
        guard bytes.count <= Self.fileSize else { throw TransferError(.tooMuch, "the record is too large") }
        do throws(DERError) {
            self = try DERReader.parse(bytes) { (reader) throws(DERError) in
                try reader.sequence { (record) throws(DERError) in try ArrivalRecord(from: &record) }
            }
        } catch {
            throw TransferError(.malformed, "the record of a package is damaged", offset: error.offset)
        }
        guard encoded == bytes else { throw TransferError(.malformed, "the record of a package is damaged") }
    }

    private init(from reader: inout DERReader) throws(DERError) {
        _ = try reader.integer(Self.version...Self.version)
        package = try reader.sequence(ArrivingPackage.init)
        let count = package.n
        pieces = try reader.sequence { (list) throws(DERError) in
            var pieces: [ReceivedPiece] = []
            while !list.isAtEnd {
                let here = list.offset
                let piece = try ReceivedPiece(from: &list)
                guard piece.number > pieces.last?.number ?? 0, piece.number <= count else {
                    throw DERError(.badValue, offset: here)
                }
                pieces.append(piece)
            }
            return pieces
        }
        opened = reader.nextTag == .context(0) ? try reader.generalizedTime(tag: .context(0)) : nil
        owesReceipt = try reader.boolean()
    }
}
