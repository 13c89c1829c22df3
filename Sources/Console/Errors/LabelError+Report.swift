import DER
import Label
import SystemIO

extension LabelError: Reportable {
    /// What a person is told about it, in that language.
    package func report(in language: Language) -> ErrorReport {
        ErrorReport(
            Self.explanations[code].map { Explanation($0.exitCode, $0.why, hint) }, module: "label",
            code: code.rawValue, language, what: Message.whatLabel.text(language), place: field.rawValue, [text ?? ""])
    }

    /// What a person is told about a label record that cannot be read as one: the content of a file is bad, and no command
    /// line is.
    package func report(ofRecord path: Path, _ language: Language) -> ErrorReport {
        let report = report(in: language)
        let part = field == .record ? nil : field.rawValue
        return ErrorReport(
            .damaged, name: report.name, what: report.what,
            place: [path.shown, part].compactMap(\.self).joined(separator: language.separator), why: report.why,
            hint: Message.hintRecord.text(language))
    }

    private var hint: Message? {
        switch field {
        case .grade: .hintGrade
        case .purpose: .hintPurpose
        case .restriction: .hintRestriction
        case .record: .hintRecord
        default: nil
        }
    }

    static let explanations: [Code: Explanation] = [
        .empty: Explanation(.usage, .labelEmpty),
        .tooLong: Explanation(.usage, .labelTooLong),
        .notNormalized: Explanation(.usage, .labelNotNormalized),
        .controlCharacter: Explanation(.usage, .labelControlCharacter),
        .unknownWord: Explanation(.usage, .labelUnknownWord),
        .badValue: Explanation(.usage, .labelBadValue),
        .duplicate: Explanation(.usage, .labelDuplicate),
        .missing: Explanation(.usage, .labelMissing),
        .contradiction: Explanation(.usage, .labelContradiction),
        .notCanonical: Explanation(.usage, .labelNotCanonical),
    ]
}

extension DERError: Reportable {
    /// What a person is told about it, in that language.
    package func report(in language: Language) -> ErrorReport {
        ErrorReport(
            Self.explanations[code], module: "der", code: code.rawValue, language,
            what: Message.whatData.text(language), place: Message.whereOffset.text(language, offset))
    }

    static let explanations: [Code: Explanation] = [
        .truncated: Explanation(.damaged, .dataTruncated, .hintDamaged),
        .unexpectedTag: Explanation(.damaged, .dataUnexpectedTag, .hintDamaged),
        .badLength: Explanation(.damaged, .dataBadLength, .hintDamaged),
        .badValue: Explanation(.damaged, .dataBadValue, .hintDamaged),
        .trailingBytes: Explanation(.damaged, .dataTrailingBytes, .hintDamaged),
    ]
}
