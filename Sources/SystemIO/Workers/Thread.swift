import Glibc

/// What a thread is started with. It lives until the thread has taken it over.
private final class ThreadStart: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

/// Starts a thread, which must be joined.
/// - Returns: nil if the system has no thread left.
func startThread(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    // Deep enough for OpenSSL and Swift, and independent of `ulimit -s`.
    pthread_attr_setstacksize(&attributes, 2 << 20)
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(ThreadStart(body))
    let result = pthread_create(
        &thread, &attributes,
        { argument in
            guard let argument else { return nil }
            Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue().body()
            return nil
        }, argument.toOpaque())
    if result == 0 { return thread }
    argument.release()
    return nil
}

/// Starts a thread that nobody waits for.
func startDetachedThread(_ body: @escaping @Sendable () -> Void) {
    if let thread = startThread(body) { pthread_detach(thread) }
}
