import Glibc
import Synchronization

/// Being asked to stop: SIGINT, SIGTERM and SIGHUP.
///
/// The first signal is a request, which ``check()`` turns into an error at the next call, stripe or entry, so that everything
/// is cleared up on the usual way out. A second signal, or two seconds without an end, clears up what is known to be
/// unfinished and ends the process at once, with 128 and the signal's number.
package enum Interruption {
    private static let signal = Atomic<Int32>(0)
    private static let leavesInterrupts = Atomic<Bool>(false)
    private static let hooks = Mutex<[@Sendable () -> Void]>([])

    /// The signal that asked the process to stop, or nil.
    package static var requested: Int32? {
        let number = signal.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    /// - Throws: ``SystemError/Code/interrupted`` once the process was asked to stop.
    package static func check() throws(SystemError) {
        if let number = requested { throw SystemError(.interrupted, "signal", number: number) }
    }

    /// Something to be done before the process ends in a hurry, such as giving the terminal its echo back. It runs on
    /// another thread than all else.
    package static func atEmergencyExit(_ hook: @escaping @Sendable () -> Void) {
        hooks.withLock { $0.append(hook) }
    }

    /// While a pager has the terminal, SIGINT is meant for the pager: this process ends when the pager does.
    static func leaveInterrupts(_ leaves: Bool) { leavesInterrupts.store(leaves, ordering: .relaxed) }

    /// Begins to listen, once, from the main thread and before any other thread is made, since threads inherit what they
    /// block. Signals that the process was started to ignore, as by nohup(1), are left ignored. SIGPIPE and SIGXFSZ are
    /// ignored too: the error of write(2) tells of them.
    package static func install() {
        for number in [SIGPIPE, SIGXFSZ] { Glibc.signal(number, SIG_IGN) }
        var awaited = sigset_t()
        sigemptyset(&awaited)
        for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) { sigaddset(&awaited, number) }
        pthread_sigmask(SIG_BLOCK, &awaited, nil)
        installWake()
        listen(Listener(awaited: awaited, main: pthread_self()))
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == ignoredHandler
    }

    /// SIG_IGN of signal(7), which is a cast that Swift cannot compare.
    private static let ignoredHandler = 1

    /// SIGURG, which nobody sends to us otherwise, wakes the main thread from a call that waits, such as reading a
    /// passphrase: without SA_RESTART the call ends with EINTR.
    private static func installWake() {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        sigaction(SIGURG, &action, nil)
    }

    private struct Listener: Sendable {
        let awaited: sigset_t
        let main: pthread_t
    }

    private static func listen(_ listener: Listener) {
        startDetachedThread {
            signal.store(wait(listener.awaited, seconds: nil), ordering: .relaxed)
            pthread_kill(listener.main, SIGURG)
            _ = wait(listener.awaited, seconds: 2)
            endNow()
        }
    }

    /// - Returns: the signal's number, or -1 when the time is over.
    private static func wait(_ awaited: sigset_t, seconds: Int?) -> Int32 {
        var awaited = awaited
        var limit = timespec(tv_sec: seconds ?? 0, tv_nsec: 0)
        while true {
            let number = seconds == nil ? sigwaitinfo(&awaited, nil) : sigtimedwait(&awaited, nil, &limit)
            if number == SIGINT, leavesInterrupts.load(ordering: .relaxed) { continue }
            if number > 0 || seconds != nil { return number }
        }
    }

    private static func endNow() {
        // A hook that hangs, or a disk that does, must not keep the process: alarm(2) ends it.
        Glibc.signal(SIGALRM, SIG_DFL)
        alarm(5)
        for hook in hooks.withLock({ $0 }) { hook() }
        InterimEntry.discardAll()
        _exit(128 + signal.load(ordering: .relaxed))
    }
}
