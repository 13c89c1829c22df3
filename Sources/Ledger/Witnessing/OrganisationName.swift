import Normalization

/// The name of an organisation that runs witnesses. Organisations are counted, so that names which look the same must be the
/// same: without blanks around them, in normalisation form C, and without characters that nobody sees.
enum OrganisationName {
    /// As long as a reason in an entry.
    private static let maximumCount = 256

    /// The one form of a name.
    /// - Throws: ``LedgerError/Code/badValue`` for one that is empty, too long, or holds characters that nobody sees.
    static func normalized(_ text: String) throws(LedgerError) -> String {
        let scalars = Array(nfc(text).unicodeScalars)
        let start = scalars.firstIndex { !$0.properties.isWhitespace } ?? scalars.endIndex
        let end = scalars.lastIndex { !$0.properties.isWhitespace }.map { $0 + 1 } ?? start
        let name = String(String.UnicodeScalarView(scalars[start..<end]))
        guard !name.isEmpty, name.utf8.count <= maximumCount, name.unicodeScalars.allSatisfy(isSeen) else {
            throw LedgerError(.badValue, "not visible characters on one line", field: "organisation")
        }
        return name
    }

    private static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isDefaultIgnorableCodePoint { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }
}
