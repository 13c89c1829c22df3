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
    private let folder: Descriptor
    private let target: Path
    private let isReplacing: Bool
    private let mode: UInt32
    /// The name that stands for the target until the commit, where there is one.
    private var interim: Path?

    /// Opens a new file, with mode 0600 until it is committed.
    /// - Parameters:
    ///   - replacing: whether a file that has the name already is replaced. If it is a symbolic link, then the link.
    ///   - mode: permission bits that the committed file has.
    /// - Throws: ``SystemError/Code/exists`` at once if the name is taken and `replacing` is false;
    ///   ``SystemError/Code/isFolder`` or ``SystemError/Code/notRegularFile`` if what has it is never replaced.
    package init(
        _ target: Path, replacing: Bool = false, mode: UInt32 = FileMode.privateFile
    ) throws(SystemError) {
        let folder = try Descriptor.open(target.folder, [.readOnly, .folder])
        try Self.check(target, in: folder, replacing: replacing)
        var interim: Path?
        let descriptor = try Self.open(target, in: folder, interim: &interim)
        self.init(descriptor, folder, target, replacing, mode, interim)
    }

    // Apart, because a noncopyable value with a `deinit` cannot be left half made by a throw.
    private init(
        _ descriptor: consuming Descriptor, _ folder: consuming Descriptor, _ target: Path, _ isReplacing: Bool,
        _ mode: UInt32, _ interim: Path?
    ) {
        self.descriptor = descriptor
        self.folder = folder
        self.target = target
        self.isReplacing = isReplacing
        self.mode = mode
        self.interim = interim
    }

    deinit {
        // Nothing can be reported here; a name that stays is one that the next run removes.
        if let interim { try? folder.remove(interim) }
    }

    /// Makes the file appear under its name.
    /// - Throws: ``SystemError/Code/exists`` if the name was taken meanwhile and may not be replaced: what took it is left
    ///   alone. The code of errno if the bytes did not reach the medium: then there is no file, unless it was the folder
    ///   that could not be synchronised.
    package consuming func commit() throws(SystemError) {
        try descriptor.setMode(mode)
        try descriptor.synchronize()
        try place()
        try folder.synchronize()
    }

    private mutating func place() throws(SystemError) {
        let name = Path(target.name)
        do throws(SystemError) {
            if interim == nil, !isReplacing { return try folder.link(descriptor, as: name) }
            let interim = try interimName()
            try folder.rename(interim, to: folder, as: name, replacing: isReplacing)
            self.interim = nil
        } catch {
            throw error.at(target)
        }
    }

    private mutating func interimName() throws(SystemError) -> Path {
        if let interim { return interim }
        let name = Path(try RandomName().file)
        try folder.link(descriptor, as: name)
        interim = name
        return name
    }

    private static func check(
        _ target: Path, in folder: borrowing Descriptor, replacing: Bool
    ) throws(SystemError) {
        let name = Path(target.name)
        if name.isEmpty || name == "." || name == ".." { throw SystemError(.isFolder, "open", path: target) }
        guard let found = try folder.metadataIfPresent(of: name) else { return }
        switch found.kind {
        case .folder: throw SystemError(.isFolder, "open", path: target)
        case _ where !replacing: throw SystemError(.exists, "open", path: target, number: EEXIST)
        case .special: throw SystemError(.notRegularFile, "open", path: target)
        case .file, .symbolicLink: return
        }
    }

    private static func open(
        _ target: Path, in folder: borrowing Descriptor, interim: inout Path?
    ) throws(SystemError) -> Descriptor {
        do { return try Descriptor.open(".", in: folder, [.readWrite, .unnamed]) } catch {
            guard error.lacksUnnamedFiles else { throw error.at(target) }
        }
        let name = Path(try RandomName().file)
        let file = try Descriptor.open(name, in: folder, [.readWrite, .create, .exclusive, .noFollow])
        interim = name
        return file
    }
}
