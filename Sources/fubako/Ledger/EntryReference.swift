import ArgumentParser
import Console
import Ledger
import Terminal

/// Which entry is meant: its number, or the identifier of the package whose intent to seal it is.
struct EntryReference {
    private let text: String

    init(_ text: String) { self.text = text }

    /// Where the entry stands.
    /// - Throws: `usage` for a text that is neither, `notFound` if the ledger says nothing of the package.
    func position(in ledger: Ledger) throws(any Error) -> UInt64 {
        if let number = UInt64(text), text.allSatisfy(\.isNumber) { return number }
        let package = try PackageIdentifier.bytes(text)
        guard let position = try ledger.position(ofPackage: package) ?? ledger.position(ofPackage: package, kind: .open)
        else { throw CommandFailure(.notFound, .entryNoPackage, place: text) }
        return position
    }
}

/// The identifier of a package in hexadecimal digits.
enum PackageIdentifier {
    /// Its 32 bytes.
    /// - Throws: `usage` for anything else.
    static func bytes(_ text: String) throws(CommandFailure) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == 64, text.utf8.count == 64 else { throw CommandFailure(.usage, .entryForm, place: text) }
        return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
