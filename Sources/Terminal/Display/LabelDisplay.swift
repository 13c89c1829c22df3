import Console
import Label

/// One line of a description: a title in words of the table, and what there is to say.
package struct DisplayLine: Hashable, Sendable {
    /// What the line is about.
    package let title: String
    /// Escaped.
    package let value: String

    /// - Parameter value: escaped where others have chosen it.
    package init(_ title: Message, _ value: String, _ language: Language) {
        self.init(title: title.text(language), value: value)
    }

    /// Both escaped where others have chosen them.
    init(title: String, value: String) {
        self.title = title
        self.value = value
    }
}

extension Label {
    /// What the label says, a line for each field that is there.
    package func lines(_ language: Language) -> [DisplayLine] { fields.lines(language) }
}

extension LabelFields {
    fileprivate func lines(_ language: Language) -> [DisplayLine] {
        let lines: [(Message, String?)] = [
            (.titleGrade, gradeText(language)),
            (.titleSiteGrade, siteGrade.map { escaped($0.value) }),
            (.titleImportantDesign, importantDesign ? Message.labelYes.text(language) : nil),
            (.titleRestrictions, restrictionsText(language)),
            (.titleDecider, decider.map { escaped($0.value) }),
            (.titleDecidedOn, decidedOn?.description),
            (.titleGradedC3Until, gradedC3Until?.description),
            (.titleRetentionEnd, retentionEnd?.description),
            (.titleSerial, serial.map { escaped($0.value) }),
            (.titlePersonalInformation, personal?.text(language)),
        ]
        return lines.compactMap { title, value in value.map { DisplayLine(title, $0, language) } }
    }

    private func gradeText(_ language: Language) -> String {
        let text = grade.text(language)
        return grade.form == .paper ? Message.formPaper.text(language, text) : text
    }

    private func restrictionsText(_ language: Language) -> String? {
        guard !restrictions.isEmpty else { return nil }
        return restrictions.map { escaped($0.text(language)) }.joined(separator: language.separator)
    }
}

extension PersonalInformation {
    func text(_ language: Language) -> String {
        let kind = (sensitive ? Message.personalSensitive : .personalOrdinary).text(language)
        guard let count else { return kind }
        return Message.personalCounted.text(language, kind, UInt64(count))
    }
}

/// The lines with their values under one another, as wide as a terminal shows them.
package func aligned(_ lines: [DisplayLine]) -> [String] {
    let width = lines.map { displayWidth($0.title) }.max() ?? 0
    return lines.map { line in
        line.title + ":" + String(repeating: " ", count: width - displayWidth(line.title) + 1) + line.value
    }
}
