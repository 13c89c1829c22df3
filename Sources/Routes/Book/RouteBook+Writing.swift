import SystemIO
import Yams

extension RouteBook {
    /// The file in its one form: keys in a fixed order, every text in double quotes.
    /// - Throws: `malformed` if the library cannot write it, or it would not be read back as what it is.
    package func bytes() throws(RoutesError) -> [UInt8] {
        let root = Node([
            (Node("version"), Node("1")),
            (Node("routes"), Node(routes.map(\.node), .implicit, routes.isEmpty ? .flow : .block)),
        ])
        let text: String
        do { text = try serialize(node: root, width: -1, allowUnicode: true) } catch {
            throw RoutesError(.malformed, "the book of routes could not be written", said: "\(error)")
        }
        let bytes = Array(text.utf8)
        guard try RouteBook(bytes: bytes) == self else {
            throw RoutesError(.malformed, "the book of routes would not be read back as what it is")
        }
        return bytes
    }
}

extension Route {
    fileprivate var node: Node {
        var pairs = [Self.pair("name", name), Self.pair("kind", kind.name)] + kind.pairs
        if isOwnProvided { pairs.append((Node("own"), Node("true"))) }
        if let domain { pairs.append(Self.pair("domain", domain)) }
        if let statement {
            pairs += [Self.pair("stated-by", statement.by), Self.pair("stated-on", statement.date)]
        }
        return Node(pairs)
    }

    fileprivate static func pair(_ key: String, _ value: String) -> (Node, Node) { (Node(key), quoted(value)) }

    fileprivate static func pairs(_ values: [(String, String?)]) -> [(Node, Node)] {
        values.compactMap { key, value in value.map { pair(key, $0) } }
    }

    fileprivate static func words(_ key: String, _ words: [String]) -> [(Node, Node)] {
        words.isEmpty ? [] : [(Node(key), Node(words.map(quoted), .implicit, .flow))]
    }

    private static func quoted(_ text: String) -> Node { Node(text, .implicit, .doubleQuoted) }
}

extension RouteKind {
    fileprivate var pairs: [(Node, Node)] {
        switch self {
        case .folder(let path): Route.pairs([("path", path.string)])
        case .carried(let path, let medium):
            Route.pairs([
                ("path", path.string), ("medium", medium.name), ("serial", medium.serial), ("uuid", medium.uuid),
                ("custodian", medium.custodian), ("kept-at", medium.keepingPlace), ("erased", medium.erased),
            ])
        case .sftp(let destination, let folder):
            Route.pairs([
                ("host", destination.host), ("user", destination.user), ("port", destination.port.map { String($0) }),
                ("folder", folder.isEmpty ? nil : folder), ("identity-file", destination.identityFile),
                ("known-hosts", destination.knownHosts),
            ])
        case .rclone(let remote):
            Route.pairs([("remote", "\(remote.name):\(remote.folder)"), ("config", remote.configuration)])
        case .mail(let settings):
            Route.pairs([
                ("to", settings.address), ("from", settings.from), ("sendmail", settings.program.string),
                ("maildir", settings.maildir?.string), ("limit", String(settings.limit)),
            ])
        case .command(let settings):
            Route.pairs([("account", settings.account)]) + Route.words("put", settings.put)
                + Route.words("get", settings.get) + Route.words("list", settings.list)
        }
    }
}
