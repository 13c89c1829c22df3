import DER

extension TransferState {
    /// Of the file's layout.
    static let version: Int64 = 1

    /// The file.
    /// - Throws: `badValue` if it would not be read back as what it is; `tooMuch`.
    package func encoded() throws(TransferError) -> [UInt8] {
        let bytes = DERWriter.encode { writer in
            writer.sequence { writer in
                writer.integer(Self.version)
                plan.encode(&writer)
                writer.list(histories)
                writer.list(receipts)
                writer.optional(ending, 0)
            }
        }
        guard bytes.count <= TransferLimits.fileSize else {
            throw TransferError(.tooMuch, "the transfer's file would be too large")
        }
        guard let again = try? TransferState(encoded: bytes), again == self else {
            throw TransferError(.badValue, "the transfer would not be read back as what it is")
        }
        return bytes
    }

    /// Reads a file, which must be in its one form.
    /// - Throws: `unsupported` for another version; `tooMuch`; `malformed` with the offset.
    package init(encoded bytes: [UInt8]) throws(TransferError) {
        guard bytes.count <= TransferLimits.fileSize else {
            throw TransferError(.tooMuch, "the transfer's file is too large")
        }
        let result: Result<TransferState?, DERError> = Result { () throws(DERError) in
            guard try Self.version(of: bytes) == Self.version else { return nil }
            return try DERReader.parse(bytes) { reader throws(DERError) in try TransferState(&reader) }
        }
        switch result {
        case .success(.some(let state)): self = state
        case .success(nil): throw TransferError(.unsupported, "the transfer's file has another version")
        case .failure(let error):
            throw TransferError(.malformed, "the transfer's file is not in its one form", offset: error.offset)
        }
    }

    private static func version(of bytes: [UInt8]) throws(DERError) -> Int64 {
        var reader = DERReader(bytes)
        var content = try reader.element(.sequence)
        return try content.integer(0...Int64.max)
    }

    private init(_ reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { reader throws(DERError) in
            _ = try reader.integer(Self.version...Self.version)
            var state = TransferState(try TransferPlan(&reader))
            let here = reader.offset
            state.histories = try reader.list(limit: TransferLimits.pieces)
            let isOwn = state.histories.enumerated().allSatisfy { index, history in
                history.receipts.allSatisfy { $0.piece == index + 1 }
            }
            guard state.histories.count == state.plan.package.n, isOwn else { throw DERError(.badValue, offset: here) }
            state.receipts = try reader.list(limit: TransferLimits.events)
            state.ending = try reader.optional(0)
            return state
        }
    }
}
