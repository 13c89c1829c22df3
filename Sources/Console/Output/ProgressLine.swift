import Glibc
import Label
import Synchronization

/// How far a piece of work has come.
package struct ProgressCount: Hashable, Sendable {
    /// What is counted.
    package enum Unit: Hashable, Sendable {
        /// Shown with prefixes of 1,024.
        case bytes
        /// Of a ledger.
        case entries
    }

    /// Units done so far.
    package let completed: UInt64
    /// Units to do in all, if that is known.
    package let total: UInt64?
    /// What is counted.
    package let unit: Unit

    /// - Parameter total: 0 means not known.
    package init(completed: UInt64, total: UInt64, of unit: Unit = .bytes) {
        self.completed = completed
        self.total = total == 0 ? nil : total
        self.unit = unit
    }
}

/// Shows how far a long piece of work has come: on a terminal, on one line, after half a second, ten times a second, and gone at the end.
///
/// The work is not slowed down: a thread of its own looks and draws. Where there is no terminal, or in quiet or JSON mode,
/// there is neither thread nor line.
///
///     let line = ProgressLine(output, label: escaped(name)) { ProgressCount(completed: ..., total: ...) }
///     defer { line.finish() }
package final class ProgressLine: Sendable {
    private let drawing: Drawing?

    /// - Parameters:
    ///   - label: what is being done and with what; escaped.
    ///   - poll: called from another thread.
    package convenience init(_ output: Output, label: String, poll: @escaping @Sendable () -> ProgressCount) {
        self.init(output, changing: { label }, poll: poll)
    }

    /// With a label that changes.
    /// - Parameters:
    ///   - label: called from another thread, as `poll` is.
    ///   - poll: called from another thread.
    package init(
        _ output: Output, changing label: @escaping @Sendable () -> String,
        poll: @escaping @Sendable () -> ProgressCount
    ) {
        guard output.messagesAreOnTerminal, !output.isQuiet, !output.isJSON else {
            drawing = nil
            return
        }
        let drawing = Drawing(output, label: label, poll: poll)
        self.drawing = drawing
        drawing.start()
    }

    deinit { finish() }

    /// Clears the line for good. Nothing is drawn after it has returned.
    package func finish() { drawing?.end() }

    /// "label  45%  1.2 GiB / 2.6 GiB  512.0 MiB/s  0:03 left", cut in the label to fit a terminal of that width.
    static func text(
        _ label: String, _ count: ProgressCount, _ elapsed: Duration, columns: Int, _ language: Language
    ) -> String {
        let figures = figures(count, elapsed, language).joined(separator: "  ")
        // The last column stays free: some terminals wrap as soon as it is filled.
        let room = max(columns - 1, 0)
        let name = fitted(label, columns: max(0, room - displayWidth(figures) - 2))
        return fitted(name.isEmpty ? figures : name + "  " + figures, columns: room)
    }

    private static func figures(_ count: ProgressCount, _ elapsed: Duration, _ language: Language) -> [String] {
        let seconds = elapsed / .seconds(1)
        // Bounded, so that no count and no clock can lead out of the integers.
        let rate = seconds > 0 ? min(Double(count.completed) / seconds, 1e18) : 0
        var parts: [String] = []
        if let total = count.total {
            let done = min(count.completed, total)
            parts.append("\(UInt64(Double(done) / Double(total) * 100))%")
            parts.append(count.unit.text(done, of: total, language))
        } else {
            parts.append(count.unit.text(count.completed, language))
        }
        parts.append(count.unit.rateText(UInt64(rate), language))
        if let total = count.total, rate >= 1 {
            let left = Duration.seconds(min(Double(total - min(count.completed, total)) / rate, 1e6))
            parts.append(Message.progressLeft.text(language, durationText(left)))
        }
        return parts
    }
}

extension ProgressCount.Unit {
    fileprivate func text(_ count: UInt64, _ language: Language) -> String {
        switch self {
        case .bytes: sizeText(count, language)
        case .entries: Message.progressEntries.text(language, count)
        }
    }

    /// A size has a unit of its own, a number of entries shares it with the total.
    fileprivate func text(_ count: UInt64, of total: UInt64, _ language: Language) -> String {
        switch self {
        case .bytes: text(count, language) + " / " + text(total, language)
        case .entries: Message.progressEntries.text(language, "\(count) / \(total)")
        }
    }

    fileprivate func rateText(_ rate: UInt64, _ language: Language) -> String {
        switch self {
        case .bytes: Message.progressRate.text(language, sizeText(rate, language))
        case .entries: Message.progressEntryRate.text(language, rate)
        }
    }
}

/// What the drawing thread and the owner of the line share.
private final class Drawing: Sendable {
    private let output: Output
    private let label: @Sendable () -> String
    private let poll: @Sendable () -> ProgressCount
    private let begin = ContinuousClock.now
    private let isEnded = Mutex(false)

    /// Between two drawings, in microseconds.
    private static let interval: UInt32 = 100_000
    /// Before the first one: most work is done by then, and a line that only flashes disturbs.
    private static let patience: UInt32 = 500_000

    init(
        _ output: Output, label: @escaping @Sendable () -> String, poll: @escaping @Sendable () -> ProgressCount
    ) {
        self.output = output
        self.label = label
        self.poll = poll
    }

    /// Starts the thread. Without one, where the system has none left, there is no line.
    func start() {
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(self)
        let result = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let drawing = Unmanaged<Drawing>.fromOpaque(argument).takeRetainedValue()
                usleep(Drawing.patience)
                while drawing.draw() { usleep(Drawing.interval) }
                return nil
            }, argument.toOpaque())
        if result == 0 { pthread_detach(thread) } else { argument.release() }
    }

    /// - Returns: false once it has ended.
    private func draw() -> Bool {
        isEnded.withLock { isEnded in
            if isEnded { return false }
            let elapsed = ContinuousClock.now - begin
            output.status(ProgressLine.text(label(), poll(), elapsed, columns: output.columns, output.language))
            return true
        }
    }

    func end() {
        isEnded.withLock { isEnded in
            if !isEnded { output.status(nil) }
            isEnded = true
        }
    }
}
