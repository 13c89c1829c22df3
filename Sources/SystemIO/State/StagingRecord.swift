import Glibc

/// A file in the state folder that tells where something unfinished lies, and whose flock tells that its maker lives.
///
/// The record is called by the random digits of the name that it tells of, so that no content can make it point to another
/// name. Its bytes are fields, each ended by NUL:
///
///     "fubako staging 1"  parent folder, absolute  "end"                      when it is made
///     "place"  "0" or "1" (replace what exists)  "end"                        appended before the first move
///
/// Both parts are synchronised before what they announce happens. An incomplete part was never acted on.
struct StagingRecord: ~Copyable {
    let name: RandomName
    private let file: Descriptor

    /// What a record says.
    struct Content: Equatable {
        let parent: Path
        /// Nil while it is staged; then whether names that exist are replaced.
        let isReplacing: Bool?
    }

    private static let magic = "fubako staging 1"
    /// Two paths' worth: more is no record.
    static let limit = 8_192

    /// Makes, locks and writes a record.
    static func make(parent: Path, in state: StateFolder) throws(SystemError) -> StagingRecord {
        while true {
            guard let record = try lockedFile(in: state) else { continue }
            do throws(SystemError) {
                try record.file.writeFully(encode([magic, "end"], parent: parent), at: 0)
                try record.file.synchronize()
                try state.records.synchronize()
            } catch {
                // The first error is the one to report; what it tells of was not made.
                try? record.remove(from: state)
                throw error
            }
            return record
        }
    }

    private init(_ name: RandomName, _ file: consuming Descriptor) {
        self.name = name
        self.file = file
    }

    /// Takes over a record whose maker is gone.
    /// - Returns: nil if its maker lives, or it is gone already.
    /// - Throws: ``SystemError/Code/badRecord`` if it is not a file of ours.
    static func abandoned(_ name: RandomName, in state: StateFolder) throws(SystemError) -> StagingRecord? {
        let path = Path(name.digits)
        let file: Descriptor
        do {
            file = try Descriptor.open(path, in: state.records, [.readWrite, .noFollow, .nonBlocking])
        } catch {
            if error.code == .notFound { return nil }
            throw SystemError(.badRecord, "open", path: path, number: error.number)
        }
        let metadata = try file.metadata()
        guard metadata.kind == .file, metadata.owner == geteuid() else {
            throw SystemError(.badRecord, "open", path: path)
        }
        guard try file.lockIfFree(), try file.metadata().linkCount > 0 else { return nil }
        return StagingRecord(name, file)
    }

    /// What it says, or nil if it was never completed, so that what it would tell of never existed.
    /// - Throws: ``SystemError/Code/badRecord`` if this program cannot have written it.
    func content() throws(SystemError) -> Content? {
        let path = Path(name.digits)
        guard try file.metadata().size <= Self.limit else { throw SystemError(.badRecord, "read", path: path) }
        let bytes = try file.readFully(count: Int(try file.metadata().size), at: 0)
        // What a crash leaves of a write is a part of it, or zeros.
        let magic = Array(Self.magic.utf8) + [0]
        if magic.starts(with: bytes.prefix { $0 != 0 }), bytes.count < magic.count || bytes.first == 0 { return nil }
        guard bytes.starts(with: magic) else { throw SystemError(.badRecord, "read", path: path) }
        return try Self.parse(bytes.split(separator: 0, omittingEmptySubsequences: false), path)
    }

    private static func parse(_ fields: [ArraySlice<UInt8>], _ record: Path) throws(SystemError) -> Content? {
        guard fields.count >= 4, fields[2].elementsEqual("end".utf8) else { return nil }
        let parent = Path(fields[1])
        guard isCanonical(parent) else { throw SystemError(.badRecord, "read", path: record) }
        let isComplete =
            fields.count == 7 && fields[3].elementsEqual("place".utf8) && fields[5].elementsEqual("end".utf8)
        guard isComplete else { return Content(parent: parent, isReplacing: nil) }
        return Content(parent: parent, isReplacing: fields[4].elementsEqual("1".utf8))
    }

    private static func isCanonical(_ path: Path) -> Bool {
        path == "/" || path.isAbsolute && RelativePath.isSafe(Array(path.bytes.dropFirst()))
    }

    /// Tells that the moves to the final names begin: from here on, the next run finishes them.
    func announcePlacing(replacing: Bool) throws(SystemError) {
        let end = try file.metadata().size
        try file.writeFully(Self.encode(["place", replacing ? "1" : "0", "end"], parent: nil), at: end)
        try file.synchronize()
    }

    /// Removes the record, once nothing is left of what it tells of.
    func remove(from state: StateFolder) throws(SystemError) {
        do { try state.records.remove(Path(name.digits)) } catch  where error.code == .notFound {}
    }

    private static func encode(_ words: [String], parent: Path?) -> [UInt8] {
        var fields = words.map { Array($0.utf8) }
        if let parent { fields.insert(Array(parent.bytes), at: 1) }
        return fields.flatMap { $0 + [0] }
    }

    /// A new, empty, locked record; nil if a recovering process took it for an abandoned one between the two steps.
    private static func lockedFile(in state: StateFolder) throws(SystemError) -> StagingRecord? {
        let name = try RandomName()
        let flags: OpenFlags = [.readWrite, .create, .exclusive, .noFollow]
        let file = try Descriptor.open(Path(name.digits), in: state.records, flags)
        guard try file.lockIfFree(), try file.metadata().linkCount > 0 else { return nil }
        return StagingRecord(name, file)
    }
}
