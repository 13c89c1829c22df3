/// Why a secret or data could not be divided or put together again.
package struct DispersalError: Error, Equatable, Sendable {
    /// What is wrong, as a stable name.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable name.
        package let rawValue: String
        /// A code by its name; those in use are the constants below.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// k and n are not 1 ≤ k ≤ n ≤ 64.
        package static let invalidThreshold = Code(rawValue: "invalid threshold")
        /// No share, one with x = 0 given or asked for, two with the same x, or of different lengths.
        package static let invalidShares = Code(rawValue: "invalid shares")
        /// Not exactly k distinct present units of 0..<n, or a wanted one that is outside, present or named twice.
        package static let invalidIndices = Code(rawValue: "invalid indices")
        /// Not as many units as the code has, of different lengths, or longer than 2^31 - 1 bytes.
        package static let invalidUnits = Code(rawValue: "invalid units")
        /// The random generator failed.
        package static let noRandomness = Code(rawValue: "no randomness")
    }

    /// What is wrong.
    package let code: Code

    /// Nothing more can be said: a share is a secret.
    package init(_ code: Code) { self.code = code }
}
