import Console
import Label
import Routes

extension RouteBook {
    /// All routes as a table: name, kind, who provides it, whether a person states that it differs, where it leads.
    package func table(_ language: Language) -> [String] {
        inColumns(
            routes.map { route in
                [
                    route.name, route.kind.name, route.provider(language), route.statement(language),
                    escaped(route.destination),
                ]
            })
    }
}

extension Route {
    /// Everything about it, a line for each thing.
    package func lines(in book: RouteBook, _ language: Language) -> [DisplayLine] {
        let same = book.same(as: self)
        let lines: [(Message, String?)] =
            [
                (.titleName, name), (.titleRouteKind, kind.name), (.titleDestination, escaped(destination)),
            ] + mediumLines + [
                (.titleProvider, provider(language)), (.titleDomain, domain.map { escaped($0) }),
                (.titleStatement, statement(language)), (.titleIdentity, (try? identity()).map { escaped("\($0)") }),
                (.titleSameRoutes, same.isEmpty ? nil : same.joined(separator: language.separator)),
                (.titleFits, fits.map { Message.bytes.text(language, $0) }),
            ]
        return lines.compactMap { title, value in value.map { DisplayLine(title, $0, language) } }
    }

    private var mediumLines: [(Message, String?)] {
        guard case .carried(_, let medium) = kind else { return [] }
        return [
            (.titleDeviceSerial, medium.serial), (.titleFilesystemUUID, medium.uuid),
            (.titleCustodian, medium.custodian),
            (.titleKeepingPlace, medium.keepingPlace), (.titleErased, medium.erased),
        ].map { title, value in (title, value.map { escaped($0) }) }
    }

    /// The largest piece, where the route tells.
    var fits: UInt64? { if case .mail(let settings) = kind { settings.capacity } else { nil } }

    fileprivate func provider(_ language: Language) -> String {
        (isOwnProvided ? Message.routeOwn : .routeProvider).text(language)
    }

    fileprivate func statement(_ language: Language) -> String {
        guard let statement else { return Message.routeNotStated.text(language) }
        return Message.routeStated.text(language, statement.by, statement.date)
    }
}

extension RouteTrial {
    /// What each step gave, and which route it is.
    package func lines(of route: Route, in book: RouteBook, _ language: Language) -> [String] {
        var lines = outcomes.compactMap { step, outcome -> String? in
            switch outcome {
            case .done: step.done(self, route, language)
            case .impossible(let error):
                Message.trialImpossible.text(
                    language, route.name, EscapedText(step.name(language)), EscapedText(error.report(in: language).why))
            // It is reported as the error with which the run ends.
            case .failed: nil
            }
        }
        if let medium = delivery?.medium?.medium {
            lines.append(Message.trialMedium.text(language, route.name, "\(medium)"))
        }
        if staysThere { lines.append(Message.trialStays.text(language, route.name, name.text)) }
        if let identity = try? route.identity() {
            lines.append(Message.trialIdentity.text(language, route.name, "\(identity)"))
            if let host = identity.unresolved {
                lines.append(Message.routeUnresolved.text(language, route.name, host))
            }
        }
        let same = book.same(as: route)
        if !same.isEmpty {
            lines.append(Message.routeIsSame.text(language, route.name, same.joined(separator: language.separator)))
        }
        return lines
    }

    /// Whether the test piece was delivered and could not be removed.
    var staysThere: Bool {
        guard delivery != nil else { return false }
        return !outcomes.contains { step, outcome in if case .done = outcome { step == .remove } else { false } }
    }
}

extension RouteTrial.Step {
    fileprivate func done(_ trial: RouteTrial, _ route: Route, _ language: Language) -> String {
        switch self {
        case .deliver: Message.trialDelivered.text(language, route.name, RouteTrial.size, trial.delivery?.place ?? "")
        case .list: Message.trialListed.text(language, route.name)
        case .collect: Message.trialReadBack.text(language, route.name)
        case .remove: Message.trialRemoved.text(language, route.name)
        }
    }

    fileprivate func name(_ language: Language) -> String {
        let message: Message =
            switch self {
            case .deliver: .trialStepDeliver
            case .list: .trialStepList
            case .collect: .trialStepCollect
            case .remove: .trialStepRemove
            }
        return message.text(language)
    }
}
