/// One computation whose result is published.
struct KnownAnswer: Sendable {
    /// The algorithm and where the answer comes from.
    let name: String
    /// Whether the computation gives the published result.
    let isReproduced: @Sendable () throws(CryptographyError) -> Bool

    init(_ name: String, _ isReproduced: @escaping @Sendable () throws(CryptographyError) -> Bool) {
        self.name = name
        self.isReproduced = isReproduced
    }

    /// Computes and compares.
    /// - Throws: `selfTestFailed` if the result differs, or what the computation throws.
    func check() throws(CryptographyError) {
        guard try isReproduced() else {
            throw CryptographyError(.selfTestFailed, operation: name, reason: "the published result was not reproduced")
        }
    }
}
