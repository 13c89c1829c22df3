import ArgumentParser
import Console
import Routes
import SystemIO
import Terminal

/// How pieces go on a route that is added.
struct RouteKindOptions: ParsableArguments {
    @Argument(help: help("A server: sftp://user@host:port/folder.", "サーバー。sftp://user@host:port/folder の形。"))
    var server: String?

    @Option(help: help("SFTP: the private key to use.", "SFTP: 使う秘密鍵。", valueName: "file"))
    var identityFile: PathArgument?

    @Option(
        help: help("SFTP: the only file of known hosts to rely on.", "SFTP: これだけに頼る known_hosts。", valueName: "file"))
    var knownHosts: PathArgument?

    @Option(
        help: help(
            "A folder, of this machine or of a server that is mounted.", "この機械の、またはマウントしたサーバーのフォルダー。",
            valueName: "folder"))
    var folder: PathArgument?

    @OptionGroup var medium: MediumOptions

    @Option(
        help: help(
            "Anything that rclone reaches, as remote:folder.", "rclone で届く所。remote:folder の形。", valueName: "text"))
    var rclone: String?

    @Option(help: help("rclone: its configuration file.", "rclone: 設定ファイル。", valueName: "file"))
    var rcloneConfig: PathArgument?

    @OptionGroup var mail: MailOptions
    @OptionGroup var programs: ProgramOptions

    /// What was asked for.
    /// - Throws: ``CommandFailure`` unless it is one kind, with options of its own only; ``RoutesError``.
    func kind() throws(any Error) -> RouteKind {
        let kinds = [
            server.map { _ in "sftp://" }, folder.map { _ in "--folder" }, medium.carried ? "--carried" : nil,
            rclone.map { _ in "--rclone" }, mail.mail.map { _ in "--mail" }, programs.command ? "--command" : nil,
        ].compactMap(\.self)
        guard let kind = kinds.first else { throw CommandFailure(.usage, .routeKindMissing) }
        guard kinds.count == 1 else { throw CommandFailure(.usage, .usageExclusive, kinds[0], kinds[1]) }
        for (owner, options) in given where owner != kind {
            if let option = options.first { throw CommandFailure(.usage, .routeOptionOfOther, option, kind) }
        }
        return try made(kind)
    }

    private func made(_ kind: String) throws(any Error) -> RouteKind {
        switch kind {
        case "sftp://":
            try .sftp(
                url: server ?? "", identityFile: try identityFile?.absolute(), knownHosts: try knownHosts?.absolute())
        case "--folder": .folder(Path(try folder?.absolute() ?? ""))
        case "--carried": try medium.kind()
        case "--rclone": .rclone(try RcloneRemote(rclone ?? "", configuration: try rcloneConfig?.absolute()))
        case "--mail": .mail(try mail.settings())
        default: .command(try programs.settings())
        }
    }

    /// The options that were given and belong to one kind only.
    private var given: [(kind: String, options: [String])] {
        [
            ("sftp://", named([("--identity-file", identityFile != nil), ("--known-hosts", knownHosts != nil)])),
            ("--carried", medium.given), ("--rclone", named([("--rclone-config", rcloneConfig != nil)])),
            ("--mail", mail.given), ("--command", programs.given),
        ]
    }
}

/// The names of options that were given.
func named(_ options: [(name: String, isGiven: Bool)]) -> [String] { options.filter(\.isGiven).map(\.name) }

extension PathArgument {
    /// As a text for the book of routes, from the root: the book means the same wherever the program is called.
    /// - Throws: ``CommandFailure`` for a path that is not UTF-8; ``SystemError`` if the working folder is gone.
    func absolute() throws(any Error) -> String {
        guard let text = String(validating: path.bytes, as: UTF8.self) else {
            throw CommandFailure(.usage, .routePathText, place: path)
        }
        return path.isAbsolute ? text : try Path(".").absolute().appending(text).string
    }
}

/// What a medium that is carried is registered with.
struct MediumOptions: ParsableArguments {
    @Flag(help: help("A medium that somebody carries.", "人が運ぶ媒体。"))
    var carried = false

    @Option(
        help: help(
            "What the medium is called; one that is mounted is found by its label or folder.",
            "媒体の呼び名。マウントした媒体をラベルかフォルダー名で探します。", valueName: "name"))
    var medium: String?

    @Option(help: help("The folder at which it is mounted.", "マウントするフォルダー。", valueName: "folder"))
    var at: PathArgument?

    @Option(help: help("The serial number of its device.", "媒体の製造番号。", valueName: "text"))
    var serial: String?

    @Option(help: help("The UUID of its filesystem.", "ファイルシステムの UUID。", valueName: "text"))
    var uuid: String?

    @Option(help: help("Who is responsible for it.", "媒体の保管者。", valueName: "text"))
    var custodian: String?

