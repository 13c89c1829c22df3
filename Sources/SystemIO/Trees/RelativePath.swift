/// Rules for paths that others have chosen, as they stand in an index: components joined by "/".
package enum RelativePath {
    /// The longest path in bytes: what the kernel takes (PATH_MAX), less its terminator.
    package static let limit = 4_095
    /// The longest component in bytes (NAME_MAX).
    package static let componentLimit = 255

    /// Whether a path names something inside a folder and could name nothing else: relative, not empty, no component
    /// empty, "." or "..", no NUL, and within the limits.
    package static func isSafe(_ path: [UInt8]) -> Bool {
        path.count <= limit && areSafeComponents(path[...])
    }

    /// Whether a symbolic link at a safe path stays inside the folder, whatever other such links there are.
    ///
    /// The target must be relative, with ".." before any name only, and no more of them than the link has folders above
    /// it. Those are real folders, so that counting is exact; what follows only descends, and if that passes another link,
    /// then by the same rule that one stays inside. A ".." after a name could climb from wherever a link had led. "." leads
    /// nowhere, wherever it stands.
    package static func isSafeLink(_ path: [UInt8], target: [UInt8]) -> Bool {
        guard isSafe(path), target.count <= limit else { return false }
        var climbs = path.count { $0 == Path.slash }
        var hasName = false
        for component in target.split(separator: Path.slash, omittingEmptySubsequences: false) {
            if component.elementsEqual(".".utf8) { continue }
            if component.elementsEqual("..".utf8) {
                if hasName || climbs == 0 { return false }
                climbs -= 1
            } else {
                guard isSafeComponent(component) else { return false }
                hasName = true
            }
        }
        return true
    }

    private static func areSafeComponents(_ path: ArraySlice<UInt8>) -> Bool {
        var start = path.startIndex
        while let end = path[start...].firstIndex(of: Path.slash) {
            guard isSafeComponent(path[start..<end]) else { return false }
            start = end + 1
        }
        return isSafeComponent(path[start...])
    }

    private static func isSafeComponent(_ component: ArraySlice<UInt8>) -> Bool {
        guard (1...componentLimit).contains(component.count), !component.contains(0) else { return false }
        return !(component.count <= 2 && component.allSatisfy { $0 == UInt8(ascii: ".") })
    }

    /// The part before the last slash, or nil if there is none.
    static func folder(_ path: [UInt8]) -> Path? {
        path.lastIndex(of: Path.slash).map { Path(path[..<$0]) }
    }
}
