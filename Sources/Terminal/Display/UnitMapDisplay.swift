import Console
import Label
import PackageFormat
import SystemIO

/// What is known of a unit, or of several that share a place in a picture: the worst of them.
enum UnitState: String, Hashable, Sendable, CaseIterable {
    case intact, damaged, missing

    /// What stands for it where there is text only.
    var mark: String {
        switch self {
        case .intact: "█"
        case .damaged: "x"
        case .missing: "."
        }
    }

    var message: Message {
        switch self {
        case .intact: .mapIntact
        case .damaged: .mapDamaged
        case .missing: .mapMissing
        }
    }

    var colour: Colour {
        switch self {
        case .intact: .green
        case .damaged: .red
        case .missing: .faint
        }
    }
}

/// Neighbouring places in a row of a picture of units that look alike.
struct UnitRun: Hashable, Sendable {
    let state: UnitState
    /// The first place, from 0.
    let start: Int
    /// How many places.
    var count: Int
}

extension UnitMap {
    /// Places in a row of a picture that has room for `width`.
    func places(width: Int) -> Int { Int(min(stripeCount, UInt64(max(1, width)))) }

    /// A row of a picture.
    /// - Parameter places: 1...stripes, over which the units are spread evenly.
    func row(piece: Int, places: Int) -> [UnitRun] {
        guard present.contains(piece) else { return [UnitRun(state: .missing, start: 0, count: places)] }
        var runs: [UnitRun] = []
        for place in 0..<places {
            let state: UnitState = isIntact(piece: piece, stripes: stripes(of: place, places)) ? .intact : .damaged
            if runs.last?.state == state {
                runs[runs.count - 1].count += 1
            } else {
                runs.append(UnitRun(state: state, start: place, count: 1))
            }
        }
        return runs
    }

    /// The most units that share a place.
    func unitsOfPlace(_ places: Int) -> UInt64 { (stripeCount + UInt64(places) - 1) / UInt64(places) }

    private func stripes(of place: Int, _ places: Int) -> Range<UInt64> {
        // A map has at most 2^26 stripes, and a row fewer than 2^31 places.
        UInt64(place) * stripeCount / UInt64(places)..<UInt64(place + 1) * stripeCount / UInt64(places)
    }

    /// A line for each piece, and what the marks mean.
    /// - Parameter columns: how long a line may be.
    func lines(_ language: Language, columns: Int, isColoured: Bool) -> [String] {
        let titles = (1...split.n).map { Message.placePiece.text(language, $0) }
        let width = titles.map(displayWidth).max() ?? 0
        let places = places(width: columns - width - 2)
        let rows = zip(1...split.n, titles).map { piece, title in
            let runs = row(piece: piece, places: places).map { run in
                let text = String(repeating: run.state.mark, count: run.count)
                return isColoured ? run.state.colour.applied(to: text) : text
            }
            return title + String(repeating: " ", count: width - displayWidth(title) + 2) + runs.joined()
        }
        return rows + [legend(language, places)]
    }

    private func legend(_ language: Language, _ places: Int) -> String {
        let marks = UnitState.allCases.map { $0.mark + " " + $0.message.text(language) }
        let units = unitsOfPlace(places)
        let scale = units > 1 ? [Message.mapScale.text(language, units)] : []
        return (marks + scale).joined(separator: "  ")
    }
}

extension Output {
    /// Draws a map of units, as wide as the terminal, in colours if there is one.
    /// - Throws: ``SystemError`` such as `brokenPipe`.
    package func tell(_ map: UnitMap) throws(SystemError) {
        let columns = Descriptor.standardOutput.terminalColumns ?? 80
        let isColoured = Colour.isWanted(
            isTerminal: Descriptor.standardOutput.isTerminal, environment: environmentVariable)
        for text in map.lines(language, columns: columns, isColoured: isColoured) { try line(text) }
    }
}

/// A piece on a map, for `--json`.
struct MapRowJSON: Encodable, Sendable {
    private let piece: Int
    private let present: Bool
    private let intact: UInt64
    private let damaged: UInt64

    init(_ map: UnitMap, _ piece: Int) {
        self.piece = piece
        present = map.present.contains(piece)
        intact = map.intactCount(piece: piece)
        damaged = present ? map.stripeCount - intact : 0
    }
}
