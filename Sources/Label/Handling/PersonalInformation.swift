/// That the record holds personal information (個人情報).
package struct PersonalInformation: Hashable, Sendable {
    /// Whether any of it is sensitive (要配慮個人情報).
    package let sensitive: Bool
    /// How many persons it is about, 0...2^62, if that was counted.
    package let count: Int64?

    /// What `count` may be.
    package static let counts: ClosedRange<Int64> = 0...(1 << 62)

    /// - Throws: ``LabelError`` with `badValue`, field `personalCount`, if the count is outside its range.
    package init(sensitive: Bool, count: Int64? = nil) throws(LabelError) {
        if let count, !Self.counts.contains(count) {
            throw LabelError(.badValue, .personalCount, text: String(count))
        }
        self.sensitive = sensitive
        self.count = count
    }

    /// A count outside its range is left out.
    init(sensitive: Bool, cappedCount count: Int64?) {
        self.sensitive = sensitive
        self.count = count.flatMap { Self.counts.contains($0) ? $0 : nil }
    }
}
