// The standard library's `withUnsafeBytes` of arrays loses the type of a thrown error and cannot return noncopyable values.
extension [UInt8] {
    /// Lends the bytes for reading. The pointer may be NULL if there are none.
    /// - Throws: what `body` throws.
    package func withRawBytes<Value: ~Copyable, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try span.bytes.withUnsafeBytes(body)
    }

    /// Lends the bytes for writing. The pointer may be NULL if there are none.
    /// - Throws: what `body` throws.
    package mutating func withMutableRawBytes<Value: ~Copyable, Failure>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        var whole = mutableSpan
        return try whole.withUnsafeMutableBytes(body)
    }
}
