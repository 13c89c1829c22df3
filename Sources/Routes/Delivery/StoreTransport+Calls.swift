import SystemIO

extension StoreTransport {
    /// Delivers a piece, see ``Transport/put(_:as:)``.
    package func put(_ piece: OutgoingPiece, as name: PieceName) throws(RoutesError) -> Delivery {
        do { return try open().deliver(piece, as: name) } catch { throw error.of(name.text) }
    }

    /// The pieces at the place, see ``Transport/list()``.
    package func list() throws(RoutesError) -> [FoundPiece] {
        try open().pieces().sorted { $0.name.text.utf8.lexicographicallyPrecedes($1.name.text.utf8) }
    }

    /// Collects a piece, see ``Transport/fetch(_:into:from:limit:)``.
    package func fetch(
        _ name: PieceName, into file: borrowing Descriptor, from offset: UInt64, limit: FetchLimit
    ) throws(RoutesError) -> UInt64 {
        do throws(RoutesError) { return try collect(name.text, into: file, from: offset, limit: limit) } catch {
            throw error.of(name.text)
        }
    }

    /// Removes what an interrupted delivery left, see ``Transport/removeLeftover(of:as:)``.
    package func removeLeftover(of piece: OutgoingPiece, as name: PieceName) throws(RoutesError) -> Bool {
        let store = try open()
        let interim = name.interim(of: piece.digest)
        guard try store.find(interim)?.isRegular == true else { return false }
        try store.remove(interim)
        return true
    }

    /// Removes a piece, see ``Transport/remove(_:as:)``.
    package func remove(_ piece: OutgoingPiece, as name: PieceName) throws(RoutesError) -> Bool {
        let store = try open()
        guard let found = try store.find(name.text) else { return false }
        guard found.isRegular, found.size == piece.size,
            try store.digest(of: name.text, size: found.size) == piece.digest
        else { throw RoutesError(.exists, "something else has the piece's name at the place", file: name.text) }
        try store.remove(name.text)
        return true
    }

    private func collect(
        _ name: String, into file: borrowing Descriptor, from offset: UInt64, limit: FetchLimit
    ) throws(RoutesError) -> UInt64 {
        let store = try open()
        guard let found = try store.find(name), found.isRegular else {
            throw RoutesError(.notFound, "there is no such piece at the place")
        }
        guard found.size <= limit.bytes else {
            throw RoutesError(.tooMuch, "the file at the place is longer than a piece may be", offset: limit.bytes)
        }
        guard offset <= found.size else {
            throw RoutesError(
                .mismatch, "the piece at the place is shorter than what was collected of it before",
                advice: "collect it anew from its beginning", offset: found.size)
        }
        var position = offset
        do throws(RoutesError) {
            try store.read(name, from: offset, size: found.size) { (bytes) throws(RoutesError) in
                try keep(bytes, in: file, at: position, limit)
                position += UInt64(bytes.count)
            }
        } catch {
            var error = error
            error.offset = position
            throw error
        }
        return found.size
    }
}

/// Writes what was collected. What fails here is our own disk, and not the route.
func keep(
    _ bytes: [UInt8], in file: borrowing Descriptor, at offset: UInt64, _ limit: FetchLimit
) throws(RoutesError) {
    if offset == 0 { try limit.check(bytes) }
    try limit.checkRoom(in: file, for: bytes.count, at: offset)
    do { try file.writeFully(bytes, at: offset) } catch {
        if error.code == .interrupted { throw RoutesError(error) }
        var failure = RoutesError(.system, "what was collected could not be written here", offset: offset)
        failure.system = error
        throw failure
    }
}
