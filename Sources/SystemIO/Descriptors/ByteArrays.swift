/// The standard library's `withUnsafeBytes` throws any error; its buffer pointer form keeps the type.
extension [UInt8] {
    func withRawBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws(SystemError) -> Result
    ) throws(SystemError) -> Result {
        try withUnsafeBufferPointer { buffer throws(SystemError) in try body(UnsafeRawBufferPointer(buffer)) }
    }

    mutating func withMutableRawBytes<Result>(
        _ body: (UnsafeMutableRawBufferPointer) throws(SystemError) -> Result
    ) throws(SystemError) -> Result {
        try withUnsafeMutableBufferPointer { buffer throws(SystemError) in
            try body(UnsafeMutableRawBufferPointer(buffer))
        }
    }
}
