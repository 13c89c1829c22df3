import PackageFormat
import Routes
import SystemIO
import Transfer

/// What fetching a file gave.
struct Fetched {
    /// Bytes that went over the route.
    let bytes: UInt64
    /// Whether its beginning lay here already.
    let wasResumed: Bool
}

extension Collector {
    /// The most bytes that a file may have.
    borrowing func limit(_ file: PlacedFile) -> UInt64 {
        file.found.name.isReceipt ? UInt64(SignedReceipt.maximumSize) : request.limit
    }

    /// Fetches a file, from where an earlier run was interrupted. One that neither begins nor ends as a piece is not fetched whole.
    /// - Throws: `pieceTooLarge`; `package` with `notAPackage`, `tooLarge`; `route`; `system`.
    borrowing func fetch(_ file: PlacedFile, _ transport: any Transport) throws(OperationError) -> Fetched {
        if let size = file.found.size, size > limit(file) { throw OperationError(.pieceTooLarge) }
        let start = StartCheck()
        var limit = FetchLimit(limit(file))
        limit.reserve = CollectionRequest.reserve
        limit.expected = file.found.size
        if file.found.name.isReceipt { return try fetch(file, transport, limit) }
        limit.check = { (bytes) throws(RoutesError) in try start.check(bytes) }
        do throws(OperationError) { return try fetch(file, transport, limit) } catch {
            guard let refusal = start.refusal else { throw error }
            guard try endsAsPiece(file, transport) else {
                throw OperationError(.package, underlying: .package(refusal))
            }
        }
        // Its other copy of the header may tell whose it is.
        limit.check = { _ in }
        return try fetch(file, transport, limit)
    }

    /// Whether the last bytes of a file are those of a piece: nothing else of it is fetched for that.
    private borrowing func endsAsPiece(
        _ file: PlacedFile, _ transport: any Transport
    ) throws(OperationError) -> Bool {
        guard let size = file.found.size, size > UInt64(Format.tailSize) else { return false }
        let path = try store.incoming(file)
        let end = Path(path.name + Array(".end".utf8))
        let folder = try onSystem { () throws(SystemError) in try PrivateFolder.open(path.folder) }
        try onSystem { () throws(SystemError) in try folder.removeIfThere(end) }
        let target = try onSystem { () throws(SystemError) in
            try Descriptor.open(
                path.folder.appending(end.bytes), [.readWrite, .create, .noFollow], mode: FileMode.privateFile)
        }
        try onRoute { () throws(RoutesError) in
            _ = try transport.fetch(
                file.found, into: target, from: size - UInt64(Format.tailSize), limit: FetchLimit(size))
        }
        try onSystem { () throws(SystemError) in try folder.removeIfThere(end) }
        return try onPackage { () throws(PackageFormatError) in try PieceStart.isSeen(in: target) }
    }

    private borrowing func fetch(
        _ file: PlacedFile, _ transport: any Transport, _ limit: FetchLimit
    ) throws(OperationError) -> Fetched {
        let path = try store.incoming(file)
        let target = SharedDescriptor(
            try onSystem { () throws(SystemError) in
                try Descriptor.open(path, [.readWrite, .create, .noFollow], mode: FileMode.privateFile)
            })
        let begun = try start(target, file)
        progress.begin(target, at: begun, of: file.found.size)
        let (found, backOff) = (file.found, request.backOff)
        try onRoute { () throws(RoutesError) in
            try backOff.run { (_) throws(RoutesError) in
                let offset = (try? target.descriptor.metadata().size) ?? begun
                _ = try transport.fetch(found, into: target.descriptor, from: offset, limit: limit)
            }
        }
        return Fetched(bytes: progress.end(), wasResumed: begun > 0)
    }

    /// How many bytes of a file lie here already. More than it has are none of its.
    private borrowing func start(_ target: SharedDescriptor, _ file: PlacedFile) throws(OperationError) -> UInt64 {
        try onSystem { () throws(SystemError) in
            let size = try target.descriptor.metadata().size
            guard let whole = file.found.size, size > whole else { return size }
            try target.descriptor.truncate(to: 0)
            return 0
        }
    }
}
