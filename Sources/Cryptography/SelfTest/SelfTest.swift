/// Computations with published results, run before anything is protected, so that a broken library or machine is noticed.
package enum SelfTest {
    /// The short test that every start makes; it takes less than a millisecond.
    /// - Throws: `selfTestFailed` with the algorithm, or what the computation throws.
    package static func quick() throws(CryptographyError) {
        for answer in KnownAnswer.quick { try answer.check() }
    }

    /// All tests; it takes about a second.
    /// - Returns: the names of the tests that were passed, in order.
    /// - Throws: `selfTestFailed` with the algorithm, or what the computation throws.
    package static func full() throws(CryptographyError) -> [String] {
        let answers = KnownAnswer.quick + KnownAnswer.slow + KnownAnswer.publicKey
        for answer in answers { try answer.check() }
        return answers.map(\.name)
    }
}
