import Testing

@testable import Cryptography

/// Whether `body` throws a CryptographyError with this code, and this reason if one is given.
func refusal(
    _ code: CryptographyError.Code, reason: String? = nil, _ comment: Comment? = nil, _ body: () throws -> Void
) -> Bool {
    do {
        try body()
        Issue.record("nothing was refused")
    } catch let error as CryptographyError {
        if error.code == code && (reason == nil || error.reason == reason) { return true }
        Issue.record("refused with \(error), not \(code.rawValue) \(reason ?? "") \(comment?.rawValue ?? "")")
    } catch {
        Issue.record("another error: \(error)")
    }
    return false
}
