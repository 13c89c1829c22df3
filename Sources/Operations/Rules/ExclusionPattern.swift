import Glibc

/// A shell pattern (fnmatch(3)) for files to leave out. One without "/" is compared with the last component of a path, one
/// with "/" with the whole path, which begins with the name of the input.
package struct ExclusionPattern: Sendable {
    private let pattern: String
    private let isWhole: Bool

    /// - Throws: `badPattern` for a pattern that is empty, but for slashes at its ends, or holds a NUL.
    package init(_ text: String) throws(OperationError) {
        let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
        isWhole = trimmed.contains("/")
        pattern = trimmed.hasPrefix("/") ? String(trimmed.dropFirst()) : trimmed
        guard !pattern.isEmpty, !pattern.utf8.contains(0) else { throw OperationError(.badPattern, text) }
    }

    /// - Parameter path: bytes, relative.
    func matches(_ path: [UInt8]) -> Bool {
        let slash = UInt8(ascii: "/")
        let start = isWhole ? 0 : path.lastIndex(of: slash).map { $0 + 1 } ?? 0
        let name = path[start...].map(CChar.init(bitPattern:)) + [0]
        return fnmatch(pattern, name, isWhole ? FNM_PATHNAME : 0) == 0
    }
}
