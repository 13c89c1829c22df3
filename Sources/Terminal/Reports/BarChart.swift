/// Bars of a table, drawn as SVG inside HTML. It needs no script and nothing from elsewhere.
struct BarChart {
    /// What is counted, and how often it was.
    struct Bar {
        let name: String
        let count: Int
    }

    let title: String
    let bars: [Bar]

    /// Bars beside one another, for days: they are many, and their names are short.
    func columns() -> String {
        let (height, width) = (160, 14)
        let highest = max(1, bars.map(\.count).max() ?? 1)
        var shapes = ""
        for (index, bar) in bars.enumerated() {
            let length = max(bar.count > 0 ? 1 : 0, bar.count * height / highest)
            let (left, top) = (index * width + 1, height - length)
            shapes += "<rect x=\"\(left)\" y=\"\(top)\" width=\"\(width - 3)\" height=\"\(length)\">"
            shapes += "<title>\(markup(bar.name)): \(bar.count)</title></rect>"
        }
        let box = "0 0 \(max(1, bars.count * width)) \(height + 1)"
        return figure("<svg class=\"days\" viewBox=\"\(box)\" \(label)>\(shapes)</svg>\(ends)")
    }

    /// Bars below one another, with their names and numbers: a table whose rows are drawn as well.
    func rows() -> String {
        let highest = max(1, bars.map(\.count).max() ?? 1)
        let rows = bars.map { bar in
            let width = max(1, bar.count * 300 / highest)
            let shape =
                "<svg width=\"300\" height=\"12\" aria-hidden=\"true\"><rect width=\"\(width)\" height=\"12\"/></svg>"
            return "<tr><th scope=\"row\">\(markup(bar.name))</th><td>\(bar.count)</td><td>\(shape)</td></tr>"
        }
        return "<h2>\(markup(title))</h2><table>\(rows.joined())</table>\n"
    }

    private var label: String { "role=\"img\" aria-label=\"\(markup(title))\"" }

    /// The first and the last name below the picture.
    private var ends: String {
        guard let first = bars.first, let last = bars.last else { return "" }
        return "<div class=\"ends\"><span>\(markup(first.name))</span><span>\(markup(last.name))</span></div>"
    }

    private func figure(_ content: String) -> String {
        "<h2>\(markup(title))</h2><figure>\(content)</figure>\n"
    }
}
