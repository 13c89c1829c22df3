/// Why a secret could not be shared or put together again.
package struct DispersalError: Error, Equatable, Sendable {
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        /// k and n are not 1 ≤ k ≤ n ≤ 64.
        package static let invalidThreshold = Code(rawValue: "invalid threshold")
        /// No share, one with x = 0, two with the same x, or of different lengths.
        package static let invalidShares = Code(rawValue: "invalid shares")
        /// The random generator failed.
        package static let noRandomness = Code(rawValue: "no randomness")
    }

    package let code: Code

    package init(_ code: Code) { self.code = code }
}
