import Cryptography
import Keyring
import Ledger
import Operations
import Terminal

/// What changes to the keyring leave in the ledger.
struct KeyLog {
    private let recorder: Recorder
    private let session: Session

    /// - Throws: `ledger` if the ledger cannot be used, and nothing is to be done then.
    init(_ session: Session) throws(any Error) {
        self.session = session
        recorder = try session.recorder()
        try recorder.prepare(by: session.author(nil))
    }

    /// After something was done with an identity.
    func record(_ event: KeyEvent, _ identity: Identity) throws(OperationError) {
        let author = session.author(identity.isOwn ? identity : nil)
        session.notify(author, recorder)
        let keys = [
            try? identity.signing.publicKey.type.signatureListing().name,
            try? identity.encryption.publicKey.type.encryptionListing().name,
        ]
        let entry = NewEntry.key(
            event, fingerprint: identity.fingerprint.bytes, algorithms: keys.compactMap(\.self), by: author,
            at: session.now)
        try recorder.appendAfterwards(entry, by: author)
    }
}
