import Cryptography
import Glibc
import SystemIO

/// The folder of a ledger and the names in it. Only its owner may use it (0700), and its files too (0600).
///
///     ledger.sqlite       entries, hashes, checkpoint, witnesses
///     personal.sqlite     personal values and their keys; everything in it may be erased
///     ledger.key.pem      the ledger's private key, without passphrase: it claims no person
///     ledger.vkey         the ledger's public key, as C2SP signed-note writes it
///     witness.key.pem     the key of cosignatures for other ledgers, once there is one
///     pin.p7s             the owner's signature over ledger.vkey, once there is one
struct LedgerFolder: Sendable {
    let path: Path

    static let database = "ledger.sqlite"
    static let personal = "personal.sqlite"
    static let key = "ledger.key.pem"
    static let verifierKey = "ledger.vkey"
    static let witnessKey = "witness.key.pem"
    static let pin = "pin.p7s"
    /// How SQLite calls the log of a database.
    static let logSuffix = "-wal"
    /// What it calls all that may lie beside one.
    private static let companions = [logSuffix, "-shm", "-journal"]

    /// Length in bytes of a key file or a pin, at most.
    private static let maximumCount = 65_536

    func file(_ name: String) -> Path { path.appending(name) }

    /// Checks that the folder is private, and so is each file that has to be there.
    /// - Throws: ``LedgerError/Code/notFound`` if there is no folder, ``LedgerError/Code/damaged`` if a file is missing,
    ///   ``LedgerError/Code/system``.
    func check() throws(LedgerError) {
        let folder: Descriptor
        do throws(SystemError) { folder = try PrivateFolder.openExisting(path) } catch {
            guard error.code == .notFound else { throw onSystemFailure(error) }
            var failure = LedgerError(.notFound, "there is no ledger")
            failure.path = path
            throw failure
        }
        for name in [Self.database, Self.personal, Self.key, Self.verifierKey] { try check(name, in: folder) }
        for name in [Self.database, Self.personal] {
            for suffix in Self.companions { try checkKind(name + suffix, in: folder) }
        }
    }

    /// What SQLite opens beside a database, it opens as it is, and would wait for who writes to a named pipe.
    private func checkKind(_ name: String, in folder: borrowing Descriptor) throws(LedgerError) {
        do throws(SystemError) {
            guard try folder.metadata(of: Path(name)).kind == .file else {
                throw SystemError(.notRegularFile, "open", path: file(name))
            }
        } catch {
            if error.code != .notFound { throw onSystemFailure(error.at(file(name))) }
        }
    }

    // By the metadata of the name: to open and close the file itself would end the locks that SQLite holds on it
    // (fcntl(2), "Record locks").
    private func check(_ name: String, in folder: borrowing Descriptor) throws(LedgerError) {
        do throws(SystemError) {
            let metadata = try folder.metadata(of: Path(name))
            guard metadata.kind == .file else { throw SystemError(.notRegularFile, "open", path: file(name)) }
            guard metadata.owner == geteuid(), metadata.mode & 0o077 == 0 else {
                throw SystemError(.unsafePermissions, "open", path: file(name))
            }
        } catch {
            guard error.code == .notFound else { throw onSystemFailure(error.at(file(name))) }
            var failure = LedgerError(.damaged, "a file of the ledger is missing")
            failure.path = file(name)
            throw failure
        }
    }

    private func onSystemFailure(_ error: SystemError) -> LedgerError {
        do throws(LedgerError) { return try onSystem { () throws(SystemError) in throw error } } catch { return error }
    }

    /// Opens a small file that is no database, and nobody else's.
    private static func open(_ path: Path) throws(SystemError) -> Descriptor {
        // A named pipe would wait for a writer.
        let file = try Descriptor.open(path, [.readOnly, .noFollow, .nonBlocking])
        guard try file.metadata().kind == .file else { throw SystemError(.notRegularFile, "open", path: path) }
        try PrivateFolder.check(file, path)
        return file
    }

    /// The bytes of a small file that is no database; nil if it is not there.
    func read(_ name: String) throws(LedgerError) -> [UInt8]? {
        let path = file(name)
        return try onSystem(path) { () throws(SystemError) in
            do throws(SystemError) {
                return try Self.open(path).readToEnd(limit: Self.maximumCount)
            } catch {
                if error.code == .notFound { return nil }
                throw error
            }
        }
    }

    /// Writes a small file whole or not at all.
    func write(_ bytes: [UInt8], to name: String, replacing: Bool) throws(LedgerError) {
        let secret = Secret(copying: bytes)
        try write(secret, to: name, replacing: replacing)
    }

    /// Writes a small file whole or not at all.
    func write(_ bytes: borrowing Secret, to name: String, replacing: Bool) throws(LedgerError) {
        let path = file(name)
        try bytes.withUnsafeBytes { buffer throws(LedgerError) in
            try onSystem(path) { () throws(SystemError) in
                let file = try AtomicFile(path, replacing: replacing, mode: FileMode.privateFile)
                try file.descriptor.writeFully(buffer)
                try file.commit()
            }
        }
    }

    /// Reads a private key, by default the ledger's.
    /// - Throws: ``LedgerError/Code/damaged``, ``LedgerError/Code/system``.
    func readKey(_ name: String = key) throws(LedgerError) -> Ed25519PrivateKey {
        let path = file(name)
        let pem = try onSystem(path) { () throws(SystemError) in
            let file = try Self.open(path)
            let size = min(try file.metadata().size, UInt64(Self.maximumCount))
            return try Secret(count: Int(size)) { buffer throws(SystemError) in
                try file.readFully(into: buffer, at: 0)
            }
        }
        do throws(CryptographyError) { return try Ed25519PrivateKey(unencryptedPKCS8PEM: pem) } catch {
            var failure = LedgerError(.damaged, error.reason)
            failure.cryptography = error
            failure.path = path
            throw failure
        }
    }
}
