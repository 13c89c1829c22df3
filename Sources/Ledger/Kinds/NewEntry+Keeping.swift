import DER

extension NewEntry {
    /// A record was given another grade.
    /// - Parameters:
    ///   - package: the package that it concerns, if it does one.
    ///   - decider: who decided. Personal.
    package static func labelChanged(
        package: [UInt8]?, from old: String, to new: String, decider: String?, reason: String, by author: Author,
        at time: DERTime
    ) -> NewEntry {
        var entry = NewEntry(.label, by: author, at: time)
        entry.setBytes("package", package)
        entry.setText("from", old)
        entry.setText("to", new)
        entry.setPersonal("decider", decider)
        entry.setText("reason", reason)
        return entry
    }

    /// Something happened to a key.
    /// - Parameters:
    ///   - fingerprint: of the identity, 32 bytes.
    ///   - algorithms: names of the recommended list.
    package static func key(
        _ event: KeyEvent, fingerprint: [UInt8], algorithms: [String], by author: Author, at time: DERTime
    ) -> NewEntry {
        var entry = NewEntry(.key, by: author, at: time)
        entry.setText("event", event.rawValue)
        entry.setBytes("fingerprint", fingerprint)
        entry.setTexts("algorithms", algorithms)
        return entry
    }

    /// A rule was changed.
    /// - Parameter event: its stable name, such as "withdrawn", "restored", "retention" or "ledger-unavailable".
    package static func policy(
        _ event: String, algorithm: String? = nil, value: String? = nil, reason: String? = nil, by author: Author,
        at time: DERTime
    ) -> NewEntry {
        var entry = NewEntry(.policy, by: author, at: time)
        entry.setText("event", event)
        entry.setText("algorithm", algorithm)
        entry.setText("value", value)
        entry.setText("reason", reason)
        return entry
    }

    /// The notice that trails are kept was shown.
    /// - Parameter version: of the notice's text.
    package static func notice(
        version: String, onTerminal: Bool, confirmed: Bool, by author: Author, at time: DERTime
    ) -> NewEntry {
        var entry = NewEntry(.notice, by: author, at: time)
        entry.setText("version", version)
        entry.setText("shown", onTerminal ? "terminal" : "other")
        entry.setFlag("confirmed", confirmed)
        return entry
    }
}
