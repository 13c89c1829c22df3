import Testing

@testable import Routes

@Suite("What passes by itself is tried again, each time after a longer wait")
struct BackOffTests {
    private let backOff = BackOff(attempts: 5, first: .seconds(1), longest: .seconds(5))

    /// Fails so often with a code, and tells the waits.
    private func waits(_ failures: Int, _ code: RoutesError.Code) -> (waits: [Duration], error: RoutesError.Code?) {
        var waits: [Duration] = []
        do {
            try backOff.run(pausing: { waits.append($0) }) { (attempt) throws(RoutesError) in
                if attempt <= failures { throw RoutesError(code, "test") }
            }
        } catch { return (waits, error.code) }
        return (waits, nil)
    }

    @Test("the waits double up to the longest")
    func doubling() {
        let result = waits(9, .down)
        #expect(result.waits == [.seconds(1), .seconds(2), .seconds(4), .seconds(5)])
        #expect(result.error == .down)
    }

    @Test("success ends the attempts", arguments: 0...4)
    func success(failures: Int) {
        let result = waits(failures, .connectionLost)
        #expect(result.waits.count == failures)
        #expect(result.error == nil)
    }

    @Test(
        "what does not pass by itself is not tried again",
        arguments: [
            RoutesError.Code.full, .readOnly, .refused, .hostKeyChanged, .hostKeyUnknown, .wrongRemote, .tooLarge,
            .exists,
            .mismatch, .malformed, .interrupted, .noProgram,
        ])
    func lasting(code: RoutesError.Code) {
        let result = waits(1, code)
        #expect(result.waits.isEmpty)
        #expect(result.error == code)
    }
}