    @Option(help: help("Where it is kept.", "媒体の保管場所。", valueName: "text"))
    var keptAt: String?

    @Option(
        help: help(
            "How what a used medium held was erased, or where that is recorded.", "使用済みの媒体を消去したことの記録や説明。",
            valueName: "text"))
    var erased: String?

    var given: [String] {
        named([
            ("--medium", medium != nil), ("--at", at != nil), ("--serial", serial != nil), ("--uuid", uuid != nil),
            ("--custodian", custodian != nil), ("--kept-at", keptAt != nil), ("--erased", erased != nil),
        ])
    }

    /// - Throws: ``RoutesError``; ``CommandFailure`` without a name or folder.
    func kind() throws(any Error) -> RouteKind {
        guard at != nil || medium != nil else { throw CommandFailure(.usage, .routeMediumMissing) }
        let found = try mounted()
        let folder = try at.map { try Path($0.absolute()) } ?? found?.mountPoint ?? "/"
        return .carried(
            folder,
            try RegisteredMedium(
                name: medium, serial: serial ?? found?.serial, uuid: uuid ?? found?.uuid, custodian: custodian,
                keepingPlace: keptAt, erased: erased))
    }

    /// What is mounted now, if it is needed: for the folder, or for what the medium is known by.
    private func mounted() throws(any Error) -> Medium? {
        guard let at else { return try Medium.mounted(called: medium ?? "") }
        guard serial == nil, uuid == nil else { return nil }
        return try Medium.mounted(at: Path(try at.absolute()))
    }
}

/// How mail leaves and where it arrives.
struct MailOptions: ParsableArguments {
    @Option(help: help("Mail to an address.", "メールの宛先。", valueName: "address"))
    var mail: String?

    @Option(help: help("Mail: the sender that the message names.", "メール: 差出人アドレス。", valueName: "address"))
    var mailFrom: String?

    @Option(
        help: help("Mail: the Maildir in which mail arrives here.", "メール: ここで受け取る Maildir。", valueName: "folder"))
    var maildir: PathArgument?

    @Option(help: help("Mail: the program that sends.", "メール: 送るプログラム。", valueName: "file"))
    var sendmail: PathArgument?

    @Option(
        help: help("Mail: the longest message, in bytes.", "メール: 一通の最大の長さ（バイト）。", valueName: "number"))
    var mailLimit: UInt64?

    var given: [String] {
        named([
            ("--mail-from", mailFrom != nil), ("--maildir", maildir != nil), ("--sendmail", sendmail != nil),
            ("--mail-limit", mailLimit != nil),
        ])
    }

    /// - Throws: ``RoutesError``.
    func settings() throws(any Error) -> MailSettings {
        try MailSettings(
            address: mail ?? "", from: mailFrom, program: Path(try sendmail?.absolute() ?? "/usr/sbin/sendmail"),
            maildir: try maildir.map { Path(try $0.absolute()) }, limit: mailLimit ?? MailSettings.usualLimit)
    }
}

/// The user's own programs.
struct ProgramOptions: ParsableArguments {
    @Flag(help: help("Programs of one's own, with --account and --put.", "自分のプログラム。--account と --put が要ります。"))
    var command = false

    @Option(
        help: help(
            "Programs: the host or account they reach; routes with the same are one.", "プログラム: 届く先。同じなら同じ経路です。",
            valueName: "text"))
    var account: String?

    @Option(
        help: help(
            "Programs: what delivers, with {file} and {name} among its words; no shell runs it.",
            "プログラム: 送るコマンド。{file} と {name} を含みます。シェルは使いません。", valueName: "text"))
    var put: String?

    @Option(
        help: help(
            "Programs: what collects {name} into {file}.", "プログラム: {name} を {file} に受け取るコマンド。", valueName: "text"))
    var get: String?

    @Option(help: help("Programs: what lists the names there.", "プログラム: そこにある名前を一覧するコマンド。", valueName: "text"))
    var list: String?

    var given: [String] {
        named([("--account", account != nil), ("--put", put != nil), ("--get", get != nil), ("--list", list != nil)])
    }

    /// - Throws: ``CommandFailure``, ``RoutesError``.
    func settings() throws(any Error) -> CommandSettings {
        guard let account, let put else { throw CommandFailure(.usage, .routeProgramMissing) }
        return try CommandSettings(
            account: account, put: try Self.words(put, "--put"), get: try Self.words(get ?? "", "--get"),
            list: try Self.words(list ?? "", "--list"))
    }

    /// The words of a command line, which spaces divide; what stands between quotation marks, or after a backslash, is taken as it is.
    private static func words(_ text: String, _ option: String) throws(CommandFailure) -> [String] {
        guard let words = CommandWords.split(text) else { throw CommandFailure(.usage, .routeQuote, place: option) }
        return words
    }
}
