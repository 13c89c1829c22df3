import SystemIO
import Yams

extension RouteBook {
    /// Reads the bytes of a file. Each key is known, stands once and has a value of its form.
    /// - Throws: ``RoutesError`` with the line: `malformed`, `unknownKey`, `duplicate`, `missingKey`, `badValue`, `unsupported` for
    ///   another version, `tooMuch`.
    package init(bytes: [UInt8]) throws(RoutesError) {
        guard bytes.count <= Self.limit else { throw RoutesError(.tooMuch, "the book of routes is too large") }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw RoutesError(.malformed, "the book of routes is not UTF-8", line: 1)
        }
        try YAMLScreen.check(text)
        guard let root = try Self.parse(text) else {
            self.init()
            return
        }
        var fields = try RouteFields(root, allowed: ["version", "routes"])
        guard try fields.number("version") == 1 else {
            throw RoutesError(.unsupported, "the book of routes has another version", line: fields.line(of: "version"))
        }
        guard case .sequence(let list) = try fields.node("routes") else {
            throw fields.bad("routes", "a list of routes is expected")
        }
        self.init()
        for node in list {
            do throws(RoutesError) { try add(try Route(node)) } catch {
                var error = error
                if error.code == .exists {
                    error = RoutesError(.duplicate, "two routes have the same name").on(error.route ?? "")
                }
                error.line = error.line ?? node.mark?.line
                throw error
            }
        }
    }

    /// Without rules for numbers, dates and truth values: every scalar is the text that stands there.
    private static func parse(_ text: String) throws(RoutesError) -> Node? {
        do { return try Parser(yaml: text, resolver: .basic).singleRoot() } catch {
            switch error as? YamlError {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
                .composer(_, let problem, let mark, _):
                throw RoutesError(.malformed, "the book of routes is no YAML", line: mark.line, said: problem)
            case .duplicatedKeysInMapping(let keys, let context):
                throw RoutesError(
                    .duplicate, "a key stands twice", line: context.mark.line, said: keys.joined(separator: ", "))
            default: throw RoutesError(.malformed, "the book of routes is no YAML", said: "\(error)")
            }
        }
    }
}

extension Route {
    /// The keys of every route, and those that each kind has besides.
    static let keys: Set<String> = ["name", "kind", "own", "domain", "stated-by", "stated-on"]
    static let kindKeys: Set<String> = [
        "path", "medium", "serial", "uuid", "custodian", "kept-at", "erased", "host", "user", "port", "folder",
        "identity-file", "known-hosts", "remote", "config",
        "to", "from", "sendmail", "maildir", "limit", "account", "put", "get", "list",
    ]

    init(_ node: Node) throws(RoutesError) {
        var fields = try RouteFields(node, allowed: Self.keys.union(Self.kindKeys))
        let name = try fields.text("name")
        let kind = try RouteKind(&fields)
        let isOwnProvided = try fields.flag("own")
        let domain = try fields.optionalText("domain")
        let statement = try Self.statement(&fields)
        try fields.finish()
        try self.init(name: name, kind: kind, isOwnProvided: isOwnProvided, domain: domain, statement: statement)
    }

    private static func statement(_ fields: inout RouteFields) throws(RoutesError) -> DifferenceStatement? {
        guard let by = try fields.optionalText("stated-by") else { return nil }
        return try DifferenceStatement(by: by, date: try fields.text("stated-on"))
    }
}

extension RouteKind {
    init(_ fields: inout RouteFields) throws(RoutesError) {
        switch try fields.text("kind") {
        case "folder": self = .folder(try Self.path("path", &fields))
        case "carried": self = try Self.carried(&fields)
        case "sftp": self = try Self.sftp(&fields)
        case "rclone":
            let remote = try fields.text("remote")
            self = .rclone(try RcloneRemote(remote, configuration: try fields.optionalText("config")))
        case "mail": self = try Self.mail(&fields)
        case "command":
            self = .command(
                try CommandSettings(
                    account: try fields.text("account"), put: try fields.texts("put"), get: try fields.texts("get"),
                    list: try fields.texts("list")))
        default: throw fields.bad("kind", "folder, carried, sftp, rclone, mail or command is expected")
        }
    }

    private static func carried(_ fields: inout RouteFields) throws(RoutesError) -> RouteKind {
        let path = try path("path", &fields)
        return .carried(
            path,
            try RegisteredMedium(
                name: try fields.optionalText("medium"), serial: try fields.optionalText("serial"),
                uuid: try fields.optionalText("uuid"), custodian: try fields.optionalText("custodian"),
                keepingPlace: try fields.optionalText("kept-at"), erased: try fields.optionalText("erased")))
    }

    private static func sftp(_ fields: inout RouteFields) throws(RoutesError) -> RouteKind {
        let destination = try SSHDestination(
            host: try fields.text("host"), user: try fields.optionalText("user"),
            port: try fields.number("port").map { Int(clamping: $0) },
            identityFile: try fields.optionalText("identity-file"),
            knownHosts: try fields.optionalText("known-hosts"))
        let folder = try fields.optionalText("folder") ?? ""
        guard folder.isEmpty || isOneLine(folder) else { throw fields.bad("folder", "the folder is one line of text") }
        return .sftp(destination, folder: folder)
    }

    private static func mail(_ fields: inout RouteFields) throws(RoutesError) -> RouteKind {
        let program = try fields.optionalText("sendmail") ?? "/usr/sbin/sendmail"
        return .mail(
            try MailSettings(
                address: try fields.text("to"), from: try fields.optionalText("from"), program: Path(program),
                maildir: try fields.optionalText("maildir").map { Path($0) },
                limit: try fields.number("limit") ?? MailSettings.usualLimit))
    }

    private static func path(_ key: String, _ fields: inout RouteFields) throws(RoutesError) -> Path {
        let text = try fields.text(key)
        // A relative one would be another folder wherever the program is called.
        guard text.hasPrefix("/"), isOneLine(text) else { throw fields.bad(key, "an absolute path is expected") }
        return Path(text)
    }
}
