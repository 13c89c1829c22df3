import SystemIO

/// The last pass over the entries, when all contents are written: symbolic links, so that nothing was ever written through
/// one; then times and modes of files that several workers wrote, and of folders, the inner before the outer.
struct LinksAndMetadata {
    private let stripeSize: UInt64
    private let selection: Selection
    private var contentEnd: UInt64 = 0
    /// Folders on the way to the current entry, whose contents are not complete.
    private var openFolders: [Entry] = []

    init(_ geometry: StripeGeometry, _ selection: Selection) {
        stripeSize = UInt64(geometry.plaintextPerStripe)
        self.selection = selection
    }

    consuming func run(
        _ package: borrowing UnlockedPackage, _ contents: borrowing Contents,
        _ root: borrowing ExtractionRoot
    ) throws(PackageFormatError) {
        var pass = self
        try package.forEachEntry(of: contents) { entry throws(PackageFormatError) in
            let start = pass.contentEnd
            pass.contentEnd += entry.size
            guard pass.selection.contains(entry) else { return }
            try pass.leaveFolders(before: entry, root)
            try pass.finish(entry, start: start, root)
        }
        try pass.leaveFolders(before: nil, root)
    }

    private mutating func finish(
        _ entry: Entry, start: UInt64, _ root: borrowing ExtractionRoot
    ) throws(PackageFormatError) {
        switch entry.node {
        case .folder: openFolders.append(entry)
        case .link(let target):
            try extracting(entry) { () throws(SystemError) in
                try root.createSymbolicLink(entry.path, target: target, modified: entry.modified)
            }
        case .file(let size):
            guard size > 0, start / stripeSize != (start + size - 1) / stripeSize else { return }
            try extracting(entry) { () throws(SystemError) in
                let file = try root.openFile(entry.path)
                try file.setMetadata(mode: entry.mode, modified: entry.modified)
                try file.close()
            }
        }
    }

    /// Completes the folders that `next` does not lie in; all at the end.
    private mutating func leaveFolders(
        before next: Entry?, _ root: borrowing ExtractionRoot
    ) throws(PackageFormatError) {
        while let folder = openFolders.last {
            if let next, EntryPath.lies(next.path, in: folder.path) { return }
            try extracting(folder) { () throws(SystemError) in
                try root.setMetadata(ofFolder: folder.path, mode: folder.mode, modified: folder.modified)
            }
            openFolders.removeLast()
        }
    }
}
