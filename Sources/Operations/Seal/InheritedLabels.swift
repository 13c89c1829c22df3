import Label
import SystemIO

/// The labels that files brought with them: records that stand beside them since they were opened.
enum InheritedLabels {
    /// Reads the record beside each input that has one.
    /// - Throws: `label` for a record that cannot be read as one: what it said may not be passed over.
    static func read(beside inputs: [Path]) throws(OperationError) -> LabelFields? {
        var labels: [Label] = []
        for input in inputs {
            let input = try onSystem { () throws(SystemError) in try input.named() }
            if let record = try record(beside: input) { labels.append(record.label) }
        }
        return LabelFields.inherited(from: labels)
    }

    /// The inputs but for the records of others among them, which become the label of the package: inside it they would
    /// have the names of the records that are written when it is opened.
    /// - Throws: `forgedLabelRecord` for an input that has such a name without being such a record.
    static func withoutRecords(_ inputs: [Path]) throws(OperationError) -> [Path] {
        let records = Set(inputs.map(recordPath))
        let content = inputs.filter { !records.contains($0.folder.appending($0.name)) }
        let names = Set(content.map { $0.name + LabelRecord.suffix.utf8 })
        let forged = content.map(\.name).filter(names.contains)
        guard forged.isEmpty else {
            var error = OperationError(.forgedLabelRecord)
            error.paths = forged
            throw error
        }
        return content
    }

    private static func recordPath(_ input: Path) -> Path {
        input.folder.appending(input.name + LabelRecord.suffix.utf8)
    }

    /// The label that a package gets: as given, or as inherited. What the given label does not say is inherited, unless it
    /// names who decided it.
    /// - Throws: `labelLowered` if the given grade is lower in any aspect than the inherited one, or a restriction is
    ///   missing, unless the label names who decided that.
    static func combine(given: Label?, inherited: LabelFields?) throws(OperationError) -> Label? {
        guard let inherited else { return given }
        guard let given else { return try onLabel { () throws(LabelError) in try Label(inherited) } }
        let isLower =
            given.grade.isBelow(inherited.grade) || !inherited.restrictions.allSatisfy(given.restrictions.contains)
        if given.decider != nil { return given }
        if isLower { throw OperationError(.labelLowered, inherited.grade.text(.en)) }
        return try onLabel { () throws(LabelError) in try Label(completed(given.fields, with: inherited)) }
    }

    private static func completed(
        _ given: LabelFields, with inherited: LabelFields
    ) throws(LabelError) -> LabelFields {
        var fields = given
        fields.importantDesign = given.importantDesign || inherited.importantDesign
        fields.gradedC3Until = [given.gradedC3Until, inherited.gradedC3Until].compactMap(\.self).max()
        fields.retentionEnd = [given.retentionEnd, inherited.retentionEnd].compactMap(\.self).max()
        guard let kept = inherited.personal else { return fields }
        fields.personal = try PersonalInformation(
            sensitive: kept.sensitive || given.personal?.sensitive ?? false, count: given.personal?.count ?? kept.count)
        return fields
    }

    private static func record(beside input: Path) throws(OperationError) -> LabelRecord? {
        let path = recordPath(input)
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try Descriptor.open(path, [.readOnly, .noFollow]).readToEnd(limit: LabelRecord.limit)
        } catch {
            if error.code == .notFound || error.code == .notFolder { return nil }
            throw OperationError(.system, underlying: .system(error))
        }
        return try onLabel { () throws(LabelError) in try LabelRecord(bytes: bytes) }
    }
}
