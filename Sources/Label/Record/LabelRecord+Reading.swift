import DER

extension LabelRecord {
    /// Reads a record in its one canonical form.
    /// - Throws: ``LabelError``: `tooLong` beyond ``limit``; `badValue` for what is not UTF-8, not a record of version 1, or
    ///   has a wrong value; `unknownWord`, `duplicate`, `missing` for keys; `notCanonical` for everything else.
    package init(bytes: [UInt8]) throws(LabelError) {
        let lines = RecordLines(try Self.split(bytes))
        var fields = LabelFields(grade: try Grade(text: try lines.required(.grade)))
        try Self.read(lines, into: &fields)
        try self.init(
            purpose: try Purpose(text: try lines.required(.purpose)), label: try Label(fields),
            packageID: try lines.identifier(.package) ?? [], signer: try lines.identifier(.signer),
            sealingTime: try lines.time(.sealed))
        guard self.bytes == bytes else { throw LabelError(.notCanonical, .record) }
    }

    private static func read(_ lines: RecordLines, into fields: inout LabelFields) throws(LabelError) {
        fields.siteGrade = try lines.text(.siteGrade)
        fields.importantDesign = lines.first(.importantDesign) == yes
        for text in lines.all(.restriction) { fields.restrictions.append(try Restriction(literalText: text)) }
        fields.decider = try lines.text(.decider)
        fields.decidedOn = try lines.day(.decidedOn)
        fields.gradedC3Until = try lines.day(.gradedC3Until)
        fields.retentionEnd = try lines.day(.retentionEnd)
        fields.serial = try lines.text(.serial)
        if let kind = lines.first(.personalInformation) {
            fields.personal = try PersonalInformation(sensitive: kind == sensitive, count: lines.number(.personalCount))
        }
    }

    private static func split(_ bytes: [UInt8]) throws(LabelError) -> [(LabelField, String)] {
        guard bytes.count <= limit else { throw LabelError(.tooLong, .record) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw LabelError(.badValue, .record) }
        // By scalars: as characters, CR LF would be one, and a line feed could hide in it.
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.first == firstLine else { throw LabelError(.badValue, .record, text: lines.first) }
        guard lines.last == "" else { throw LabelError(.notCanonical, .record) }
        var fields: [(LabelField, String)] = []
        for line in lines.dropFirst().dropLast() {
            let (field, value) = try keyed(line)
            guard field == .restriction || !fields.contains(where: { $0.0 == field }) else {
                throw LabelError(.duplicate, field)
            }
            fields.append((field, value))
            // Bounds the search above; more lines than this are too many restrictions in any case.
            guard fields.count <= Label.restrictionLimit + LabelField.allCases.count else {
                throw LabelError(.tooLong, .restriction)
            }
        }
        return fields
    }

    private static func keyed(_ line: String) throws(LabelError) -> (LabelField, String) {
        let scalars = line.unicodeScalars
        guard let colon = scalars.firstIndex(of: ":") else { throw LabelError(.notCanonical, .record, text: line) }
        let key = String(scalars[..<colon])
        guard let field = LabelField(rawValue: key), field != .record, field != .extensions else {
            throw LabelError(.unknownWord, .record, text: key)
        }
        let rest = scalars[colon...].dropFirst()
        guard rest.first == " " else { throw LabelError(.notCanonical, field, text: line) }
        return (field, String(rest.dropFirst()))
    }
}
