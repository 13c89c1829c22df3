import Cryptography
import DER
import SystemIO
import Transparency

/// What a ledger that does not exist yet will be.
package struct NewLedger: Sendable {
    /// Its name in the world, and its key's; nil makes one that nobody else has.
    package var origin: String?
    /// Who makes it.
    package var author: Author
    /// Now.
    package var time: DERTime
    /// Whether it may take the place of one that was here before and is gone.
    package var isReplacing = false

    /// A ledger with a name of its own.
    package init(author: Author, time: DERTime) {
        self.author = author
        self.time = time
    }
}

extension Ledger {
    private static let interimPrefix = ".interim-"

    /// Makes a ledger with its first entry. It appears whole or not at all: the folder is made under another name.
    /// - Throws: ``LedgerError/Code/lost``, ``LedgerError/Code/readOnly``, ``LedgerError/Code/noSpace``,
    ///   ``LedgerError/Code/system``.
    static func create(_ new: NewLedger, at path: Path, state: Path) throws(LedgerError) {
        let anchors = try AnchorFolder(state: state, ledger: path)
        if !new.isReplacing { try requireNone(before: path, anchors) }
        let random = try onCryptography { () throws(CryptographyError) in try randomBytes(16) }
        let interim = LedgerFolder(path: path.folder.appending(interimPrefix + hexadecimal(random)))
        do throws(LedgerError) {
            let anchor = try fill(interim, new)
            try place(interim, at: path)
            try anchors.keep(anchor)
        } catch {
            remove(interim)
            // Another process was faster: its ledger is the one.
            if error.system?.code != .exists { throw error }
        }
    }

    /// - Throws: ``LedgerError/Code/lost`` if a ledger was seen in this place before.
    static func requireNone(before path: Path, _ anchors: AnchorFolder) throws(LedgerError) {
        guard let anchor = try anchors.here() else { return }
        var failure = LedgerError(.lost, "a ledger of \(anchor.size) entries was here, and is gone")
        failure.path = path
        throw failure
    }

    private static func fill(_ folder: LedgerFolder, _ new: NewLedger) throws(LedgerError) -> Anchor {
        _ = try onSystem(folder.path) { () throws(SystemError) in try PrivateFolder.open(folder.path) }
        let privateKey = try onCryptography { () throws(CryptographyError) in try Ed25519PrivateKey.generate() }
        let pem = try onCryptography { () throws(CryptographyError) in try privateKey.unencryptedPKCS8PEM() }
        let key = try verifierKey(privateKey.publicKey, origin: new.origin)
        try folder.write(pem, to: LedgerFolder.key, replacing: false)
        try folder.write(Array(key.text.utf8) + [0x0A], to: LedgerFolder.verifierKey, replacing: false)
        try folder.write([], to: LedgerFolder.database, replacing: false)
        try folder.write([], to: LedgerFolder.personal, replacing: false)
        let first = try NewEntry.ledger(
            origin: key.name.text, key: key.text, by: new.author, at: new.time
        ).prepared()
        try PersonalDatabase.create(folder, first)
        return try writeFirst(first, folder, key, privateKey)
    }

    private static func writeFirst(
        _ first: PreparedEntry, _ folder: LedgerFolder, _ key: VerifierKey, _ privateKey: borrowing Ed25519PrivateKey
    ) throws(LedgerError) -> Anchor {
        var tree = try onCryptography { () throws(CryptographyError) in try MerkleTree() }
        let stored = try onCryptography { () throws(CryptographyError) in
            var hasher = try Cryptography.Hasher(.sha256)
            var stored: [TreeHash] = []
            try tree.append(leafHash: TreeHash.leaf(first.entry.bytes, with: &hasher), storingIn: &stored)
            return stored
        }
        let root = try onCryptography { () throws(CryptographyError) in try tree.root() }
        let checkpoint = try onTransparency { () throws(TransparencyError) in
            try SignedCheckpoint(origin: key.name, size: 1, root: root, signedBy: privateKey)
        }
        let database = try SQLDatabase(folder.file(LedgerFolder.database))
        try database.write { connection throws(LedgerError) in
            try connection.script(LedgerTables.ledger.script)
            try EntryRows(connection).insert(first.entry, at: 0, stored: stored, from: 0)
            try CheckpointRows(connection).insert(checkpoint)
        }
        try database.close()
        return Anchor(key: key, checkpoint: checkpoint)
    }

    /// Without a name of its own, a ledger is called after the hash of its public key.
    private static func verifierKey(
        _ publicKey: Ed25519PublicKey, origin: String?
    ) throws(LedgerError) -> VerifierKey {
        let digest = try onCryptography { () throws(CryptographyError) in
            try Cryptography.hash(.sha256, publicKey.bytes)
        }
        let name = origin ?? "fubako.local/" + hexadecimal(digest.prefix(8))
        return try onTransparency { () throws(TransparencyError) in
            try VerifierKey(name: NoteName(name), type: .note, publicKey: publicKey)
        }
    }

    /// Over an empty folder too, which rename(2) replaces; over any other it fails.
    private static func place(_ interim: LedgerFolder, at path: Path) throws(LedgerError) {
        try onSystem(path) { () throws(SystemError) in
            let parent = try Descriptor.open(path.folder, [.readOnly, .folder])
            try parent.rename(Path(interim.path.name), to: parent, as: Path(path.name), replacing: true)
            try parent.synchronize()
        }
    }

    private static func remove(_ interim: LedgerFolder) {
        // The first error is the one to report; what stays is a folder that nobody looks into.
        do throws(SystemError) {
            let parent = try Descriptor.open(interim.path.folder, [.readOnly, .folder])
            let folder = try PrivateFolder.openExisting(interim.path)
            for name in try folder.names() { try folder.remove(Path(name)) }
            try parent.removeFolder(Path(interim.path.name))
        } catch {}
    }
}
