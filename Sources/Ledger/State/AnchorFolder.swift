import Cryptography
import Glibc
import SystemIO
import Transparency

/// The anchors of all ledgers that were used on this machine: one file for each place where a ledger lies or lay.
struct AnchorFolder: Sendable {
    private let folder: Path
    private let name: String

    /// Length in bytes of an anchor, at most.
    private static let maximumCount = 131_072

    /// - Parameters:
    ///   - state: the program's state folder.
    ///   - ledger: the ledger's folder, which need not exist.
    init(state: Path, ledger: Path) throws(LedgerError) {
        folder = state.appending("ledgers")
        name = try LedgerPlace.name(of: ledger)
    }

    /// What is known of a ledger.
    struct Known {
        /// What lay in the same place.
        var here: Anchor?
        /// The latest of those that have the same key, wherever they lay.
        var latest: Anchor?
        /// Whether the anchor of this place is there, but cannot be read.
        var isDamaged = false
    }

    /// What is known of the ledger with this key.
    /// - Throws: ``LedgerError/Code/system``.
    func known(_ key: VerifierKey) throws(LedgerError) -> Known {
        var known = Known()
        for entry in try names() {
            guard let anchor = try read(entry) else {
                // Those of other places are nothing that this ledger could not do without.
                if entry == name { known.isDamaged = true }
                continue
            }
            if entry == name { known.here = anchor }
            if anchor.key == key, anchor.size > known.latest?.size ?? 0 { known.latest = anchor }
        }
        return known
    }

    /// The anchor of this place; nil if there is none.
    /// - Throws: ``LedgerError/Code/anchorDamaged`` if it cannot be read.
    func here() throws(LedgerError) -> Anchor? {
        guard try names().contains(name) else { return nil }
        guard let anchor = try read(name) else { throw damaged }
        return anchor
    }

    /// What is thrown where the anchor of this place cannot be read.
    var damaged: LedgerError {
        var failure = LedgerError(.anchorDamaged, "what was seen here before cannot be read")
        failure.path = folder.appending(name)
        return failure
    }

    private func names() throws(LedgerError) -> [String] {
        try onSystem(folder) { () throws(SystemError) in
            do throws(SystemError) {
                return try PrivateFolder.openExisting(folder).names().map { String(decoding: $0, as: UTF8.self) }
            } catch {
                if error.code == .notFound { return [] }
                throw error
            }
        }
    }

    /// Nil for what is no anchor: no regular file, one that others may write to, or other bytes.
    private func read(_ name: String) throws(LedgerError) -> Anchor? {
        let path = folder.appending(name)
        return try onSystem(path) { () throws(SystemError) in
            do throws(SystemError) {
                // A named pipe would wait for a writer.
                let file = try Descriptor.open(path, [.readOnly, .noFollow, .nonBlocking])
                guard try file.metadata().kind == .file else { return nil }
                try PrivateFolder.check(file, path)
                try file.lock()
                return Anchor(try file.readToEnd(limit: Self.maximumCount))
            } catch {
                if Self.meansNoAnchor.contains(error.code) || error.number == ELOOP { return nil }
                throw error
            }
        }
    }

    private static let meansNoAnchor: Set<SystemError.Code> = [
        .notFound, .unsafePermissions, .notRegularFile, .isFolder, .tooLarge, .otherKind,
    ]

    /// Keeps an anchor, unless the one that is there has the same key and a larger size.
    ///
    /// It is written in place under a lock and not synchronised: after a power failure an older anchor may be there, which
    /// is also one that the ledger has grown from, and an append costs no further wait for the medium. Only a new one is, so
    /// that none is ever found half written.
    /// - Throws: ``LedgerError/Code/noSpace``, ``LedgerError/Code/system``.
    func keep(_ anchor: Anchor) throws(LedgerError) {
        let path = folder.appending(name)
        try onSystem(path) { () throws(SystemError) in
            do throws(SystemError) { try update(path, anchor) } catch {
                guard error.code == .notFound else { throw error }
                do throws(SystemError) { try make(path, anchor) } catch {
                    // Another process was faster.
                    guard error.code == .exists else { throw error }
                    try update(path, anchor)
                }
            }
        }
    }

    private func make(_ path: Path, _ anchor: Anchor) throws(SystemError) {
        _ = try PrivateFolder.open(folder)
        let file = try AtomicFile(path, replacing: false, mode: FileMode.privateFile)
        try file.descriptor.writeFully(anchor.encoded)
        try file.commit()
    }

    private func update(_ path: Path, _ anchor: Anchor) throws(SystemError) {
        let file = try Descriptor.open(path, [.readWrite, .noFollow])
        try file.lock()
        let bytes = try file.readToEnd(limit: Self.maximumCount)
        if let old = Anchor(bytes), old.key == anchor.key, old.size >= anchor.size { return }
        // With line feeds over what the longer one had, it is whole also without the truncation.
        let encoded = anchor.encoded
        let padding = [UInt8](repeating: 0x0A, count: max(0, bytes.count - encoded.count))
        try file.writeFully(encoded + padding, at: 0)
        try file.truncate(to: UInt64(encoded.count))
    }
}

/// Names in the state folder for what belongs to a ledger's place.
enum LedgerPlace {
    /// 32 hexadecimal digits of the hash of the path, with links resolved as far as it exists.
    static func name(of folder: Path) throws(LedgerError) -> String {
        let resolved = resolve(folder)
        let digest = try onCryptography { () throws(CryptographyError) in
            try Cryptography.hash(.sha256, Array(resolved.bytes))
        }
        return hexadecimal(digest.prefix(16))
    }

    /// realpath(3) of the folder, or of the one above it where it does not exist yet.
    private static func resolve(_ folder: Path) -> Path {
        if let whole = realPath(folder) { return whole }
        return realPath(folder.folder)?.appending(folder.name) ?? folder
    }

    private static func realPath(_ path: Path) -> Path? {
        guard let resolved = realpath(path.string, nil) else { return nil }
        defer { free(resolved) }
        return Path(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved)))
    }
}
