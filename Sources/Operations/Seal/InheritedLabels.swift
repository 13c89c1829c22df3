import Label
import SystemIO

/// The labels that files brought with them: records that stand beside them since they were opened.
enum InheritedLabels {
    /// Reads the record beside each input that has one.
    /// - Throws: `label` for a record that cannot be read as one: what it said may not be passed over.
    static func read(beside inputs: [Path]) throws(OperationError) -> LabelFields? {
        var labels: [Label] = []
        for input in inputs where !input.name.isEmpty {
            if let record = try record(beside: input) { labels.append(record.label) }
        }
        return LabelFields.inherited(from: labels)
    }

    /// The label that a package gets: as given, or as inherited.
    /// - Throws: `labelLowered` if the given grade is lower in any aspect than the inherited one, unless the label names who
    ///   decided that.
    static func combine(given: Label?, inherited: LabelFields?) throws(OperationError) -> Label? {
        guard let inherited else { return given }
        guard let given else { return try onLabel { () throws(LabelError) in try Label(inherited) } }
        let isLower =
            given.grade.isBelow(inherited.grade) || !inherited.restrictions.allSatisfy(given.restrictions.contains)
        guard isLower, given.decider == nil else { return given }
        throw OperationError(.labelLowered, inherited.grade.text(.en))
    }

    private static func record(beside input: Path) throws(OperationError) -> LabelRecord? {
        let path = input.folder.appending(input.name + LabelRecord.suffix.utf8)
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
