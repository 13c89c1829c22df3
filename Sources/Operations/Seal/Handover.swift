import Synchronization

/// A noncopyable value that one thread leaves for another.
struct Handover<Value: ~Copyable & Sendable>: ~Copyable, Sendable {
    private let value: Mutex<Value?>

    init(_ value: consuming Value? = nil) { self.value = Mutex(value) }

    func put(_ value: consuming Value?) {
        var value = value
        self.value.withLock { swap(&$0, &value) }
    }

    func take() -> Value? { value.withLock { $0.take() } }
}
