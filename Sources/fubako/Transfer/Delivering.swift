import Console
import Ledger
import Operations
import Routes
import SystemIO
import Terminal
import Transfer

/// Delivers what is left of a transfer, shows how far it is, and tells how it ended: the last step of every sub-command that
/// sends.
struct Delivering {
    let session: Session
    let held: HeldTransfer
    let book: RouteBook
    let recorder: Recorder
    let author: Author
    let atOnce: Int
    /// Only this one is delivered; nil for all that are left.
    var piece: Int?

    /// - Returns: `notDelivered` if anything is left.
    /// - Throws: `interrupted` when it was paused; any error that can explain itself.
    func run() throws(any Error) -> ExitCode {
        let output = session.output
        let plan = held.state.plan
        let places = held.state.undelivered(piece)
        if places.isEmpty { output.note(.sentNothing, plan.package.name) }
        let total = places.reduce(0) { $0 + plan.package.pieces[plan.assignments[$1].piece - 1].size }
        let progress = DispatchProgress()
        let figures = DispatchLine(progress, total: total)
        let language = session.language
        let line = ProgressLine(output, changing: { figures.label(language) }) { figures.count }
        defer { line.finish() }
        let dispatch = Dispatch(held, book, recorder: recorder, by: author, atOnce: atOnce)
        let results = try dispatch.run(only: piece, progress)
        line.finish()
        output.tell(results)
        return try end(places.count)
    }

    private func end(_ begun: Int) throws(any Error) -> ExitCode {
        let output = session.output
        let state = held.state
        let name = state.plan.package.name
        let left = state.undelivered(piece).count
        let advice = TransferAdvice.all(state, missing: held.missing, at: session.now)
        let next = advice.first?.line ?? ""
        if Interruption.requested != nil, left > 0 {
            output.warn(.sentPaused, name, next)
            try Interruption.check()
        }
        if output.isJSON { try output.json(TransferJSON(state, advice, at: session.now)) }
        guard left > 0 else {
            if begun > 0 { output.note(.sentAll, name) }
            return .success
        }
        output.warn(.sentSome, name, left, begun, next)
        return .notDelivered
    }
}
