import Console
import Label
import Routes
import SystemIO

extension RoutesError: Reportable {
    /// What a person is told about it, in that language.
    package func report(in language: Language) -> ErrorReport {
        if [.interrupted, .system].contains(code), let system {
            return system.naming(file.map { Path($0) }).report(in: language)
        }
        if code == .cryptography, let cryptography { return cryptography.report(in: language) }
        let row = explanation
        let report = ErrorReport(
            row, module: "route", code: code.rawValue, language,
            what: subject.text(language), place: place(language), [reason], detail: detail)
        return ErrorReport(
            report.exitCode, name: report.name, what: report.what, place: report.place,
            why: why(words(reason, language) ?? report.why, language), detail: report.detail,
            hint: advice.flatMap { words($0, language) } ?? report.hint)
    }

    /// What is said where an error arises, in the language; nil where it is not known there.
    private func words(_ english: String, _ language: Language) -> String? {
        let words = language == .en ? english : RouteWords.japanese(english)
        guard let fits, code == .tooLarge, english == reason else { return words.map { escaped($0) } }
        return words.map { Message.routeFits.text(language, $0, fits) }
    }

    /// What the book of routes says wrongly is an error of configuration; everything else is a route's.
    private var isOfBook: Bool {
        line != nil || [.unknownKey, .missingKey, .badValue].contains(code) || code == .duplicate
    }

    private var subject: Message { isOfBook ? .whatRouteBook : .whatRoute }

    private var explanation: Explanation? {
        line == nil
            ? Self.explanations[code] : Self.explanations[code].map { Explanation(.usage, $0.why, .hintRouteBook) }
    }

    private func place(_ language: Language) -> String? {
        let key = isOfBook ? said : nil
        let parts: [String?] = [
            route.map { escaped($0) }, file.map { escaped($0) }, line.map { Message.placeLine.text(language, $0) },
            key.map { escaped($0) }, offset.map { Message.whereOffset.text(language, $0) },
        ]
        let known = parts.compactMap(\.self)
        return known.isEmpty ? nil : known.joined(separator: language.separator)
    }

    /// With the last line of what the program or the other end said, which is where most programs say why they ended.
    private func why(_ why: String, _ language: Language) -> String {
        guard !isOfBook, let words = said?.split(whereSeparator: \.isNewline).last else { return why }
        let line = String(decoding: words.utf8.prefix(300), as: UTF8.self)
        return Message.routeSaid.text(language, EscapedText(why), line)
    }

    private var detail: String {
        [reason, system?.systemMessage, said].compactMap(\.self).joined(separator: ": ")
    }

    static let explanations: [Code: Explanation] = [
        .down: Explanation(.routeDown, .routeDown, .hintRouteLater),
        .connectionLost: Explanation(.routeDown, .routeConnectionLost, .hintRouteResume),
        .timedOut: Explanation(.routeDown, .routeTimedOut, .hintRouteResume),
        .refused: Explanation(.routeRefused, .routeRefused, .hintRouteRefused),
        .readOnly: Explanation(.routeRefused, .routeReadOnly, .hintRouteOther),
        .hostKeyChanged: Explanation(.routeRefused, .routeHostKeyChanged, .hintHostKeyChanged),
        .hostKeyUnknown: Explanation(.routeRefused, .routeHostKeyUnknown, .hintHostKeyUnknown),
        .wrongRemote: Explanation(.routeRefused, .routeWrongRemote, .hintRouteTest),
        .full: Explanation(.routeFull, .routeFull, .hintRouteFull),
        .tooLarge: Explanation(.tooLarge, .routeTooLarge, .hintRouteTooLarge),
        .interrupted: Explanation(.interrupted, .routeInterrupted),
        .exists: Explanation(.refused, .routeExists, .hintRouteExists),
        .notFound: Explanation(.notFound, .routeNotFound, .hintRouteList),
        .mismatch: Explanation(.damaged, .routeMismatch, .hintRouteOther),
        .malformed: Explanation(.damaged, .routeMalformed, .hintRouteOther),
        .tooMuch: Explanation(.refused, .routeTooMuch),
        .badName: Explanation(.usage, .routeBadName, .hintRouteName),
        .noProgram: Explanation(.notFound, .routeNoProgram, .hintRouteProgram),
        .programFailed: Explanation(.inputOutput, .routeProgramFailed, .hintRouteTest),
        .unsupported: Explanation(.unsupported, .routeUnsupported, .hintRouteOther),
        .unknownKey: Explanation(.usage, .routeUnknownKey, .hintRouteBook),
        .duplicate: Explanation(.usage, .routeDuplicate),
        .missingKey: Explanation(.usage, .routeMissingKey, .hintRouteBook),
        .badValue: Explanation(.usage, .routeBadValue, .hintRouteBook),
        .system: Explanation(.inputOutput, .routeSystem),
        .cryptography: Explanation(.internalError, .routeCryptography),
    ]
}
