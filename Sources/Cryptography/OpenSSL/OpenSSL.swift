internal import COpenSSL

/// The only way into OpenSSL: one checking function for each of its calling conventions.
///
/// Every function but ``checkFrequent(_:_:)`` empties the calling thread's error queue before the call; all drain it into the
/// error at the point of failure, so that a later failure never reports an earlier one.
enum OpenSSL {
    /// A call that returns 1 for success.
    /// - Throws: `code` with OpenSSL's reasons.
    static func check(
        _ operation: String, _ code: CryptographyError.Code = .opensslFailure, _ call: () -> Int32
    ) throws(CryptographyError) {
        clearErrors()
        guard call() == 1 else { throw failure(operation, code) }
    }

    /// A call that returns 1 for success, for calls of which millions follow one another. The queue is not looked at before,
    /// which would take a tenth of what hashing a short message takes: it is empty unless a call that succeeded left
    /// something there, which would then be told with a failure.
    /// - Throws: `opensslFailure` with OpenSSL's reasons.
    static func checkFrequent(_ operation: String, _ call: () -> Int32) throws(CryptographyError) {
        guard call() == 1 else { throw failure(operation) }
    }

    /// A call that returns a pointer, or NULL for failure.
    /// - Throws: `code` with OpenSSL's reasons.
    static func pointer<Pointer>(
        _ operation: String, _ code: CryptographyError.Code = .opensslFailure, _ call: () -> Pointer?
    ) throws(CryptographyError) -> Pointer {
        clearErrors()
        guard let pointer = call() else { throw failure(operation, code) }
        return pointer
    }

    /// A call that returns a length or count, with zero and less for failure.
    /// - Throws: `code` with OpenSSL's reasons.
    static func count(
        _ operation: String, _ code: CryptographyError.Code = .opensslFailure, _ call: () -> Int32
    ) throws(CryptographyError) -> Int {
        clearErrors()
        let count = call()
        guard count > 0 else { throw failure(operation, code) }
        return Int(count)
    }

    /// A call that returns 1 for yes and 0 for no, anything else for "cannot decide".
    ///
    /// OpenSSL explains a "no" in its queue as well; that is not an error here, and is dropped.
    /// - Throws: `code` with OpenSSL's reasons.
    static func verdict(
        _ operation: String, _ code: CryptographyError.Code = .opensslFailure, _ call: () -> Int32
    ) throws(CryptographyError) -> Bool {
        clearErrors()
        let answer = call()
        guard answer == 0 || answer == 1 else { throw failure(operation, code) }
        clearErrors()
        return answer == 1
    }

    /// The error for a call that has just failed, with the drained queue as its reason.
    static func failure(_ operation: String, _ code: CryptographyError.Code = .opensslFailure) -> CryptographyError {
        CryptographyError(code, operation: operation, reason: drainedReasons())
    }

    /// Empties the queue. Looking first is much cheaper than ERR_clear_error, which walks all its entries.
    private static func clearErrors() {
        if ERR_peek_error() != 0 { ERR_clear_error() }
    }

    /// All queued reasons, oldest first.
    private static func drainedReasons() -> String {
        var reasons: [String] = []
        while true {
            let packed = ERR_get_error()
            guard packed != 0 else { break }
            reasons.append(text(of: packed))
        }
        return reasons.isEmpty ? "no reason given" : reasons.joined(separator: "; ")
    }

    /// The reason string, or the packed number where OpenSSL has no text for it.
    private static func text(of packed: UInt) -> String {
        guard let reason = ERR_reason_error_string(packed) else { return "error 0x" + String(packed, radix: 16) }
        return String(cString: reason)
    }
}
