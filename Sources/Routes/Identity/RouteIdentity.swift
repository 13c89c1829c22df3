/// What makes two routes one: whoever has the same host, account, remote, disk or medium in hand sees what goes on both.
///
/// Only what a program can compare is compared. A host is compared by its names and addresses; two hosts of one provider differ
/// here, and that they really do is what a person states.
package struct RouteIdentity: Hashable, Sendable, CustomStringConvertible {
    /// What is compared, in one normalised text, such as `host:files.example 192.0.2.1`: of a host all names and addresses.
    package let description: String
    /// The host of which no address is known now, so that it is compared by name only; nil if there is none.
    package let unresolved: String?
    private let names: Set<String>

    /// What has one name.
    init(_ description: String) {
        self.description = description
        unresolved = nil
        names = [description]
    }

    /// A host by a name or an address of it.
    init(host: String) { self.init(HostNames.of(host)) }

    /// A host as ssh(1) finds it, whose configuration may give it another name.
    /// - Parameter mayBeOther: whether it may be no host at all, so that it is as well if it has no address.
    init(ssh destination: SSHDestination, mayBeOther: Bool = false) {
        self.init(HostNames.of(destination.hostName()), mayBeOther: mayBeOther)
    }

    private init(_ host: HostNames, mayBeOther: Bool = false) {
        description = "host:" + host.names.joined(separator: " ")
        unresolved = host.isResolved || mayBeOther ? nil : host.names.first
        names = Set(host.names.map { "host:" + $0 })
    }

    /// Whether both are one route: they have a name or an address in common.
    package func isSame(as other: RouteIdentity) -> Bool { !names.isDisjoint(with: other.names) }
}
