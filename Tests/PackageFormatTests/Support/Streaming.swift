import Cryptography
import SystemIO

@testable import PackageFormat

/// How reading a package from front to back ended.
struct Streaming {
    /// What came out.
    private(set) var released: [UInt8] = []
    /// Of it, what came out before the end was known.
    private(set) var early = 0
    private(set) var error: PackageFormatError?

    /// Reads `bytes` from the first to the last, and opens them with a key.
    init(_ bytes: [UInt8], with key: SharedKey) throws {
        var released: [UInt8] = []
        var early = 0
        let input = try Reading.file(bytes).descriptor.duplicate()
        do throws(PackageFormatError) {
            let stream = try PieceStream(input)
            let keys = try PackageLock(stream.header).keys(with: key.key)
            let end = try stream.release(with: keys) { released += $0 }
            early = released.count
            _ = try end.finish(readBy: key.publicKey.keyID) { released += $0 }
        } catch { self.error = error }
        self.released = released
        self.early = error == nil ? early : released.count
    }
}
