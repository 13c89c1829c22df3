import TestSupport
import Testing

@testable import Cryptography

@Suite("Self-test")
struct SelfTestTests {
    @Test("the quick test passes in under a millisecond once the algorithms are fetched")
    func quick() throws {
        try SelfTest.quick()
        let best = try (0..<20).map { _ in try ContinuousClock().measure { try SelfTest.quick() } }.min()
        #expect(try #require(best) < .milliseconds(1))
    }

    @Test("the full test names everything that it has checked, once")
    func full() throws {
        let names = try SelfTest.full()
        #expect(names.count == 15)
        #expect(Set(names).count == names.count)
        #expect(names.starts(with: KnownAnswer.quick.map(\.name)))
    }

    @Test("an answer that is not reproduced is an error that names it")
    func failure() {
        let wrong = KnownAnswer("a wrong answer") { () throws(CryptographyError) in false }
        #expect {
            try wrong.check()
        } throws: {
            let error = $0 as? CryptographyError
            return error?.code == .selfTestFailed && error?.operation == "a wrong answer"
        }
    }
}
