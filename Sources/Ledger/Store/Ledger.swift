import Cryptography
import DER
import Synchronization
import SystemIO
import Transparency

/// A record of what was done, to which entries are appended and nothing else is done: a tree (RFC 6962) over canonical
/// entries, whose root the ledger's key signs with every append.
///
/// Many processes may use one ledger at the same time. What ``append(_:)`` returned is on the medium, with its place in the
/// tree and a checkpoint over it.
package final class Ledger: Sendable {
    /// The ledger's public key, under its origin as name.
    package let key: VerifierKey

    let folder: LedgerFolder
    let privateKey: Ed25519PrivateKey
    let database: SQLDatabase
    let personal: PersonalDatabase
    let anchors: AnchorFolder
    let spool: Spool
    let outcomes: OutcomeFolder
    /// The last note that was found to be signed by the key and over the stored hashes, so that it is checked once.
    let checked = Mutex<[UInt8]>([])
    /// What entries say is to be erased, so that it is read once.
    let erasureCache = Mutex<KnownErasures?>(nil)

    init(
        _ folder: LedgerFolder, privateKey: consuming Ed25519PrivateKey, key: VerifierKey, state: Path
    ) throws(LedgerError) {
        let database = try SQLDatabase(folder.file(LedgerFolder.database), schema: LedgerTables.ledger)
        try database.read { connection throws(LedgerError) in
            try LedgerTables.check(connection, applicationID: LedgerTables.applicationID)
        }
        personal = try PersonalDatabase(folder)
        anchors = try AnchorFolder(state: state, ledger: folder.path)
        spool = try Spool(state: state, ledger: folder.path)
        outcomes = try OutcomeFolder(state: state, ledger: folder.path)
        self.database = database
        self.folder = folder
        self.privateKey = privateKey
        self.key = key
    }

    /// Makes sure that it lies where it can be written to; reading needs no more than ``open(at:creating:state:)``.
    /// - Throws: ``LedgerError/Code/readOnly``.
    package func requireWritable() throws(LedgerError) {
        guard database.isWritable, personal.database.isWritable else {
            var failure = LedgerError(.readOnly, "nothing can be written there")
            failure.path = path
            throw failure
        }
    }

    /// Where it lies.
    package var path: Path { folder.path }

    /// Opens a ledger.
    /// - Parameters:
    ///   - path: its folder.
    ///   - new: makes one if there is no such folder; nil refuses.
    ///   - state: the program's state folder, which must not lie in the ledger's.
    /// - Throws: ``LedgerError/Code/lost`` if there is none but one was here before, ``LedgerError/Code/notFound`` if there
    ///   never was; ``LedgerError/Code/damaged`` if a file is missing or none of a ledger;
    ///   ``LedgerError/Code/logPending`` where nothing can be written; ``LedgerError/Code/readOnly``,
    ///   ``LedgerError/Code/noSpace``, ``LedgerError/Code/system``.
    package static func open(
        at path: Path, creating new: NewLedger? = nil, state: Path
    ) throws(LedgerError) -> Ledger {
        let folder = LedgerFolder(path: path)
        do throws(LedgerError) { try folder.check() } catch {
            guard error.code == .notFound else { throw error }
            guard let new else {
                try requireNone(before: path, AnchorFolder(state: state, ledger: path))
                throw error
            }
            try create(new, at: path, state: state)
            try folder.check()
        }
        guard let text = try folder.read(LedgerFolder.verifierKey) else {
            throw LedgerError(.damaged, "the ledger has no public key")
        }
        let key = try onTransparency { () throws(TransparencyError) in
            try VerifierKey(text: String(decoding: text.prefix { $0 != 0x0A }, as: UTF8.self))
        }
        return try Ledger(folder, privateKey: folder.readKey(), key: key, state: state)
    }

    /// The owner's signature over the ledger's public key (CMS SignedData); nil if there is none yet.
    /// - Throws: ``LedgerError/Code/system``.
    package func pin() throws(LedgerError) -> [UInt8]? { try folder.read(LedgerFolder.pin) }

    /// Keeps the owner's signature over ``pinnedText``. Whether it is one, the caller has verified.
    /// - Throws: ``LedgerError/Code/noSpace``, ``LedgerError/Code/system``.
    package func setPin(_ signedData: [UInt8]) throws(LedgerError) {
        try folder.write(signedData, to: LedgerFolder.pin, replacing: true)
    }

    /// What the owner signs: the text of the public key, and a line feed, as in the file.
    package var pinnedText: [UInt8] { Array(key.text.utf8) + [0x0A] }
}
