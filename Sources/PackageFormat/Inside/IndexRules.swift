/// Checks, entry by entry in the order of the index, what makes a tree of them: strictly ascending paths, so that none
/// occurs twice; every parent an earlier folder, so that none lies below a file or a link; links that stay inside; sizes
/// that add up. Memory grows with the depth of the tree only.
package struct IndexRules {
    private var previous: [UInt8]?
    /// Folders that the current entry may lie in: those on the way to the previous entry.
    private var openFolders: [[UInt8]] = []
    /// Bytes of content so far.
    package private(set) var contentLength: UInt64 = 0
    /// Entries so far.
    package private(set) var count: UInt64 = 0

    /// Before the first entry.
    package init() {}

    /// - Throws: `badIndex` with the path.
    package mutating func check(_ entry: Entry) throws(PackageFormatError) {
        if let fault = EntryPath.fault(in: entry.path) ?? placeFault(entry) ?? linkFault(entry) {
            throw PackageFormatError(.badIndex, fault, place: Place(.index), path: entry.path)
        }
        let (sum, overflow) = contentLength.addingReportingOverflow(entry.size)
        if overflow {
            throw PackageFormatError(.badIndex, "sizes exceed all bounds", place: Place(.index), path: entry.path)
        }
        contentLength = sum
        count += 1
        previous = entry.path
        if case .folder = entry.node { openFolders.append(entry.path) }
    }

    private mutating func placeFault(_ entry: Entry) -> String? {
        if let previous, !EntryPath.precedes(previous, entry.path) {
            return previous == entry.path ? "the path occurs twice" : "the entries are not in ascending order"
        }
        while let folder = openFolders.last, !EntryPath.lies(entry.path, in: folder) { openFolders.removeLast() }
        let parent = entry.path.lastIndex(of: EntryPath.slash).map { Array(entry.path[..<$0]) }
        if let parent, openFolders.last != parent { return "it does not lie in an earlier folder" }
        return nil
    }

    private func linkFault(_ entry: Entry) -> String? {
        guard case .link(let target) = entry.node else { return nil }
        return EntryPath.linkFault(in: target, depth: entry.path.count { $0 == EntryPath.slash })
    }
}
