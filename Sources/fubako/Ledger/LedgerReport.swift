import ArgumentParser
import Console
import DER
import Ledger
import SystemIO
import Terminal

/// `fubako ledger report`: what happened in a period, for people.
struct LedgerReporting: Subcommand {
    static let configuration = CommandConfiguration(
        "report", ("Report what happened in a period, as HTML or CSV.", "期間の記録を HTML か CSV で報告します。"),
        examples: [
            "fubako ledger report --month 2026-04 -o report.html",
            "fubako ledger report --since 2026-04-01 --until 2026-04-07 -o week.csv --lang ja",
        ])

    @Option(help: help("A month, in UTC.", "月（UTC）。", valueName: "YYYY-MM"))
    var month: String?

    @Option(help: help("From this day or time on, in UTC.", "この日または日時（UTC）から。", valueName: "date"))
    var since: String?

    @Option(help: help("Up to this day or time, in UTC.", "この日または日時（UTC）まで。", valueName: "date"))
    var until: String?

    @Option(
        name: .shortAndLong,
        help: help("A new file, .html or .csv.", "新しいファイル。.html か .csv です。", valueName: "file"))
    var output: PathArgument

    @Flag(help: help("Show personal values, such as who it was.", "誰が行ったかなど、個人に関する値も示します。"))
    var withPersonal = false

    @Flag(help: help("Replace an existing file.", "既存のファイルを置き換えます。"))
    var force = false

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let period = try period(session)
        let name = output.path.string.lowercased()
        guard name.hasSuffix(".html") || name.hasSuffix(".csv") else {
            throw CommandFailure(.usage, .reportOutputForm, place: output.path)
        }
        let ledger = try session.ledger(creating: false)
        let file = try AtomicFile(
            output.path, replacing: force, mode: withPersonal ? FileMode.privateFile : FileMode.newFile)
        let count =
            name.hasSuffix(".csv")
            ? try writeTable(ledger, period, to: file.descriptor)
            : try writePage(ledger, period, to: file.descriptor, session)
        try file.commit()
        if session.output.isJSON { try session.output.json(["entries": count]) }
        session.output.note(.reportDone, output.path, count)
        return .success
    }

    private func writePage(
        _ ledger: Ledger, _ period: Period, to file: borrowing Descriptor, _ session: Session
    ) throws(any Error) -> Int {
        let report = try ledger.report(since: period.since, before: period.before)
        let people: ((StoredEntry) throws(LedgerError) -> String)? =
            withPersonal
            ? { stored throws(LedgerError) in
                ReportPeople.text(try ledger.disclose(stored.position))
            } : nil
        try file.writeFully(Array(HTMLReport(report, session.language).text(people: people).utf8))
        return report.total
    }

    private func writeTable(_ ledger: Ledger, _ period: Period, to file: borrowing Descriptor) throws(any Error) -> Int
    {
        let fields = withPersonal ? ReportPeople.fields : []
        var text = CSVReport.head(personal: fields)
        var count = 0
        var next: UInt64? = 0
        while let start = next {
            let page = try ledger.entries(matching: period.filter, from: start)
            for stored in page.entries {
                let values = withPersonal ? try ledger.disclose(stored.position) : [:]
                text += CSVReport.line(stored, personal: fields.map { ReportPeople.text(values[$0]) })
                count += 1
            }
            try file.writeFully(Array(text.utf8))
            text = ""
            next = page.next
        }
        return count
    }

    // MARK: Period

    /// From a moment to before another.
    private struct Period {
        let since: DERTime
        let before: DERTime

        var filter: EntryFilter {
            var filter = EntryFilter()
            filter.since = since
            filter.before = before
            return filter
        }
    }

    private func period(_ session: Session) throws(any Error) -> Period {
        switch (month, since) {
        case (let month?, nil) where until == nil:
            guard let first = CalendarDay(text: month + "-01"), let since = Self.start(of: first),
                let before = Self.start(of: CalendarDay(daysSince1970: first.daysSince1970 + 31).firstOfMonth)
            else { throw CommandFailure(.usage, .reportPeriodForm, place: "--month") }
            return Period(since: since, before: before)
        case (nil, let since?):
            let before = try until.map { text throws(CommandFailure) in try TimeArgument.end(text, option: "--until") }
            return Period(
                since: try TimeArgument.start(since, option: "--since"),
                before: before ?? DERTime(seconds: session.now.seconds + 1) ?? session.now)
        default: throw CommandFailure(.usage, .reportPeriodForm)
        }
    }

    private static func start(of day: CalendarDay) -> DERTime? { DERTime(seconds: Int64(day.daysSince1970) * 86_400) }
}

extension CalendarDay {
    /// The first day of its month.
    fileprivate var firstOfMonth: CalendarDay { CalendarDay(daysSince1970: daysSince1970 - day + 1) }
}
