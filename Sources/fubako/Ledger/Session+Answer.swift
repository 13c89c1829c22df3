import Console
import Terminal

extension Session {
    /// Gives the answer: with `--quiet` only if something is wrong.
    /// - Throws: what writing throws.
    func give(_ answer: some LedgerAnswer) throws(any Error) -> ExitCode {
        if output.isJSON {
            try output.json(answer)
        } else if !output.isQuiet || answer.exitCode != .success {
            for line in answer.lines(output.language) { try output.line(line) }
        }
        if [.originUnknown, .signerUnknown].contains(answer.exitCode) { output.note(.hintVouch) }
        return answer.exitCode
    }
}
