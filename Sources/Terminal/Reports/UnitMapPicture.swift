import Console
import Label
import PackageFormat

/// A map of units as a picture in SVG: one file that needs nothing from elsewhere.
package struct UnitMapPicture {
    private let map: UnitMap
    private let title: String
    private let language: Language

    private static let width = 800
    private static let rowHeight = 22
    private static let barHeight = 16
    private static let left = 90
    private static let top = 40

    /// - Parameter name: what the package is called.
    package init(_ map: UnitMap, name: String, _ language: Language) {
        self.map = map
        self.language = language
        title = Message.mapTitle.text(language, name)
    }

    /// The file.
    package var text: String {
        let height = Self.top + map.split.n * Self.rowHeight + 40
        let rows = (1...map.split.n).map(row).joined()
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.left + Self.width + 10)" height="\(height)" \
            lang="\(language.rawValue)" role="img" aria-labelledby="title" font-family="sans-serif" font-size="13">
            <title id="title">\(markup(title))</title>
            <style>.intact{fill:#2b7a4b}.damaged{fill:#c0271d}.missing{fill:#fff;stroke:#777;stroke-dasharray:3}</style>
            <text x="10" y="22" font-weight="bold">\(markup(title))</text>
            \(rows)\(legend(height - 24))</svg>

            """
    }

    private func row(_ piece: Int) -> String {
        let places = map.places(width: Self.width)
        let y = Self.top + (piece - 1) * Self.rowHeight
        let name = markup(Message.placePiece.text(language, piece))
        let shapes = map.row(piece: piece, places: places).map { run in
            let start = run.start * Self.width / places
            let end = (run.start + run.count) * Self.width / places
            return rectangle(run.state, x: Self.left + start, y: y, width: end - start)
        }
        return "<g><title>\(name)</title><text x=\"10\" y=\"\(y + 13)\">\(name)</text>\(shapes.joined())</g>\n"
    }

    private func rectangle(_ state: UnitState, x: Int, y: Int, width: Int) -> String {
        "<rect class=\"\(state.rawValue)\" x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(Self.barHeight)\"/>"
    }

    private func legend(_ y: Int) -> String {
        UnitState.allCases.enumerated().map { index, state in
            let x = Self.left + index * 140
            let words = markup(state.message.text(language))
            return rectangle(state, x: x, y: y, width: Self.barHeight)
                + "<text x=\"\(x + Self.barHeight + 6)\" y=\"\(y + 13)\">\(words)</text>\n"
        }.joined()
    }
}
