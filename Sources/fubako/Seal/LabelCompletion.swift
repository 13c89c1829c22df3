import ArgumentParser
import Label

/// The words of a label that a shell offers, in the language in which the script was written.
enum LabelCompletion {
    static let purpose = CompletionKind.list(Purpose.allCases.map { $0.text(helpLanguage) })
    static let grade = CompletionKind.list(
        [3, 2, 1].flatMap { confidentiality in
            [2, 1].flatMap { integrity in
                [2, 1].map { availability in "C\(confidentiality)/I\(integrity)/A\(availability)" }
            }
        })
    static let restriction = CompletionKind.list(StandardRestriction.allCases.map { $0.text(helpLanguage) })
}
