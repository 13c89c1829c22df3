import Testing

@testable import Operations

/// The error of a refused workflow in the terms that a test compares: its code, and the code of what led to it.
struct Refusal: Equatable, CustomStringConvertible {
    let code: OperationError.Code
    let cause: String?

    init(_ code: OperationError.Code, _ cause: String? = nil) {
        self.code = code
        self.cause = cause
    }

    init(_ error: OperationError) {
        code = error.code
        cause =
            switch error.underlying {
            case .keyring(let error): error.code.rawValue
            case .package(let error): error.code.rawValue
            case .system(let error): error.code.rawValue
            case .label(let error): error.code.rawValue
            case .cryptography(let error): error.code.rawValue
            case .ledger(let error): error.code.rawValue
            case .routes(let error): error.code.rawValue
            case .transfer(let error): error.code.rawValue
            case nil: nil
            }
    }

    var description: String { code.rawValue + (cause.map { ": " + $0 } ?? "") }
}

/// The error that `body` throws; nil, and an issue, if it throws none or another kind.
func failure(_ body: () throws -> Void) -> OperationError? {
    do {
        try body()
        Issue.record("nothing was refused")
    } catch let error as OperationError {
        return error
    } catch {
        Issue.record("another error: \(error)")
    }
    return nil
}

/// As ``failure(_:)``, in short.
func refusal(_ body: () throws -> Void) -> Refusal? { failure(body).map { Refusal($0) } }
