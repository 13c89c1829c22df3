import Label
import SystemIO

/// What is to be sealed, listed: every entry in the order of the index, and what could not be taken along.
package struct TreeScan: ~Copyable {
    /// Devices, sockets and FIFOs: their paths and kinds.
    package private(set) var specials: [(path: [UInt8], kind: FileMetadata.Special)] = []
    /// Files with more than one name; each becomes a copy of its own.
    package private(set) var hardLinks: UInt64 = 0
    /// Label records, which are not sealed: their labels are for the sender to inherit.
    package private(set) var labelRecords: [[UInt8]] = []
    /// Entries whose setuid, setgid or sticky bit is left out.
    package private(set) var droppedModeBits: UInt64 = 0
    private var hasFile = false
    /// What was listed.
    package let tree: SourceTree
    /// The index of what was listed.
    package private(set) var index = IndexBuilder()

    /// At most this many special files, and label records, are listed by name.
    private static let specialLimit = 1_000

    /// Lists `tree`. Special files are collected, not entered.
    /// - Parameters:
    ///   - openOutput: the file that the package is about to be written to, if it is open already.
    ///   - outputFolder: the folder that the package will appear in, which may be mounted in more than one place.
    ///   - isExcluded: whether to leave out a path, and what lies below it.
    /// - Throws: `unsealableName` for names that the format refuses; `system`, for `openOutput` or `outputFolder` among them with
    ///   ``SystemError/Code/inputIsOutput`` or ``SystemError/Code/outputInsideInput``.
    package init(
        _ tree: SourceTree, openOutput: FileIdentity? = nil, outputFolder: FileIdentity? = nil,
        excluding isExcluded: @escaping ([UInt8]) -> Bool
    ) throws(PackageFormatError) {
        self.tree = tree
        var walk = tree.walk(excluding: isExcluded)
        while let metadata = try Self.next(&walk) {
            if metadata.kind == .file, metadata.identity == openOutput { throw Self.isOutput(walk.path) }
            if metadata.kind == .folder, metadata.identity == outputFolder {
                throw PackageFormatError(
                    SystemError(.outputInsideInput, "open", path: Path(walk.path)), path: walk.path)
            }
            try add(walk.path, metadata, linkTarget: walk.linkTarget)
        }
    }

    /// Bytes of content to be sealed.
    package var contentLength: UInt64 { index.contentLength }

    /// Files, folders and symbolic links to be sealed.
    package var entryCount: UInt64 { index.count }

    /// Whether one file is to be sealed and nothing else.
    package var holdsOneFile: Bool { index.count == 1 && hasFile }

    private static func next(_ walk: inout SourceWalk) throws(PackageFormatError) -> FileMetadata? {
        do { return try walk.next() } catch {
            throw PackageFormatError(error, path: error.path.map { Array($0.bytes) })
        }
    }

    private static func isOutput(_ path: [UInt8]) -> PackageFormatError {
        let code: SystemError.Code = path.contains(EntryPath.slash) ? .outputInsideInput : .inputIsOutput
        return PackageFormatError(SystemError(code, "open", path: Path(path)), path: path)
    }

    private mutating func add(
        _ path: [UInt8], _ metadata: FileMetadata, linkTarget: [UInt8]
    ) throws(PackageFormatError) {
        let node: Entry.Node
        switch metadata.kind {
        case .file: node = .file(metadata.size)
        case .folder: node = .folder
        case .symbolicLink: node = .link(linkTarget)
        case .special(let kind):
            if specials.count < Self.specialLimit { specials.append((path, kind)) }
            return
        }
        if metadata.kind == .file, path.hasSuffix(LabelRecord.suffix) { return try addLabelRecord(path) }
        if metadata.kind == .file, metadata.size == 0 { try checkEmpty(path, metadata) }
        if metadata.kind == .file, metadata.linkCount > 1 { hardLinks += 1 }
        if metadata.mode & 0o7000 != 0 { droppedModeBits += 1 }
        if metadata.kind == .file { hasFile = true }
        try index.append(
            Entry(path: path, mode: metadata.mode & 0o777, modified: metadata.modified, node: node))
    }

    private mutating func addLabelRecord(_ path: [UInt8]) throws(PackageFormatError) {
        guard labelRecords.count < Self.specialLimit else {
            throw PackageFormatError(.tooLarge, "more than 1,000 label records", path: path)
        }
        labelRecords.append(path)
    }

    /// Nothing of an empty file is read later, so that it must be seen now whether it is as empty as it says: those of
    /// procfs are not.
    private func checkEmpty(_ path: [UInt8], _ metadata: FileMetadata) throws(PackageFormatError) {
        do throws(SystemError) {
            let file = try tree.open(path, metadata)
            guard try file.isAtEnd() else { throw SystemError(.changedWhileRead, "read", path: Path(path)) }
        } catch { throw PackageFormatError(error, path: path) }
    }

    /// The listed entries, for sealing.
    consuming func takeIndex() -> IndexBuilder { index }
}

extension [UInt8] {
    /// Whether these bytes end in that text.
    func hasSuffix(_ text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
