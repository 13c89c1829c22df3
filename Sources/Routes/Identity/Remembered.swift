import Synchronization

/// What was found out once, and holds for the life of the process.
final class Remembered<Value: Sendable>: Sendable {
    private let values = Mutex<[String: Value]>([:])

    /// The value of a key, which is made if it is not known yet. Two that ask at the same time may both make it.
    func callAsFunction(_ key: String, _ make: (String) -> Value) -> Value {
        if let value = value(of: key) { return value }
        let value = make(key)
        values.withLock { $0[key] = value }
        return value
    }

    /// Nil if it is not known yet.
    func value(of key: String) -> Value? { values.withLock { $0[key] } }
}
