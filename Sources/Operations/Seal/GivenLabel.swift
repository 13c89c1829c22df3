import DER
import Label

/// What a user says of a label: all of it, or only what is to change in an inherited one. What is nil, empty or false in the
/// fields says nothing.
package struct GivenLabel: Sendable {
    /// Nil keeps the inherited grade, or takes the usual one.
    package let grade: Grade?
    private let fields: LabelFields

    /// - Parameter fields: their grade counts for nothing if `grade` is nil.
    package init(grade: Grade?, _ fields: LabelFields) {
        self.grade = grade
        self.fields = fields
    }

    /// The whole of a label.
    package init(_ label: Label) { self.init(grade: label.grade, label.fields) }

    /// The label where nothing is inherited.
    /// - Parameter usual: what is taken where nothing is said.
    /// - Throws: ``LabelError``, `missing` without any grade.
    func label(usual: Label?) throws(LabelError) -> Label {
        guard let grade = grade ?? usual?.grade else { throw LabelError(.missing, .grade) }
        var whole = fields
        whole.grade = grade
        if whole.restrictions.isEmpty { whole.restrictions = usual?.restrictions ?? [] }
        return try Label(whole)
    }

    /// The label that becomes of an inherited one. Who names a decider may lower it: with a grade it is said anew as a
    /// whole, without one only what is given is replaced. Otherwise everything inherited stays, and more can be added.
    /// - Throws: `labelLowered` with the aspects whose grade would be lower without a decider; `label`.
    func label(changing inherited: LabelFields) throws(OperationError) -> Label {
        if fields.decider != nil, grade != nil {
            return try onLabel { () throws(LabelError) in try label(usual: nil) }
        }
        if let grade {
            let lowered = grade.aspectsBelow(inherited.grade)
            guard lowered.isEmpty else {
                var error = OperationError(.labelLowered, inherited.grade.text(.en))
                error.names = lowered
                throw error
            }
        }
        return try onLabel { () throws(LabelError) in try Label(changed(inherited)) }
    }

    private func changed(_ inherited: LabelFields) throws(LabelError) -> LabelFields {
        let isDecided = fields.decider != nil
        var result = inherited
        result.grade = grade ?? inherited.grade
        result.siteGrade = fields.siteGrade ?? inherited.siteGrade
        result.serial = fields.serial ?? inherited.serial
        result.importantDesign = fields.importantDesign || inherited.importantDesign
        let added = fields.restrictions.filter { !inherited.restrictions.contains($0) }
        let isReplacing = isDecided && !fields.restrictions.isEmpty
        result.restrictions = isReplacing ? fields.restrictions : inherited.restrictions + added
        // Who decided and when belong together.
        result.decider = fields.decider ?? inherited.decider
        result.decidedOn = fields.decidedOn ?? (isDecided ? nil : inherited.decidedOn)
        result.gradedC3Until = day(fields.gradedC3Until, inherited.gradedC3Until, isDecided)
        result.retentionEnd = day(fields.retentionEnd, inherited.retentionEnd, isDecided)
        result.personal = try personal(inherited.personal)
        return result
    }

    /// The later day, unless somebody decided that it is an earlier one.
    private func day(_ given: CalendarDay?, _ inherited: CalendarDay?, _ isDecided: Bool) -> CalendarDay? {
        isDecided ? given ?? inherited : [given, inherited].compactMap(\.self).max()
    }

    private func personal(_ inherited: PersonalInformation?) throws(LabelError) -> PersonalInformation? {
        guard let inherited else { return fields.personal }
        return try PersonalInformation(
            sensitive: inherited.sensitive || fields.personal?.sensitive ?? false,
            count: fields.personal?.count ?? inherited.count)
    }
}

/// A part of an inherited label that a decision took away.
package enum DroppedLabelPart: Hashable, Sendable {
    /// An aspect of the grade that was higher, as "C3".
    case grade(String)
    case restriction(Restriction)
    case importantDesign
    case personal
    case gradedC3Until(CalendarDay)
    case retentionEnd(CalendarDay)

    /// What of the inherited label is not in the new one.
    static func parts(of inherited: LabelFields, missingIn label: Label) -> [DroppedLabelPart] {
        var parts = label.grade.aspectsBelow(inherited.grade).map { DroppedLabelPart.grade($0) }
        parts += inherited.restrictions.filter { !label.restrictions.contains($0) }.map { .restriction($0) }
        if inherited.importantDesign, !label.importantDesign { parts.append(.importantDesign) }
        if inherited.personal != nil, label.personal == nil { parts.append(.personal) }
        if let day = inherited.gradedC3Until, label.gradedC3Until.map({ $0 < day }) ?? true {
            parts.append(.gradedC3Until(day))
        }
        if let day = inherited.retentionEnd, label.retentionEnd.map({ $0 < day }) ?? true {
            parts.append(.retentionEnd(day))
        }
        return parts
    }
}

extension Grade {
    /// The aspects in which it is lower than another, with the other's grade: "C3", "I2", "A2".
    func aspectsBelow(_ other: Grade) -> [String] {
        let pairs = [
            ("C", confidentiality.rawValue, other.confidentiality.rawValue),
            ("I", (integrity ?? .one).rawValue, (other.integrity ?? .one).rawValue),
            ("A", (availability ?? .one).rawValue, (other.availability ?? .one).rawValue),
        ]
        return pairs.filter { $0.1 < $0.2 }.map { "\($0.0)\($0.2)" }
    }
}
