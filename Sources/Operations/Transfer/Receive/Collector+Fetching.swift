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
    /// Fetches a file, from where an earlier run was interrupted.
    /// - Throws: `pieceTooLarge`; `route`; `system`.
    borrowing func fetch(_ file: PlacedFile, _ transport: any Transport) throws(OperationError) -> Fetched {
        let limit = file.found.name.isReceipt ? UInt64(SignedReceipt.maximumSize) : request.limit
        if let size = file.found.size, size > limit { throw OperationError(.pieceTooLarge) }
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
