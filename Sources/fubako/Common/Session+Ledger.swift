import Console
import DER
import Keyring
import Ledger
import Operations
import SystemIO
import Terminal

extension Session {
    /// The ledger of this run, for what it does not write but is about.
    /// - Parameter creating: makes one if there is none.
    /// - Throws: ``CommandFailure`` where the configuration says that none is kept; ``LedgerError``.
    func ledger(creating: Bool) throws(any Error) -> Ledger {
        guard let ledger = try recorder().ledger(createdBy: creating ? author(nil) : nil) else {
            throw CommandFailure(.refused, .ledgerOff, hint: .hintLedgerOption)
        }
        return ledger
    }

    /// Who does what this run does.
    /// - Parameter identity: the one that is used for it; nil for the only one of one's own, if there is only one.
    func author(_ identity: Identity?) -> Author {
        Author(identity ?? (try? OwnIdentity.choose(nil, in: keyring)))
    }

    /// What writes into the ledger; a run has one. Nothing is opened yet.
    /// - Throws: ``TerminalError`` for the configuration; ``CommandFailure`` or ``SystemError`` where the environment does
    ///   not tell the place.
    func recorder() throws(any Error) -> Recorder {
        let configuration = try configuration()
        guard configuration.keepsLedger || options.ledger != nil else { return .none(now: now) }
        guard let path = options.ledger?.path ?? configuration.ledger ?? Ledger.defaultPath() else {
            throw CommandFailure(.notFound, .ledgerNowhere, hint: .hintLedgerOption)
        }
        let place = LedgerPlace(
            ledger: path, state: try StateFolder.standardPath(),
            whenUnavailable: configuration.whenLedgerUnavailable ?? .stop)
        return Recorder(place, now: now) { [output] reason in
            output.warn(.ledgerSpooled, ErrorReport(reason, output.language))
        }
    }
}
