/// The rules that an entry's path obeys, so that it means the same file below the chosen folder on every system.
///
///  1. 1...4,096 bytes of valid UTF-8, as the file system has them: not normalised.
///  2. Components separated by "/", each 1...255 bytes, none of them "." or "..".
///  3. No control characters (U+0000-001F, U+007F-009F).
///  4. No "/" at the start or the end.
package enum EntryPath {
    static let slash = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")

    /// Which rule a path breaks, in words; nil if it obeys all.
    package static func fault(in path: [UInt8]) -> String? {
        guard !path.isEmpty, path.count <= Format.maximumNameSize else { return "1 to 4,096 bytes are allowed" }
        if let fault = textFault(path) { return fault }
        for component in path.split(separator: slash, omittingEmptySubsequences: false) {
            if let fault = componentFault(component) { return fault }
        }
        return nil
    }

    /// Which rule a link's target breaks: it may begin with "../", at most `depth` times, and go through ".", but ".."
    /// never follows a name, for a name may itself be a link.
    /// - Parameter depth: folders above the link.
    package static func linkFault(in target: [UInt8], depth: Int) -> String? {
        guard !target.isEmpty, target.count <= Format.maximumNameSize else { return "1 to 4,096 bytes are allowed" }
        if let fault = textFault(target) { return fault }
        var (ascents, hasName) = (0, false)
        for component in target.split(separator: slash, omittingEmptySubsequences: false) {
            if component.elementsEqual([dot]) { continue }
            guard component.elementsEqual([dot, dot]) else {
                if let fault = componentFault(component) { return fault }
                hasName = true
                continue
            }
            ascents += 1
            if hasName { return "the link climbs with \"..\" after a name" }
            if ascents > depth { return "the link leads out of the package" }
        }
        return nil
    }

    /// Component by component as bytes: "/" counts below every other byte.
    package static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.lexicographicallyPrecedes(right) { ($0 == slash ? 0 : $0) < ($1 == slash ? 0 : $1) }
    }

    /// Whether a path lies in a folder, at any depth; no path lies in itself.
    package static func lies(_ path: [UInt8], in folder: [UInt8]) -> Bool {
        path.count > folder.count && path[folder.count] == slash && path.starts(with: folder)
    }

    private static func textFault(_ bytes: [UInt8]) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return "not valid UTF-8" }
        let controls: [ClosedRange<UInt32>] = [0...0x1F, 0x7F...0x9F]
        for scalar in text.unicodeScalars where controls.contains(where: { $0.contains(scalar.value) }) {
            return "a control character"
        }
        return nil
    }

    private static func componentFault(_ component: ArraySlice<UInt8>) -> String? {
        if component.isEmpty { return "an empty component, or \"/\" at the start or the end" }
        if component.count > Format.maximumComponentSize { return "a component of more than 255 bytes" }
        if component.elementsEqual([dot]) || component.elementsEqual([dot, dot]) {
            return "a component \".\" or \"..\""
        }
        return nil
    }
}
