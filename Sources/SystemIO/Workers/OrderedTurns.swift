import Glibc

/// Lets workers that finish in any order act one after the other, by position: a pipe is read and written this way.
///
///     if turns.take(position) {          // waits until every position before has called done
///         defer { turns.done() }
///         ...
///     }
package final class OrderedTurns: @unchecked Sendable {
    // Sendable: `current` and `isCancelled` are touched only under `mutex`; `mutex` and `changed` live at fixed
    // addresses from init to deinit.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var current: UInt64 = 0
    private var isCancelled = false

    /// The first turn is that of position 0.
    package init() {
        mutex.initialize(to: pthread_mutex_t())
        changed.initialize(to: pthread_cond_t())
        // With default attributes neither call can fail in glibc.
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Waits until it is this position's turn.
    /// - Returns: false if the turns were cancelled, or if this position's turn is already over.
    package func take(_ position: UInt64) -> Bool {
        locked {
            while !isCancelled, current < position { pthread_cond_wait(changed, mutex) }
            return !isCancelled && current == position
        }
    }

    /// Passes the turn on to the next position. Called by whoever took the current one.
    package func done() {
        locked {
            current += 1
            pthread_cond_broadcast(changed)
        }
    }

    /// Ends all waiting; no turn is given any more.
    package func cancel() {
        locked {
            isCancelled = true
            pthread_cond_broadcast(changed)
        }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
