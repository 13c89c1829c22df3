import Glibc
import Keyring
import Ledger

extension Author {
    /// Whoever works here: under the name of an identity, if one is used, otherwise that of the user.
    package init(_ identity: Identity?) {
        self.init(
            actor: identity?.signing.subject.commonName ?? Self.userName, identity: identity?.fingerprint.bytes,
            host: Self.hostName)
    }

    /// Of the effective user, from the system's list of users; the number where it is not on it.
    package static var userName: String {
        let user = geteuid()
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
            guard let start = buffer.baseAddress, getpwuid_r(user, &entry, start, buffer.count, &found) == 0,
                found != nil, let name = entry.pw_name
            else { return String(user) }
            return String(cString: name)
        }
    }

    /// As gethostname(2) tells it; nil if it tells nothing.
    private static var hostName: String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let start = buffer.baseAddress, gethostname(start, 255) == 0 else { return nil }
            buffer[255] = 0
            let name = String(cString: start)
            return name.isEmpty ? nil : name
        }
    }
}
