extension Secret {
    /// A second secret with the same bytes.
    package borrowing func copy() -> Secret { slice(0..<count) }

    /// The first `length` bytes, or all if there are fewer.
    package borrowing func prefix(_ length: Int) -> Secret { slice(0..<max(0, length)) }

    /// All bytes after the first `length`.
    package borrowing func dropping(first length: Int) -> Secret { slice(min(max(0, length), count)..<count) }

    /// The bytes at `range`, cut to what exists.
    package borrowing func slice(_ range: Range<Int>) -> Secret {
        let inside = range.clamped(to: 0..<count)
        return withUnsafeBytes { Secret(copying: UnsafeRawBufferPointer(rebasing: $0[inside])) }
    }

    /// These bytes followed by those of `other`.
    package borrowing func concatenated(with other: borrowing Secret) -> Secret {
        let split = count
        return Secret(count: count + other.count) { whole in
            withUnsafeBytes { whole.copyMemory(from: $0) }
            other.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: whole[split...]).copyMemory(from: $0) }
        }
    }
}
