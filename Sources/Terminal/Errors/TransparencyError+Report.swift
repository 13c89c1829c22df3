import Console
import Label
import Transparency

extension TransparencyError: Reportable {
    /// What a person is told about it, in that language.
    package func report(in language: Language) -> ErrorReport {
        if let underlying { return underlying.report(in: language) }
        return ErrorReport(
            Self.explanations[code], module: "proof", code: code.rawValue, language,
            what: Message.whatProof.text(language), place: line.map { Message.placeLine.text(language, $0) }, [reason],
            detail: reason)
    }

    static let explanations: [Code: Explanation] = [
        .malformed: Explanation(.damaged, .transparencyMalformed),
        .lineEnds: Explanation(.damaged, .transparencyLineEnds, .hintLineEnds),
        .tooLarge: Explanation(.damaged, .transparencyTooLarge),
        .badName: Explanation(.usage, .transparencyKey),
        .wrongKeyID: Explanation(.usage, .transparencyKey),
        .unsupportedKey: Explanation(.unsupported, .transparencyKey),
        .ambiguousKey: Explanation(.usage, .transparencyKey),
        .badWitnesses: Explanation(.usage, .transparencyWitnesses),
        .outOfRange: Explanation(.damaged, .transparencyRange),
        .missingHashes: Explanation(.damaged, .transparencyRange),
    ]
}
