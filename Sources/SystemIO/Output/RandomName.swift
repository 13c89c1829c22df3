internal import CSystem
import Glibc

/// Names for files that nobody asked for: ".fubako-" and 32 hexadecimal digits from getrandom(2).
package struct RandomName: Hashable {
    static let prefix = ".fubako-"
    static let digitCount = 32

    /// The 32 digits.
    package let digits: String

    /// The whole name, as it stands beside the target.
    var file: String { Self.prefix + digits }

    /// Draws one.
    /// - Throws: the code of errno.
    package init() throws(SystemError) {
        var random = [UInt8](repeating: 0, count: Self.digitCount / 2)
        try random.withMutableRawBytes { buffer throws(SystemError) in
            // Requests of up to 256 bytes are never cut short (getrandom(2)).
            _ = try systemCall("getrandom") { fubako_getrandom(buffer.baseAddress, UInt(buffer.count)) }
        }
        digits = random.map { String(UInt32($0) | 0x100, radix: 16).dropFirst() }.joined()
    }

    /// Reads digits back; nil unless they are exactly what ``init()`` makes.
    init?(digits: some Collection<UInt8>) {
        let allowed = Array("0123456789abcdef".utf8)
        guard digits.count == Self.digitCount, digits.allSatisfy(allowed.contains) else { return nil }
        self.digits = String(decoding: digits, as: UTF8.self)
    }
}
