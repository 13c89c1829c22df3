extension Grade {
    /// Whether any aspect is graded lower than there. An aspect that a paper form does not have counts as the lowest.
    package func isBelow(_ other: Grade) -> Bool {
        confidentiality.rawValue < other.confidentiality.rawValue
            || (integrity ?? .one).rawValue < (other.integrity ?? .one).rawValue
            || (availability ?? .one).rawValue < (other.availability ?? .one).rawValue
    }

    /// Of each aspect the higher grade; paper only if both are.
    package func highest(_ other: Grade) -> Grade {
        let confidentiality =
            confidentiality.rawValue < other.confidentiality.rawValue ? other.confidentiality : confidentiality
        if form == .paper, other.form == .paper { return .paper(confidentiality) }
        let isIntegrityHigh = integrity == .two || other.integrity == .two
        let isAvailabilityHigh = availability == .two || other.availability == .two
        return .electronic(confidentiality, isIntegrityHigh ? .two : .one, isAvailabilityHigh ? .two : .one)
    }
}

extension LabelFields {
    /// What a record inherits that is made from records with these labels: of each aspect the highest grade, all
    /// restrictions, the latest days, personal information if any has it; of what only describes, what all agree on.
    /// Extensions are not inherited. The result may have too many restrictions, or a name under two aspects: whether it is a
    /// label, ``Label`` says.
    /// - Returns: nil if there are no labels.
    package static func inherited(from labels: [Label]) -> LabelFields? {
        guard let first = labels.first else { return nil }
        var fields = first.fields
        for label in labels.dropFirst() { fields.join(label.fields) }
        fields.extensions = .none
        return fields
    }

    private mutating func join(_ other: LabelFields) {
        grade = grade.highest(other.grade)
        importantDesign = importantDesign || other.importantDesign
        restrictions += other.restrictions.filter { !restrictions.contains($0) }
        gradedC3Until = latest(gradedC3Until, other.gradedC3Until)
        retentionEnd = latest(retentionEnd, other.retentionEnd)
        personal = joined(personal, other.personal)
        if siteGrade != other.siteGrade { siteGrade = nil }
        if serial != other.serial { serial = nil }
        // Who decided and when belong together.
        if decider != other.decider || decidedOn != other.decidedOn {
            decider = nil
            decidedOn = nil
        }
    }
}

/// The later of two values, if there is any.
private func latest<Value: Comparable>(_ left: Value?, _ right: Value?) -> Value? {
    [left, right].compactMap(\.self).max()
}

/// Sensitive if either is; counted if both are and the sum is a count.
private func joined(_ left: PersonalInformation?, _ right: PersonalInformation?) -> PersonalInformation? {
    guard let left, let right else { return left ?? right }
    let sensitive = left.sensitive || right.sensitive
    // Each count is at most 2^62: the largest sum, 2^63, is one too many for the type.
    let total = left.count.flatMap { count in right.count.flatMap { sum(count, $0) } }
    return PersonalInformation(sensitive: sensitive, cappedCount: total)
}

private func sum(_ left: Int64, _ right: Int64) -> Int64? {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? nil : sum
}
