import Label
import Synchronization

/// Shows how far a long piece of work is: on a terminal, on one line, at most ten times a second, and gone at the end.
///
/// Any thread may call ``advance(by:)``. Where there is no terminal, or in quiet or JSON mode, nothing is drawn.
package final class Progress: Sendable {
    private let output: Output
    private let label: String
    private let total: UInt64?
    private let start = ContinuousClock.now
    private let done = Atomic<UInt64>(0)
    /// Milliseconds since `start` before which nothing is drawn. The first moments are silent: most work is done by then.
    private let next = Atomic<Int64>(Progress.interval)
    private let isDrawn: Bool

    /// Between two drawings, in milliseconds.
    private static let interval: Int64 = 100

    /// - Parameters:
    ///   - label: what is being done and with what; escaped.
    ///   - total: bytes that there are to do, if that is known.
    package init(_ output: Output, label: String, total: UInt64?) {
        self.output = output
        self.label = label
        self.total = total
        isDrawn = output.messagesAreOnTerminal && !output.isQuiet && !output.isJSON
    }

    deinit { finish() }

    /// Counts more bytes as done.
    package func advance(by bytes: UInt64) {
        let done = done.add(bytes, ordering: .relaxed).newValue
        guard isDrawn else { return }
        let elapsed = ContinuousClock.now - start
        let now = Int64(elapsed / .milliseconds(1))
        let due = next.load(ordering: .relaxed)
        // Whoever moves the due time draws; the others go on with their work.
        guard now >= due,
            next.compareExchange(expected: due, desired: now + Self.interval, ordering: .relaxed).exchanged
        else { return }
        output.status(Self.line(label, done, total, elapsed, columns: output.columns, output.language))
    }

    /// Clears the line. Also done when the progress goes out of scope.
    package func finish() {
        guard isDrawn else { return }
        output.status(nil)
    }

    /// "label  45%  1.2 GiB / 2.6 GiB  512.0 MiB/s  0:03 left", cut in the label to fit a terminal of that width.
    static func line(
        _ label: String, _ done: UInt64, _ total: UInt64?, _ elapsed: Duration, columns: Int, _ language: Language
    ) -> String {
        let seconds = elapsed / .seconds(1)
        let rate = seconds > 0 ? Double(done) / seconds : 0
        var parts: [String] = []
        if let total {
            let done = min(done, total)
            parts.append("\(total == 0 ? 100 : UInt64(Double(done) / Double(total) * 100))%")
            parts.append(sizeText(done, language) + " / " + sizeText(total, language))
        } else {
            parts.append(sizeText(done, language))
        }
        parts.append(Message.progressRate.text(language, sizeText(UInt64(rate), language)))
        if let total, rate >= 1 {
            let left = Duration.seconds(Double(total - min(done, total)) / rate)
            parts.append(Message.progressLeft.text(language, durationText(left)))
        }
        let figures = parts.joined(separator: "  ")
        // The last column stays free: some terminals wrap as soon as it is filled.
        let room = max(columns - 1, 0)
        let name = fitted(label, columns: max(0, room - displayWidth(figures) - 2))
        return fitted(name.isEmpty ? figures : name + "  " + figures, columns: room)
    }
}
