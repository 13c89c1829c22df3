import Console
import DER
import Keyring
import Ledger
import Operations
import SystemIO
import Terminal

extension Session {
    /// The ledger of this run, for what it does not write but is about.
    /// - Parameters:
    ///   - creating: makes one if there is none.
    ///   - writing: whether the run is going to write into it: then what killed runs left is settled first.
    /// - Throws: ``CommandFailure`` where the configuration says that none is kept; ``LedgerError``.
    func ledger(creating: Bool, writing: Bool = false) throws(any Error) -> Ledger {
        let recorder = try recorder()
        guard let ledger = try recorder.ledger(createdBy: creating ? author(nil) : nil) else {
            throw CommandFailure(.refused, .ledgerOff, hint: .hintLedgerOption)
        }
        if creating || writing { recorder.settle(by: author(nil)) }
        return ledger
    }

    private static let shownPaths = 20

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
        } onForeign: { [output] paths in
            // Whoever puts them there must not fill the terminal.
            let names =
                paths.prefix(Self.shownPaths).map { escaped($0.string) } + (paths.count > Self.shownPaths ? ["…"] : [])
            output.warn(.outcomesForeign, EscapedText(names.joined(separator: output.language.separator)))
        }
    }
}
