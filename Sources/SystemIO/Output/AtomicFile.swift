import Glibc

/// An output file that appears whole under its name, or not at all.
///
/// The bytes go to a file without a name (O_TMPFILE) in the target's folder. Where the filesystem has none, and for the
/// moment in which an older file is replaced, it is called ".fubako-" and random digits.
/// ``commit()`` synchronises the file, gives it its name in one step, and synchronises the folder. Without it, nothing is
/// left behind.
package struct AtomicFile: ~Copyable {
    /// The file, for reading and writing.
    package let descriptor: Descriptor
    private let folder: SharedDescriptor
    private let target: Path
    private let isReplacing: Bool
    private let mode: UInt32
    private let state: StateFolder?
    /// The name that stands for the target until the commit, where there is one.
    private var interim: InterimEntry?

    /// How the names in between begin: for folders of our own, which are cleared of them without a record.
    package static let interimPrefix = RandomName.prefix

    /// Opens a new file, with mode 0600 until it is committed.
    /// - Parameters:
    ///   - replacing: whether a file that has the name already is replaced. If it is a symbolic link, then the link.
    ///   - mode: permission bits that the committed file has.
    ///   - state: where a name in between is recorded, so that ``recoverStaging(_:)`` removes it if this process is killed.
    ///     To be given for plaintext.
    /// - Throws: ``SystemError/Code/exists`` at once if the name is taken and `replacing` is false;
    ///   ``SystemError/Code/otherKind`` if what has it is never replaced; ``SystemError/Code/unsafeName`` if it is empty.
    package init(
        _ target: Path, replacing: Bool = false, mode: UInt32 = FileMode.privateFile, state: StateFolder? = nil
    ) throws(SystemError) {
        let folder = SharedDescriptor(try Descriptor.open(target.folder, [.readOnly, .folder]))
        try Self.check(target, in: folder.descriptor, replacing: replacing)
        if let unnamed = try Self.openUnnamed(target, in: folder.descriptor) {
            self.init(unnamed, folder, target, replacing, mode, state, nil)
        } else {
            let interim = try InterimEntry(in: folder, path: target.folder, state: state)
            self.init(try Self.open(interim), folder, target, replacing, mode, state, interim)
        }
    }

    // Apart, because a noncopyable value with a `deinit` cannot be left half made by a throw.
    private init(
        _ descriptor: consuming Descriptor, _ folder: SharedDescriptor, _ target: Path, _ isReplacing: Bool,
        _ mode: UInt32, _ state: StateFolder?, _ interim: InterimEntry?
    ) {
        self.descriptor = descriptor
        self.folder = folder
        self.target = target
        self.isReplacing = isReplacing
        self.mode = mode
        self.state = state
        self.interim = interim
    }

    deinit {
        // Nothing can be reported here; a name that stays is one that the next run removes.
        try? interim?.discard()
    }

    /// Makes the file appear under its name.
    /// - Throws: ``SystemError/Code/exists`` if the name was taken meanwhile and may not be replaced: what took it is left
    ///   alone. The code of errno if the bytes did not reach the medium: then there is no file, unless it was the folder
    ///   that could not be synchronised.
    package consuming func commit() throws(SystemError) {
        do {
            try descriptor.setMode(mode)
            try descriptor.synchronize()
            try place()
            try folder.descriptor.synchronize()
        } catch { throw error.at(target) }
    }

    private mutating func place() throws(SystemError) {
        let name = Path(target.name)
        if interim == nil, !isReplacing { return try folder.descriptor.link(descriptor, as: name) }
        if interim == nil {
            let named = try InterimEntry(in: folder, path: target.folder, state: state)
            interim = named
            try folder.descriptor.link(descriptor, as: named.name)
        }
        guard let interim else { return }
        try interim.beginPlacing()
        try folder.descriptor.rename(interim.name, to: folder.descriptor, as: name, replacing: isReplacing)
    }

    private static func check(
        _ target: Path, in folder: borrowing Descriptor, replacing: Bool
    ) throws(SystemError) {
        let name = Path(target.name)
        if target.isEmpty { throw SystemError(.unsafeName, "open", path: target) }
        if name.isEmpty || name == "." || name == ".." { throw SystemError(.otherKind, "open", path: target) }
        guard let found = try folder.metadataIfPresent(of: name) else { return }
        switch found.kind {
        case .folder, .special: throw SystemError(.otherKind, "open", path: target)
        case _ where !replacing: throw SystemError(.exists, "open", path: target, number: EEXIST)
        case .file, .symbolicLink: return
        }
    }

    /// - Returns: nil where the filesystem has no files without names.
    private static func openUnnamed(
        _ target: Path, in folder: borrowing Descriptor
    ) throws(SystemError) -> Descriptor? {
        do { return try Descriptor.open(".", in: folder, [.readWrite, .unnamed]) } catch {
            if error.lacksUnnamedFiles { return nil }
            throw error.at(target)
        }
    }

    private static func open(_ interim: InterimEntry) throws(SystemError) -> Descriptor {
        let flags: OpenFlags = [.readWrite, .create, .exclusive, .noFollow]
        do { return try Descriptor.open(interim.name, in: interim.parent.descriptor, flags) } catch {
            // The first error is the one to report.
            try? interim.discard()
            throw error
        }
    }
}
