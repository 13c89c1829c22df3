import Testing

@testable import Cryptography

@Suite("OpenSSL's calling conventions")
struct OpenSSLTests {
    static let failure = CryptographyError(.opensslFailure, operation: "", reason: "")

    @Test("only 1 is success", arguments: [0, -1, 2, Int32.max, .min])
    func success(_ result: Int32) throws {
        try OpenSSL.check("call") { 1 }
        #expect(throws: Self.failure) { try OpenSSL.check("call") { result } }
    }

    @Test("1 is yes, 0 is no, all else cannot decide", arguments: [-1, 2, Int32.min])
    func verdict(_ result: Int32) throws {
        #expect(try OpenSSL.verdict("call") { 1 })
        #expect(try !OpenSSL.verdict("call") { 0 })
        #expect(throws: Self.failure) { try OpenSSL.verdict("call") { result } }
    }

    @Test("a count is above zero", arguments: [0, -1])
    func count(_ result: Int32) throws {
        #expect(try OpenSSL.count("call") { 7 } == 7)
        #expect(throws: Self.failure) { try OpenSSL.count("call") { result } }
    }

    @Test("NULL is a failure of the code that the caller chose")
    func pointer() throws {
        #expect(try OpenSSL.pointer("call") { "a pointer" } == "a pointer")
        #expect(throws: CryptographyError(.malformed, operation: "", reason: "")) {
            try OpenSSL.pointer("call", .malformed) { () -> String? in nil }
        }
    }

    @Test("an error names its operation, and says so if OpenSSL gave no reason")
    func fields() {
        let error = OpenSSL.failure("EVP_Something")
        #expect(error.operation == "EVP_Something")
        #expect(error.reason == "no reason given")
    }

    @Test("an algorithm that cannot be fetched fails at each use")
    func fetching() {
        let missing = FetchedAlgorithm("NO-SUCH-HASH") { _, _, _ in nil }
        for _ in 0..<2 {
            #expect(throws: CryptographyError(.unsupportedAlgorithm, operation: "", reason: "")) {
                try missing.pointer()
            }
        }
    }
}
