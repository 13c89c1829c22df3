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
    private let options: CommonOptions

    /// - Throws: `notFound` if neither an option nor the environment tells where the keyring is.
    init(_ command: any Subcommand.Type, _ options: CommonOptions, _ output: Output) throws(any Error) {
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
        if command.clearsUp { clearUp() }
    }

    /// The language of messages.
    var language: Language { output.language }

    /// Where unfinished work is remembered.
    /// - Throws: ``SystemError`` if others may use it, or the environment names no home.
    func stateFolder() throws(SystemError) -> StateFolder { try StateFolder() }

    /// As ``stateFolder()``, for what only a later run would like to find there; the run has warned if it cannot be used.
    func stateFolderIfAny() -> StateFolder? { try? stateFolder() }

    /// Finishes or removes what killed runs left. It never stops the work at hand.
    private func clearUp() {
        do throws(SystemError) {
            for report in try recoverStaging(stateFolder()) { tell(report) }
        } catch {
            // Without a home there is nothing that could have been left.
            if error.code != .notFound { output.warn(.leftNotLooked, ErrorReport(error, language)) }
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
