import DER

/// A route as it was when a piece was assigned to it: what the book of routes says later changes nothing in what was done.
package struct PlannedRoute: Hashable, Sendable {
    /// What the user called it.
    package let name: String
    /// How a piece goes, as the book of routes names it, such as "sftp".
    package let kind: String
    /// What makes two routes one, such as "host:files.example 192.0.2.1": whoever has the host, account or medium has what went there.
    package let identity: String
    /// Whether the office itself provides it.
    package let isOwnProvided: Bool
    /// Inside whose domain it lies, in the user's words.
    package let domain: String?
    /// Who states that it really differs from the others.
    package let statement: RouteStatement?
    /// The medium that somebody carries, for a carried route.
    package let medium: PlannedMedium?

    /// Every field.
    package init(
        name: String, kind: String, identity: String, isOwnProvided: Bool = false, domain: String? = nil,
        statement: RouteStatement? = nil, medium: PlannedMedium? = nil
    ) {
        self.name = name
        self.kind = kind
        self.identity = identity
        self.isOwnProvided = isOwnProvided
        self.domain = domain
        self.statement = statement
        self.medium = medium
    }
}

/// That a route really differs from the others by line, carrier and provider, stated by a person.
package struct RouteStatement: Hashable, Sendable {
    /// Who states it.
    package let by: String
    /// On which day.
    package let on: CalendarDay

    /// Both fields.
    package init(by: String, on: CalendarDay) {
        self.by = by
        self.on = on
    }
}

/// A medium that was registered with a carried route.
package struct PlannedMedium: Hashable, Sendable {
    /// Of its device.
    package let serial: String?
    /// Of its filesystem.
    package let uuid: String?
    /// Who is responsible for it.
    package let custodian: String?
    /// Where it is kept.
    package let keepingPlace: String?

    /// Every field; what is not known is nil.
    package init(serial: String? = nil, uuid: String? = nil, custodian: String? = nil, keepingPlace: String? = nil) {
        self.serial = serial
        self.uuid = uuid
        self.custodian = custodian
        self.keepingPlace = keepingPlace
    }
}
