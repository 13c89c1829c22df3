internal import CSystem
import Glibc
import Synchronization

/// How many workers to use unless told otherwise: the processors that this process may run on, 1...16.
package let defaultWorkerCount: Int = min(max(Int(fubako_allowed_processors()), 1), 16)

/// Runs `body` on `count` threads, one of them the caller's, and returns when all have ended.
///
/// The closure does not escape, so that it can borrow noncopyable constants of its surroundings, such as a ``Descriptor``.
/// Where the system refuses a thread the others do its share; at least one worker always runs.
/// - Throws: the error that was thrown first. The others must learn of it by themselves, as through
///   ``PositionCounter/stop()``; ``runPositions(_:workers:context:_:)`` sees to that.
package func runWorkers<Failure: Error>(
    _ count: Int, _ body: @Sendable (_ worker: Int) throws(Failure) -> Void
) throws(Failure) {
    let failure = Mutex<Failure?>(nil)
    withoutActuallyEscaping(body) { body in
        runThreads(count) { worker in
            do throws(Failure) { try body(worker) } catch {
                failure.withLock { if $0 == nil { $0 = error } }
            }
        }
    }
    if let error = failure.withLock({ $0 }) { throw error }
}

/// Runs `body` once for every position, on several threads, each with a context of its own (buffers, cipher contexts).
/// After an error no further position is started.
/// - Throws: of all errors the one at the lowest position, so that the outcome does not depend on chance. An error of
///   making a context counts as position 0.
package func runPositions<Context: ~Copyable, Failure: Error>(
    _ positions: PositionCounter, workers: Int = defaultWorkerCount,
    context: @Sendable (_ worker: Int) throws(Failure) -> Context,
    _ body: @Sendable (inout Context, _ position: UInt64) throws(Failure) -> Void
) throws(Failure) {
    let first = Mutex<PositionedFailure<Failure>?>(nil)
    try runWorkers(workers) { worker throws(Failure) in
        var position: UInt64 = 0
        do throws(Failure) {
            var state = try context(worker)
            while let next = positions.next() {
                position = next
                try body(&state, next)
            }
        } catch {
            positions.stop()
            let failure = PositionedFailure(position: position, error: error)
            first.withLock { if position < $0?.position ?? .max { $0 = failure } }
        }
    }
    if let failure = first.withLock({ $0 }) { throw failure.error }
}

private struct PositionedFailure<Failure: Error> {
    let position: UInt64
    let error: Failure
}

private func runThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let threads = (1..<max(count, 1)).compactMap { worker in startThread { body(worker) } }
    body(0)
    for thread in threads { pthread_join(thread, nil) }
}
