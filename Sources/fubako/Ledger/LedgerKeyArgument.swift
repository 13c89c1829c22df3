import Console
import Ledger
import SystemIO
import Terminal
import Transparency

extension Session {
    /// A public key as C2SP signed-note writes it, or that in the first line of a file.
    /// - Throws: `usage` for what is neither.
    func verifierKey(_ text: String) throws(any Error) -> VerifierKey {
        if let key = try? VerifierKey(text: text) { return key }
        guard let bytes = try? Descriptor.open(Path(text), .readOnly).readToEnd(limit: 65_536) else {
            throw CommandFailure(.usage, .keyForm, place: text)
        }
        let line = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
        guard let key = try? VerifierKey(text: line) else { throw CommandFailure(.usage, .keyForm, place: text) }
        return key
    }
}
