import Yams

/// The keys of one route in the book, each to be taken once. What is left at the end nobody knows.
struct RouteFields {
    private var values: [String: Node] = [:]
    private var lines: [String: Int] = [:]
    /// Where the route begins.
    let line: Int

    /// - Throws: `malformed` for anything but a mapping with texts as keys; `duplicate`.
    init(_ node: Node, allowed: Set<String>) throws(RoutesError) {
        line = node.mark?.line ?? 1
        guard case .mapping(let mapping) = node else {
            throw RoutesError(.malformed, "a mapping of keys and values is expected", line: line)
        }
        for (key, value) in mapping {
            let line = key.mark?.line ?? line
            guard case .scalar(let name) = key else { throw RoutesError(.malformed, "a key is a word", line: line) }
            guard allowed.contains(name.string) else {
                throw RoutesError(
                    .unknownKey, "the book of routes has a key that is not known here", line: line, said: name.string)
            }
            guard values.updateValue(value, forKey: name.string) == nil else {
                throw RoutesError(.duplicate, "a key stands twice", line: line, said: name.string)
            }
            lines[name.string] = line
        }
    }

    /// The line of a key, or of the route.
    func line(of key: String) -> Int { lines[key] ?? line }

    /// A node as it is.
    mutating func node(_ key: String) throws(RoutesError) -> Node {
        guard let node = values.removeValue(forKey: key) else { throw missing(key) }
        return node
    }

    mutating func text(_ key: String) throws(RoutesError) -> String {
        guard let text = try optionalText(key) else { throw missing(key) }
        return text
    }

    mutating func optionalText(_ key: String) throws(RoutesError) -> String? {
        guard let node = values.removeValue(forKey: key) else { return nil }
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else { throw bad(key, "a text is expected") }
        return scalar.string
    }

    mutating func number(_ key: String) throws(RoutesError) -> UInt64? {
        guard let text = try optionalText(key) else { return nil }
        guard let number = UInt64(text), String(number) == text else { throw bad(key, "a number is expected") }
        return number
    }

    mutating func flag(_ key: String) throws(RoutesError) -> Bool {
        switch try optionalText(key) {
        case nil, "false": return false
        case "true": return true
        default: throw bad(key, "true or false is expected")
        }
    }

    mutating func texts(_ key: String) throws(RoutesError) -> [String] {
        guard let node = values.removeValue(forKey: key) else { return [] }
        guard case .sequence(let sequence) = node else { throw bad(key, "a list of words is expected") }
        var texts: [String] = []
        for item in sequence {
            guard case .scalar(let scalar) = item else { throw bad(key, "a list of words is expected") }
            texts.append(scalar.string)
        }
        return texts
    }

    /// - Throws: `unknownKey` if anything was not taken: a key that belongs to another kind of route.
    func finish() throws(RoutesError) {
        guard let key = values.keys.min(by: { line(of: $0) < line(of: $1) }) else { return }
        throw RoutesError(
            .unknownKey, "a key does not belong to a route of this kind", line: line(of: key), said: key)
    }

    func bad(_ key: String, _ reason: String) -> RoutesError {
        RoutesError(.badValue, reason, line: line(of: key), said: key)
    }

    private func missing(_ key: String) -> RoutesError {
        RoutesError(.missingKey, "a key is missing", line: line, said: key)
    }
}
