import ArgumentParser
import Console
import Ledger
import SystemIO
import Terminal

/// `fubako ledger show`: entries, with the personal values that are still there.
struct LedgerShow: Subcommand {
    static let configuration = CommandConfiguration(
        "show", ("Show what was recorded.", "記録を表示します。"),
        examples: [
            "fubako ledger show", "fubako ledger show 42",
            "fubako ledger show --since 2026-04-01 --until 2026-04-30 --kind seal --json",
            "fubako ledger show --reverse --limit 20",
        ])

    @Argument(help: help("Only this entry: its number, or a package's identifier.", "この記録だけ。番号かパッケージの識別子です。"))
    var entry: String?

    @Option(help: help("From this day or time on, in UTC.", "この日または日時（UTC）から。", valueName: "date"))
    var since: String?

    @Option(help: help("Up to this day or time, in UTC.", "この日または日時（UTC）まで。", valueName: "date"))
    var until: String?

    @Option(
        help: help("Only entries of this kind; repeatable.", "この種類の記録だけ。繰り返せます。", valueName: "type"),
        completion: .list(EntrySchema.all.map(\.kind.rawValue)))
    var kind: [String] = []

    @Option(help: help("Only entries about this package.", "このパッケージの記録だけ。", valueName: "package"))
    var package: String?

    @Option(help: help("At most so many entries.", "最大の件数。", valueName: "number"))
    var limit: Int?

    @Option(
        help: help(
            "Go on behind this entry, by its number; with --reverse before it.", "この番号の記録の次から。--reverse ではその前から。",
            valueName: "number"))
    var after: UInt64?

    @Flag(help: help("The latest first.", "新しいものから。"))
    var reverse = false

    @Flag(help: help("Show all at once, also on a terminal.", "端末でも、ページに分けずに表示します。"))
    var noPager = false

    @OptionGroup var common: CommonOptions

    /// Entries that are read at once.
    private static let pageSize = 500

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let filter = try filter()
        let ledger = try session.ledger(creating: false)
        let position = try entry.map { text throws(any Error) in try EntryReference(text).position(in: ledger) }
        switch noPager ? nil : session.output.pager() {
        case .some(let pager):
            do { try show(position, filter, ledger, session) } catch {
                // Whoever leaves the pager has seen enough.
                guard (error as? SystemError)?.code == .brokenPipe else { throw error }
            }
            _ = consume pager
        case .none: try show(position, filter, ledger, session)
        }
        return .success
    }

    private func show(
        _ position: UInt64?, _ filter: EntryFilter, _ ledger: Ledger, _ session: Session
    ) throws(any Error) {
        if let position { try show(position, ledger, session) } else { try list(filter, ledger, session) }
    }

    private func show(_ position: UInt64, _ ledger: Ledger, _ session: Session) throws(any Error) {
        let entry = try DisclosedEntry(ledger.entry(at: position), at: position, in: ledger)
        if session.output.isJSON { return try session.output.json(["entries": [entry]]) }
        for line in aligned(entry.lines(session.language)) { try session.output.line(line) }
    }

    private func list(_ filter: EntryFilter, _ ledger: Ledger, _ session: Session) throws(any Error) {
        var listing = LedgerListing(session.output)
        try listing.begin()
        var left = limit ?? .max
        var next: UInt64? = reverse ? nil : 0
        if let after {
            // Before the first and behind the last there is nothing.
            if reverse ? after == 0 : after == .max { left = 0 }
            next = reverse ? after &- 1 : after &+ 1
        }
        while left > 0 {
            let count = min(left, Self.pageSize)
            let page =
                reverse
                ? try ledger.latestEntries(matching: filter, from: next, limit: count)
                : try ledger.entries(matching: filter, from: next ?? 0, limit: count)
            var entries: [DisclosedEntry] = []
            for stored in page.entries {
                entries.append(try DisclosedEntry(stored.entry, at: stored.position, in: ledger))
            }
            try listing.add(entries)
            left -= page.entries.count
            guard let following = page.next else { break }
            next = following
        }
        try listing.end()
    }

    private func filter() throws(any Error) -> EntryFilter {
        if entry != nil, since ?? until ?? package != nil || !kind.isEmpty || limit != nil || after != nil || reverse {
            throw CommandFailure(.usage, .showOneAlone)
        }
        var filter = EntryFilter()
        filter.kinds = try kind.map { word throws(CommandFailure) in try EntryKind(argument: word) }
        filter.since = try since.map { text throws(CommandFailure) in try TimeArgument.start(text, option: "--since") }
        filter.before = try until.map { text throws(CommandFailure) in try TimeArgument.end(text, option: "--until") }
        filter.package = try package.map { text throws(CommandFailure) in try PackageIdentifier.bytes(text) }
        return filter
    }
}

extension EntryKind {
    /// - Throws: `usage` for a word that stands for no kind.
    init(argument word: String) throws(CommandFailure) {
        let kind = EntryKind(rawValue: word)
        guard EntrySchema.schema(of: kind) != nil else {
            let all = EntrySchema.all.map(\.kind.rawValue).joined(separator: ", ")
            throw CommandFailure(.usage, .kindForm, all, place: word)
        }
        self = kind
    }
}
