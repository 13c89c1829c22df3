import DER

/// What a label says, free to be edited. ``Label`` is what it becomes when it keeps all rules.
package struct LabelFields: Hashable, Sendable {
    /// The standard's grade.
    package var grade: Grade
    /// The name of the site's own grade, which stands beside the standard's.
    package var siteGrade: LabelText?
    /// 重要な設計書: demands permission at any grade.
    package var importantDesign = false
    /// 取扱制限, at most 32, in the order in which they were written.
    package var restrictions: [Restriction] = []
    /// 決定者: who decided the grade.
    package var decider: LabelText?
    /// When it was decided.
    package var decidedOn: CalendarDay?
    /// Until when the record is handled as confidentiality 3. The day prompts a review; nothing lowers by itself.
    package var gradedC3Until: CalendarDay?
    /// 保存期間満了日: the last day for which the record must be kept.
    package var retentionEnd: CalendarDay?
    /// The serial number of this copy.
    package var serial: LabelText?
    /// Nil if the record holds no personal information.
    package var personal: PersonalInformation?
    /// What later versions add.
    package var extensions = Extensions.none

    /// A grade, and nothing else said.
    package init(grade: Grade) { self.grade = grade }
}

/// How a record must be handled: its grade (格付), handling restrictions (取扱制限) and what else the marking (明示) tells.
/// It reads like its ``LabelFields``.
@dynamicMemberLookup
package struct Label: Hashable, Sendable {
    /// The most restrictions.
    package static let restrictionLimit = 32

    /// What it says. To change something, change a copy of these and make a new label.
    package let fields: LabelFields

    /// - Throws: ``LabelError`` with `tooLong` or `duplicate` (restrictions), or `contradiction` (`gradedC3Until` with another
    ///   confidentiality than 3).
    package init(_ fields: LabelFields) throws(LabelError) {
        guard fields.restrictions.count <= Self.restrictionLimit else { throw LabelError(.tooLong, .restriction) }
        var names: Set<LabelText> = []
        for restriction in fields.restrictions where !names.insert(restriction.name).inserted {
            throw LabelError(.duplicate, .restriction, text: restriction.name.value)
        }
        guard fields.gradedC3Until == nil || fields.grade.confidentiality == .three else {
            throw LabelError(.contradiction, .gradedC3Until)
        }
        self.fields = fields
    }

    /// What ``fields`` says.
    package subscript<Value>(dynamicMember field: KeyPath<LabelFields, Value>) -> Value { fields[keyPath: field] }
}
