import Label

/// A label for `--json`: the names of ``LabelFields`` as keys, days as YYYY-MM-DD, absent fields left out.
package struct LabelJSON: Encodable, Sendable {
    private let label: Label

    /// The label as JSON shows it.
    package init(_ label: Label) { self.label = label }

    private enum Key: String, CodingKey {
        case form, grade, siteGrade, importantDesign, restrictions, decider, decidedOn, gradedC3Until, retentionEnd
        case serial, personalInformation, personalCount
    }

    /// As an object; what is not known is left out.
    package func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(label.grade.form == .paper ? "paper" : "electronic", forKey: .form)
        try object.encode(label.grade.text(.en), forKey: .grade)
        try object.encodeIfPresent(label.siteGrade?.value, forKey: .siteGrade)
        try object.encode(label.importantDesign, forKey: .importantDesign)
        try object.encode(label.restrictions.map(\.literalText), forKey: .restrictions)
        try object.encodeIfPresent(label.decider?.value, forKey: .decider)
        try object.encodeIfPresent(label.decidedOn?.description, forKey: .decidedOn)
        try object.encodeIfPresent(label.gradedC3Until?.description, forKey: .gradedC3Until)
        try object.encodeIfPresent(label.retentionEnd?.description, forKey: .retentionEnd)
        try object.encodeIfPresent(label.serial?.value, forKey: .serial)
        guard let personal = label.personal else { return }
        try object.encode(personal.sensitive ? "sensitive" : "ordinary", forKey: .personalInformation)
        try object.encodeIfPresent(personal.count, forKey: .personalCount)
    }
}
