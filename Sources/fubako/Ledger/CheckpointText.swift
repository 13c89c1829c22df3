import Console
import SystemIO
import Terminal
import Transparency

extension PathArgument {
    /// Reads a text of a ledger that somebody handed over.
    /// - Parameter parse: throws an error that can explain itself.
    /// - Throws: ``SystemError``, `TextFailure` with the file.
    func text<Value>(limit: Int, _ parse: ([UInt8]) throws(any Error) -> Value) throws(any Error) -> Value {
        let bytes = try read(limit: limit)
        do { return try parse(bytes) } catch { throw TextFailure(error, in: path) }
    }

    /// Reads a checkpoint. It verifies nothing.
    /// - Throws: ``SystemError``, `TextFailure` with the file.
    func checkpoint() throws(any Error) -> SignedCheckpoint {
        try text(limit: SignedNote.maximumSize) { try SignedCheckpoint(parsing: $0) }
    }
}
