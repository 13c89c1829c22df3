/// Which entries are wanted: all, or some paths with what lies below and the folders above them.
package struct Selection: Sendable {
    private let paths: [[UInt8]]?

    /// Everything.
    package static let everything = Selection(paths: nil)

    private init(paths: [[UInt8]]?) { self.paths = paths }

    /// - Parameter paths: without "/" at the end; at least one.
    package init(_ paths: [[UInt8]]) { self.paths = paths }

    /// Whether nothing is left out.
    package var isEverything: Bool { paths == nil }

    /// Whether an entry is wanted, or is a folder above one that is.
    package func contains(_ entry: Entry) -> Bool {
        guard let paths else { return true }
        return paths.contains { path in
            path == entry.path || EntryPath.lies(entry.path, in: path)
                || entry.node == .folder && EntryPath.lies(path, in: entry.path)
        }
    }

    /// The first path that no entry of `found` is.
    func missing(among found: Set<[UInt8]>) -> [UInt8]? { paths?.first { !found.contains($0) } }

    /// Whether a path was asked for by itself.
    func names(_ path: [UInt8]) -> Bool { paths?.contains(path) ?? false }
}
