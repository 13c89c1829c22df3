import Glibc

/// Where the program remembers from run to run what it has not finished: `fubako` below XDG_STATE_HOME, or below
/// `~/.local/state` (XDG Base Directory Specification). Only its owner may use it.
package final class StateFolder: Sendable {
    /// Where it is.
    package let path: Path
    /// Records of what is being made, each held by a flock of its maker.
    let records: Descriptor

    /// Opens the folder, and makes it if it is missing.
    /// - Parameter path: instead of the place that the environment gives.
    /// - Throws: ``SystemError/Code/unsafePermissions`` if others may use it; ``SystemError/Code/notFound`` if the
    ///   environment names no home.
    package init(at path: Path? = nil) throws(SystemError) {
        let path = if let path { path } else { try Self.standardPath() }
        self.path = path
        _ = try PrivateFolder.open(path)
        records = try PrivateFolder.open(path.appending("staging"))
    }

    private init(path: Path, records: consuming Descriptor) {
        self.path = path
        self.records = records
    }

    /// Opens the folder if it is there, and makes nothing.
    /// - Parameter path: instead of the place that the environment gives.
    /// - Returns: nil if there is none, or the environment names no home: then nothing was ever left.
    /// - Throws: ``SystemError/Code/unsafePermissions`` if others may use it.
    package static func existing(at path: Path? = nil) throws(SystemError) -> StateFolder? {
        do {
            let path = if let path { path } else { try standardPath() }
            _ = try PrivateFolder.openExisting(path)
            return StateFolder(path: path, records: try PrivateFolder.openExisting(path.appending("staging")))
        } catch {
            if error.code == .notFound { return nil }
            throw error
        }
    }

    /// Where it is unless it is named. A relative XDG_STATE_HOME is to be ignored, says the specification.
    /// - Throws: ``SystemError/Code/notFound`` if the environment names no home.
    package static func standardPath() throws(SystemError) -> Path {
        if let state = environmentPath("XDG_STATE_HOME"), state.isAbsolute { return state.appending("fubako") }
        guard let home = environmentPath("HOME"), home.isAbsolute else {
            throw SystemError(.notFound, "getenv", path: "HOME")
        }
        return home.appending(".local/state/fubako")
    }

    private static func environmentPath(_ name: String) -> Path? {
        guard let value = getenv(name) else { return nil }
        return Path(UnsafeRawBufferPointer(start: value, count: strlen(value)))
    }
}
