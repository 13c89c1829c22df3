/// Who writes an entry, and where.
package struct Author: Hashable, Sendable {
    /// Who: a name, an address, or the user's name on this machine. Personal.
    package var actor: String
    /// The fingerprint of the writer's own identity, 32 bytes; nil if there is none.
    package var identity: [UInt8]?
    /// On which machine. Personal.
    package var host: String?

    /// - Parameters:
    ///   - identity: the fingerprint of the writer's own identity, 32 bytes.
    package init(actor: String, identity: [UInt8]? = nil, host: String? = nil) {
        self.actor = actor
        self.identity = identity
        self.host = host
    }
}
