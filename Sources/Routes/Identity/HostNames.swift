import SystemIO

/// The names and addresses of one host.
struct HostNames: Hashable, Sendable {
    /// Normalised, the name by which it is called first; "localhost" alone for this machine's own.
    let names: [String]
    /// Whether addresses are among them, or this machine is meant.
    let isResolved: Bool

    /// The most addresses of a host that are compared.
    private static let limit = 32
    private static let known = Remembered<HostNames>()

    /// Looks a host up; once in the life of the process.
    static func of(_ host: String) -> HostNames { known(HostName.normalised(host), looked) }

    private static func looked(_ name: String) -> HostNames {
        if let address = HostName.address(name) { return HostNames(names: [address], isResolved: true) }
        if HostName.isOwn(name) { return HostNames(names: [HostName.own], isResolved: true) }
        let addresses = Set(HostLookup.addresses(of: name).compactMap(HostName.address))
        if addresses.contains(HostName.own) { return HostNames(names: [HostName.own], isResolved: true) }
        return HostNames(names: [name] + addresses.sorted().prefix(limit), isResolved: !addresses.isEmpty)
    }
}

/// What other programs tell of hosts.
enum HostLookup {
    /// Whether a question took too long: then no other is asked.
    private static let isSilent = Remembered<Bool>()

    /// The addresses of a name by the system's resolver, getent(1); none if it cannot be asked. A program of its own, since one can
    /// stop waiting for it.
    static func addresses(of name: String) -> [String] {
        guard !name.isEmpty, !name.hasPrefix("-"), isOneLine(name), isSilent.value(of: "") != true else { return [] }
        do {
            let result = try Command("getent", ["ahosts", name], silence: .seconds(5)).run(limit: 1 << 20)
            guard result.status == 0 else { return [] }
            return String(decoding: result.output, as: UTF8.self).split(separator: "\n").compactMap { line in
                line.split(separator: " ").first.map(String.init)
            }
        } catch {
            if error.code == .timedOut { _ = isSilent("") { _ in true } }
            return []
        }
    }
}

extension SSHDestination {
    private static let known = Remembered<String>()

    /// The host that ssh(1) would connect to, by its configuration; the name itself if ssh does not tell.
    func hostName() -> String {
        let words = (port.map { ["-p\($0)"] } ?? []) + (user.map { ["-l\($0)"] } ?? []) + ["--", host]
        return Self.known(words.joined(separator: " ")) { _ in
            guard let result = try? Command("ssh", ["-G"] + words, silence: .seconds(5)).run(limit: 1 << 20),
                result.status == 0
            else { return host }
            let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
            let line = lines.first { $0.hasPrefix("hostname ") }
            return line.map { String($0.dropFirst("hostname ".count)) } ?? host
        }
    }
}
