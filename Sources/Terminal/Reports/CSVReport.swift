import DER
import Ledger

/// Entries as a table of comma-separated values (RFC 4180), for spreadsheets.
///
/// It is UTF-8 with a byte order mark, without which Excel takes Japanese for something else. A value that a spreadsheet
/// would take for a formula has an apostrophe in front (also where the sign is of full width, which Excel in Japanese takes
/// for one too).
package enum CSVReport {
    /// Columns that every report has, by the fields' names.
    private static let columns = [
        "entry", "at", "kind", "package", "grade", "purpose", "restrictions", "retention", "recipients", "event",
        "result",
        "verdict", "cause", "reason", "from", "to", "algorithm", "value", "bytes", "entries", "signer", "by", "spooled",
        "manifest", "piece", "route", "route-kind", "verification", "again", "resumed-at", "medium", "k", "n", "mode",
        "fewest-routes", "deadline", "routes", "when", "container", "seal", "direction", "good", "damaged", "state",
        "closes",
    ]

    /// The mark and the names of the columns.
    /// - Parameter personal: names of the personal fields that are shown.
    package static func head(personal: [String]) -> String { "\u{FEFF}" + line(columns + personal) }

    /// An entry's line.
    /// - Parameter personal: values in the order of the columns.
    package static func line(_ stored: StoredEntry, personal: [String]) -> String {
        let own = columns.dropFirst(1).map { ReportFields.value(stored.entry, $0) ?? "" }
        return line([String(stored.position)] + own + personal)
    }

    static func line(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") + "\r\n" }

    /// What a spreadsheet takes for the beginning of a formula.
    private static let formulaStarts: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
    private static let quoted: Set<Unicode.Scalar> = ["\"", ",", "\r", "\n"]

    private static func field(_ value: String) -> String {
        var text = value
        if let first = value.unicodeScalars.first(where: { $0 != " " && $0 != "\u{3000}" }),
            formulaStarts.contains(first)
        {
            text = "'" + value
        }
        guard text.unicodeScalars.contains(where: { quoted.contains($0) }) || text != text.trimmed else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

extension String {
    /// Without spaces at both ends.
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
