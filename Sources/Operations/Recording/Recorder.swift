import DER
import Ledger
import Synchronization
import SystemIO

/// What happens to entries while the ledger cannot be used. The raw value stands in the configuration.
package enum UnavailableLedger: String, Hashable, Sendable, CaseIterable {
    /// Nothing is done that would have to be recorded.
    case stop
    /// They are kept in the state folder, and taken into the ledger as soon as that is possible.
    case spool
}

/// Where a run records what it does.
package struct LedgerPlace: Sendable {
    /// The ledger's folder.
    package let ledger: Path
    /// The program's state folder.
    package let state: Path
    /// What happens while the ledger cannot be used.
    package let whenUnavailable: UnavailableLedger

    /// - Parameters:
    ///   - ledger: its folder.
    ///   - state: the program's state folder.
    package init(ledger: Path, state: Path, whenUnavailable: UnavailableLedger = .stop) {
        self.ledger = ledger
        self.state = state
        self.whenUnavailable = whenUnavailable
    }
}

/// Writes what a run does into the ledger, which it opens once, when it is first needed.
package final class Recorder: Sendable {
    /// Where the ledger is; nil where none is kept.
    package let place: LedgerPlace?
    /// When the run began.
    package let now: DERTime
    /// Called once, with the reason, when entries are kept elsewhere for want of the ledger.
    private let onSpooling: @Sendable (LedgerError) -> Void
    /// Called once, with paths, when among what killed runs left lies something that no run of this program wrote.
    private let onForeign: @Sendable ([Path]) -> Void
    private let state = Mutex(State())

    private struct State: Sendable {
        var ledger: Ledger?
        var hasToldSpooling = false
        var hasSettled = false
    }

    /// - Parameters:
    ///   - place: nil to record nothing.
    ///   - onSpooling: called once, with the reason, when entries are kept elsewhere for want of the ledger.
    ///   - onForeign: called once, with paths, when among what killed runs left lies something that none of them wrote.
    package init(
        _ place: LedgerPlace?, now: DERTime, onSpooling: @escaping @Sendable (LedgerError) -> Void = { _ in },
        onForeign: @escaping @Sendable ([Path]) -> Void = { _ in }
    ) {
        self.place = place
        self.now = now
        self.onSpooling = onSpooling
        self.onForeign = onForeign
    }

    /// A recorder that records nothing.
    package static func none(now: DERTime) -> Recorder { Recorder(nil, now: now) }

    /// The ledger.
    /// - Parameter author: makes it if there is none yet; nil refuses that.
    /// - Returns: nil where none is kept.
    /// - Throws: as ``Ledger/open(at:creating:state:)``.
    package func ledger(createdBy author: Author?) throws(LedgerError) -> Ledger? {
        guard let place else { return nil }
        let now = now
        return try state.withLock { (state) throws(LedgerError) in
            if let ledger = state.ledger { return ledger }
            let new = author.map { NewLedger(author: $0, time: now) }
            let ledger = try Ledger.open(at: place.ledger, creating: new, state: place.state)
            state.ledger = ledger
            return ledger
        }
    }

    /// Appends an entry. When it returns, the entry is in the ledger, or in the spool if the configuration wants that.
    /// - Parameter author: makes the ledger if there is none yet.
    /// - Returns: nil if it was spooled, or no ledger is kept.
    /// - Throws: `ledger`: nothing was recorded.
    package func append(_ entry: NewEntry, by author: Author) throws(OperationError) -> Appended? {
        guard let place else { return nil }
        settle(by: author)
        do throws(LedgerError) { return try ledger(createdBy: author)?.append([entry]).first } catch {
            guard place.whenUnavailable == .spool, error.isUnavailability else {
                throw OperationError(.ledger, underlying: .ledger(error))
            }
            try spool(entry, place, because: error)
            return nil
        }
    }

    /// As ``append(_:by:)``, for what is done already and cannot be taken back: where the ledger fails now, the entry is
    /// spooled whatever the configuration says.
    /// - Throws: `ledger` if even that failed.
    package func appendAfterwards(_ entry: NewEntry, by author: Author) throws(OperationError) {
        try appendAfterwards([entry], by: author)
    }

    /// As for one entry, all of them in one step.
    package func appendAfterwards(_ entries: [NewEntry], by author: Author) throws(OperationError) {
        guard let place else { return }
        settle(by: author)
        do throws(LedgerError) { _ = try ledger(createdBy: author)?.append(entries) } catch {
            for entry in entries { try spool(entry, place, because: error) }
        }
    }

    /// Tells the ledger, once in a run, how sealings ended whose runs were killed before they could. It stops nothing: what
    /// cannot be told now, a later run will tell.
    /// - Parameter author: in whose name it is told of what did not come into being.
    package func settle(by author: Author) {
        let isFirst = state.withLock { state in
            defer { state.hasSettled = true }
            return !state.hasSettled
        }
        guard let place, isFirst else { return }
        let foreign = Settlement(self, place, author).run()
        if !foreign.isEmpty { onForeign(foreign) }
    }

    private func spool(
        _ entry: NewEntry, _ place: LedgerPlace, because reason: LedgerError
    ) throws(OperationError) {
        try onLedger { () throws(LedgerError) in
            try Spool(state: place.state, ledger: place.ledger).add(entry)
        }
        tellSpooling(reason)
    }

    /// Says once that entries are kept elsewhere.
    func tellSpooling(_ error: LedgerError) {
        let isFirst = state.withLock { state in
            defer { state.hasToldSpooling = true }
            return !state.hasToldSpooling
        }
        if isFirst { onSpooling(error) }
    }
}

extension LedgerError {
    /// Whether the ledger is at fault rather than the entry.
    var isUnavailability: Bool {
        switch code {
        case .tooLarge, .unknownKind, .missingField, .unexpectedField, .badValue, .notCanonical: false
        default: true
        }
    }
}
