import Console
import DER
import Label
import Ledger

/// A report as one file of HTML that holds all it needs: no scripts, nothing from elsewhere.
package struct HTMLReport {
    private let report: LedgerReport
    private let language: Language

    /// A report in a language.
    package init(_ report: LedgerReport, _ language: Language) {
        self.report = report
        self.language = language
    }

    /// The file.
    /// - Parameter people: who did what an entry records, where that is to be shown.
    /// - Throws: what `people` throws.
    package func text<Failure: Error>(
        people: ((StoredEntry) throws(Failure) -> String)?
    ) throws(Failure) -> String {
        let title = Message.reportTitle.text(language, report.origin)
        var text = head(title)
        text += "<h1>\(markup(title))</h1>\n<p>\(markup(period))</p>\n<p>\(word(.reportTotal)): \(report.total)</p>\n"
        text += charts.joined()
        text += try notable(people)
        return text + "<p>\(word(.reportUTC)) \(word(.reportCounted))</p>\n</body></html>\n"
    }

    private func word(_ message: Message) -> String { markup(message.text(language)) }

    private var period: String {
        Message.reportPeriod.text(language, report.since.rfc3339, report.before.rfc3339)
    }

    private func head(_ title: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="\(language.rawValue)"><head><meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width"><title>\(markup(title))</title>
        <style>
        body{font-family:sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222}
        table{border-collapse:collapse}th,td{text-align:left;padding:.2em .8em;border-bottom:1px solid #ccc;vertical-align:top}
        td:nth-child(2),td.number{text-align:right}table.list td{text-align:left;overflow-wrap:anywhere}
        rect{fill:#24608f}svg.days{width:100%;height:12em;border-bottom:1px solid #222}
        figure{margin:0}.ends{display:flex;justify-content:space-between}
        @media print{body{max-width:none}}
        </style></head><body>

        """
    }

    // MARK: Pictures

    private var charts: [String] {
        guard report.total > 0 else { return ["<p>\(word(.reportNothing))</p>\n"] }
        let kinds = report.kinds.map { BarChart.Bar(name: EntryWords.kind($0.key, language), count: $0.value) }
        let grades = report.grades.map {
            BarChart.Bar(name: $0.key.isEmpty ? Message.reportHidden.text(language) : $0.key, count: $0.value)
        }
        let purposes = report.purposes.map { BarChart.Bar(name: $0.key, count: $0.value) }
        let days = BarChart(title: Message.reportByDay.text(language), bars: days).columns()
        return [
            days, rows(.reportByKind, kinds), rows(.reportByGrade, grades), rows(.reportByPurpose, purposes), routes,
        ]
    }

    private func rows(_ title: Message, _ bars: [BarChart.Bar]) -> String {
        guard !bars.isEmpty else { return "" }
        let sorted = bars.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
        return BarChart(title: title.text(language), bars: sorted).rows()
    }

    /// A table of what went and came by each route, drawn as well; the busiest first.
    private var routes: String {
        guard !report.routes.isEmpty else { return "" }
        let sorted = report.routes.sorted { ($1.value.total, $0.key) < ($0.value.total, $1.key) }
        let highest = max(1, sorted.map(\.value.total).max() ?? 1)
        let titles: [Message] = [
            .fieldRoute, .reportRouteDelivered, .reportRouteAgain, .reportRouteFailed, .fieldBytes, .reportRouteArrived,
            .reportRouteRefused,
        ]
        let head = titles.map { "<th>\(word($0))</th>" }.joined() + "<th></th>"
        let rows = sorted.map { name, activity in
            let numbers = [
                String(activity.delivered), String(activity.again), String(activity.failed), String(activity.bytes),
                String(activity.arrived), String(activity.refused),
            ]
            let cells = numbers.map { "<td class=\"number\">\($0)</td>" }.joined()
            let shape = "<rect width=\"\(max(1, activity.total * 200 / highest))\" height=\"12\"/>"
            return "<tr><th scope=\"row\">\(markup(name))</th>\(cells)<td>"
                + "<svg width=\"200\" height=\"12\" aria-hidden=\"true\">\(shape)</svg></td></tr>\n"
        }
        return "<h2>\(word(.reportByRoute))</h2><table class=\"routes\"><tr>\(head)</tr>\n\(rows.joined())</table>\n"
    }

    /// Days without entries too; of a long period, only from the first to the last day that has any.
    private var days: [BarChart.Bar] {
        guard let first = report.days.keys.min(), let last = report.days.keys.max() else { return [] }
        let whole =
            report.since.day.daysSince1970...max(report.since.day.daysSince1970, report.before.day.daysSince1970 - 1)
        let range = whole.count <= 62 ? whole : first.daysSince1970...last.daysSince1970
        return range.map { number in
            let day = CalendarDay(daysSince1970: number)
            return BarChart.Bar(name: day.description, count: report.days[day] ?? 0)
        }
    }

    // MARK: What to look at

    private func notable<Failure: Error>(
        _ people: ((StoredEntry) throws(Failure) -> String)?
    ) throws(Failure) -> String {
        guard !report.notable.isEmpty else { return "" }
        var rows = ""
        for stored in report.notable {
            var cells = [
                String(stored.position), stored.entry.text("at") ?? "", EntryWords.kind(stored.entry.kind, language),
            ]
            cells.append(ReportFields.summary(stored.entry))
            if let people { cells.append(try people(stored)) }
            rows += "<tr>" + cells.map { "<td>\(markup($0))</td>" }.joined() + "</tr>\n"
        }
        let left = report.notableCount - report.notable.count
        let more = left > 0 ? "<p>\(markup(Message.reportMore.text(language, left)))</p>\n" : ""
        return "<h2>\(word(.reportNotable))</h2><table class=\"list\">\n\(rows)</table>\n\(more)"
    }
}

/// What a line of a report says of an entry.
enum ReportFields {
    /// Fields that tell what an entry is about, and that name no person.
    private static let telling = [
        "event", "result", "cause", "verdict", "algorithm", "affected-by", "from", "to", "value", "reason", "fields",
        "package",
        "fingerprint",
    ]

    static func summary(_ entry: Entry) -> String {
        telling.compactMap { name in value(entry, name).map { "\(name): \($0)" } }.joined(separator: ", ")
    }

    /// A field's value as text; nil where the entry does not have it.
    static func value(_ entry: Entry, _ field: String) -> String? {
        switch entry[field] {
        case .string(let text): text
        case .integer(let number): String(number)
        case .flag(let flag): String(flag)
        case .array(let elements): elements.compactMap(\.text).joined(separator: "; ")
        case .object, nil: nil
        }
    }
}
