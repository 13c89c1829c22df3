import Console
import DER
import Glibc
import Keyring
import Label
import SystemIO
import Terminal

/// What every sub-command has at hand once it begins.
struct Session: Sendable {
    let output: Output
    let prompt: Prompt
    let keyring: Keyring
    /// The moment at which the run began: all rules that depend on time ask this one.
    let now: DERTime
    let options: CommonOptions

    /// - Throws: `notFound` if neither an option nor the environment tells where the keyring is.
    init(_ options: CommonOptions, _ output: Output) throws(any Error) {
        self.output = output
        self.options = options
        prompt = Prompt(output)
        guard let now = DERTime(seconds: Int64(time(nil))) else {
            throw CommandFailure(.internalError, .clockWrong)
        }
        self.now = now
        guard let path = options.keyring?.path ?? Keyring.defaultPath() else {
            throw CommandFailure(.notFound, .keyringNowhere, hint: .hintKeyringOption)
        }
        keyring = Keyring(path)
        clearUp()
    }

    /// The language of messages.
    var language: Language { output.language }

    /// The configuration file of this run.
    /// - Throws: ``TerminalError``.
    func configuration() throws(TerminalError) -> Configuration { try Configuration.load(options.config?.path) }

    /// For what only reads a keyring: one that was named, but is not there, is a mistake rather than empty.
    /// - Throws: ``CommandFailure``, ``KeyringError``.
    func requireNamedKeyring() throws(any Error) {
        guard let named = options.keyring?.path, try !keyring.isPresent() else { return }
        throw CommandFailure(.notFound, .keyringAbsent, place: named)
    }

    /// Where unfinished work is remembered.
    /// - Throws: ``SystemError`` if others may use it, or the environment names no home.
    func stateFolder() throws(SystemError) -> StateFolder { try StateFolder() }

    /// As ``stateFolder()``, for what only a later run would like to find there. The run has warned if it is not safe to use.
    func stateFolderIfAny() -> StateFolder? { try? stateFolder() }

    /// Finishes or removes what killed runs left. It never stops the work at hand.
    private func clearUp() {
        do throws(SystemError) {
            // A run that has nothing to keep there does not make the folder.
            guard let state = try StateFolder.existing() else { return }
            for report in try recoverStaging(state) { tell(report) }
        } catch {
            output.warn(.leftNotLooked, ErrorReport(error, language))
        }
    }

    private func tell(_ report: StagingReport) {
        switch report.outcome {
        case .removed: output.note(.leftRemoved, report.path)
        case .placed: output.note(.leftPlaced, report.path)
        case .placedExcept(let errors):
            output.warn(.leftPlacedExcept, report.path, errors.count)
            for error in errors { output.warn(.leftFailed, report.path, ErrorReport(error, language)) }
        case .unreachable: break
        case .refused: output.warn(.leftRefused, report.path)
        case .failed(let error): output.warn(.leftFailed, report.path, ErrorReport(error, language))
        }
    }
}
