/// Why a secret could not be shared or put together again.
package struct DispersalError: Error, Equatable, Sendable {
    /// What is wrong, as a stable name.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable name.
        package let rawValue: String
        /// A code by its name; those in use are the constants below.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// k and n are not 1 ≤ k ≤ n ≤ 64.
        package static let invalidThreshold = Code(rawValue: "invalid threshold")
        /// No share, one with x = 0, two with the same x, or of different lengths.
        package static let invalidShares = Code(rawValue: "invalid shares")
        /// The random generator failed.
        package static let noRandomness = Code(rawValue: "no randomness")
    }

    /// What is wrong.
    package let code: Code

    /// Nothing more can be said: a share is a secret.
    package init(_ code: Code) { self.code = code }
}
