/// That fewer pieces are at hand than open a package.
package struct PieceShortage: Hashable, Sendable {
    /// How the package is cut.
    package let split: Split
    /// Numbers of the pieces at hand that count, ascending.
    package let present: [Int]

    /// - Parameter present: numbers of the pieces at hand that count, ascending.
    package init(split: Split, present: [Int]) {
        self.split = split
        self.present = present
    }

    /// How many more are needed.
    package var missing: Int { max(0, split.k - present.count) }
}
