import Glibc
import SystemIO

extension Ledger {
    /// `$XDG_DATA_HOME/fubako/ledger`, or `$HOME/.local/share/fubako/ledger` (XDG Base Directory Specification; a relative
    /// XDG_DATA_HOME is ignored as it demands). Nil if HOME is not an absolute path either.
    package static func defaultPath(
        variable: (String) -> String? = { name in getenv(name).map { String(cString: $0) } }
    ) -> Path? {
        if let data = variable("XDG_DATA_HOME"), data.hasPrefix("/") { return Path(data).appending("fubako/ledger") }
        guard let home = variable("HOME"), home.hasPrefix("/") else { return nil }
        return Path(home).appending(".local/share/fubako/ledger")
    }
}
