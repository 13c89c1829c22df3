import Cryptography
import PackageFormat
import Routes
import Synchronization

/// Stops fetching a file whose first bytes are not those of a piece, and keeps why.
final class StartCheck: Sendable {
    private let found = Mutex<PackageFormatError?>(nil)

    /// Why the file is none; nil as long as it may be one.
    var refusal: PackageFormatError? { found.withLock { $0 } }

    /// - Throws: ``RoutesError``, whatever is wrong.
    func check(_ start: [UInt8]) throws(RoutesError) {
        do throws(PackageFormatError) {
            try start.withRawBytes { block throws(PackageFormatError) in try PieceStart.check(block) }
        } catch {
            found.withLock { $0 = error }
            throw RoutesError(.malformed, "the file does not begin as a piece does")
        }
    }
}
