import Glibc

/// A path as the kernel takes it: bytes in no particular encoding, any but NUL.
package struct Path: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The bytes and a terminating NUL, so that a call needs no copy.
    private let terminated: [UInt8]

    /// Any bytes. One with a NUL inside is refused where it is used.
    package init<Bytes: Collection<UInt8>>(_ bytes: Bytes) {
        var terminated = [UInt8]()
        terminated.reserveCapacity(bytes.count + 1)
        terminated.append(contentsOf: bytes)
        terminated.append(0)
        self.terminated = terminated
    }

    /// The UTF-8 of a text.
    package init(_ string: String) { self.init(string.utf8) }
    /// The UTF-8 of a text.
    package init(stringLiteral string: String) { self.init(string.utf8) }

    /// The path without its terminator.
    package var bytes: ArraySlice<UInt8> { terminated.dropLast() }

    /// Whether it has no bytes.
    package var isEmpty: Bool { terminated.count == 1 }

    /// The path as text, with U+FFFD for what is not UTF-8. Not escaped: never print it as it is.
    package var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether it begins with a slash.
    package var isAbsolute: Bool { terminated[0] == Self.slash }

    /// The last component, without trailing slashes; empty for "/" and for the empty path.
    package var name: [UInt8] {
        let trimmed = withoutTrailingSlashes
        let start = trimmed.lastIndex(of: Self.slash).map { $0 + 1 } ?? trimmed.startIndex
        return Array(trimmed[start...])
    }

    /// The folder that holds the last component: "." if the path has only one, "/" at the root.
    package var folder: Path {
        let trimmed = withoutTrailingSlashes
        guard let slash = trimmed.lastIndex(of: Self.slash) else {
            return trimmed.isEmpty && isAbsolute ? "/" : "."
        }
        let head = Path(trimmed[..<slash]).withoutTrailingSlashes
        return head.isEmpty ? "/" : Path(head)
    }

    /// This path, a slash if one is needed, and `component`.
    package func appending<Bytes: Collection<UInt8>>(_ component: Bytes) -> Path {
        if isEmpty { return Path(component) }
        let separator: [UInt8] = bytes.last == Self.slash ? [] : [Self.slash]
        return Path(Array(bytes) + separator + Array(component))
    }

    /// This path, a slash if one is needed, and `component`.
    package func appending(_ component: String) -> Path { appending(component.utf8) }

    /// Lends the NUL-terminated path.
    /// - Throws: ``SystemError/Code/unsafeName`` if there is a NUL inside, where the kernel would stop reading.
    package func withCString<Result>(
        _ body: (UnsafePointer<CChar>) throws(SystemError) -> Result
    ) throws(SystemError) -> Result {
        if terminated.firstIndex(of: 0) != terminated.count - 1 {
            throw SystemError(.unsafeName, "path", path: self)
        }
        return try terminated.withRawBytes { buffer throws(SystemError) in
            guard let base = buffer.baseAddress else { throw SystemError(.unsafeName, "path", path: self) }
            return try body(base.assumingMemoryBound(to: CChar.self))
        }
    }

    private var withoutTrailingSlashes: ArraySlice<UInt8> {
        var trimmed = bytes
        while trimmed.last == Self.slash { trimmed.removeLast() }
        return trimmed
    }

    static let slash = UInt8(ascii: "/")
}

extension Path: CustomStringConvertible {
    /// The same as ``string``: not escaped.
    package var description: String { string }
}
