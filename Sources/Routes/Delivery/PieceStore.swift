/// A place whose files have names and can be written, read and renamed, as long as the connection lasts.
protocol PieceStore: AnyObject {
    /// Whether ``write(_:from:to:)`` can begin behind what is there already.
    var continues: Bool { get }
    /// How ``digest(of:size:)`` learns it.
    var verification: Delivery.Verification { get }

    /// What has this name; nil if nothing has.
    func find(_ name: String) throws(RoutesError) -> StoredFile?
    /// Writes the piece from an offset to its end, and makes it last.
    func write(_ piece: OutgoingPiece, from offset: UInt64, to name: String) throws(RoutesError)
    /// Gives the file its name. Nothing that has it is ever replaced.
    func rename(_ name: String, to newName: String) throws(RoutesError)
    func remove(_ name: String) throws(RoutesError)
    /// All regular files whose names are those of pieces or receipts.
    func pieces() throws(RoutesError) -> [FoundPiece]
    /// Reads from an offset up to `size`, in order.
    func read(
        _ name: String, from offset: UInt64, size: UInt64, _ take: ([UInt8]) throws(RoutesError) -> Void
    ) throws(RoutesError)
    /// Where a file lies, in words.
    func place(of name: String) -> String
}

extension PieceStore {
    /// SHA-256 of a file that has `size` bytes, read back.
    func digest(of name: String, size: UInt64) throws(RoutesError) -> [UInt8] {
        var hash = try PieceDigest()
        try read(name, from: 0, size: size) { (bytes) throws(RoutesError) in try hash.append(bytes) }
        return try hash.finish()
    }
}

/// What has a name at a place.
struct StoredFile: Hashable, Sendable {
    let size: UInt64
    /// False for folders, links and everything else.
    let isRegular: Bool
}

/// A route that opens a place and works there.
protocol StoreTransport: Transport {
    associatedtype Store: PieceStore
    func open() throws(RoutesError) -> Store
}
