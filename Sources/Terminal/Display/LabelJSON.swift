import Label

/// A label for `--json`: the names of ``LabelField`` as keys, days as YYYY-MM-DD, absent fields left out.
package struct LabelJSON: Encodable, Sendable {
    private let label: Label

    /// The label as JSON shows it.
    package init(_ label: Label) { self.label = label }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ text: String) { stringValue = text }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
        init(_ field: LabelField) { stringValue = field.rawValue }
    }

    /// As an object; what is not known is left out.
    package func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(label.grade.form == .paper ? "paper" : "electronic", forKey: Key("form"))
        try object.encode(label.grade.text(.en), forKey: Key(.grade))
        try object.encodeIfPresent(label.siteGrade?.value, forKey: Key(.siteGrade))
        try object.encode(label.importantDesign, forKey: Key(.importantDesign))
        try object.encode(label.restrictions.map(\.literalText), forKey: Key("restrictions"))
        try object.encodeIfPresent(label.decider?.value, forKey: Key(.decider))
        try object.encodeIfPresent(label.decidedOn?.description, forKey: Key(.decidedOn))
        try object.encodeIfPresent(label.gradedC3Until?.description, forKey: Key(.gradedC3Until))
        try object.encodeIfPresent(label.retentionEnd?.description, forKey: Key(.retentionEnd))
        try object.encodeIfPresent(label.serial?.value, forKey: Key(.serial))
        guard let personal = label.personal else { return }
        try object.encode(personal.sensitive ? "sensitive" : "ordinary", forKey: Key(.personalInformation))
        try object.encodeIfPresent(personal.count, forKey: Key(.personalCount))
    }
}
