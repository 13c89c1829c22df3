import Cryptography
import DER
import Keyring
import Ledger
import PackageFormat

extension Recorder {
    /// Makes sure, before something is done that is recorded only afterwards, that the ledger is there and sound.
    /// - Parameter author: makes the ledger if there is none yet.
    /// - Throws: `ledger`, unless entries are to be spooled then.
    package func prepare(by author: Author) throws(OperationError) {
        settle(by: author)
        do throws(LedgerError) {
            let ledger = try ledger(createdBy: author)
            try ledger?.requireWritable()
            _ = try ledger?.checkpoint()
        } catch {
            if place?.whenUnavailable == .spool { return }
            throw OperationError(.ledger, underlying: .ledger(error))
        }
    }

    /// As ``append(_:by:)``, but makes no ledger: where there is none, nothing is recorded.
    package func appendIfKept(_ entry: NewEntry, by author: Author) throws(OperationError) {
        do throws(LedgerError) {
            guard try ledger(createdBy: nil) != nil else { return }
        } catch  where error.code == .notFound {
            return
        } catch {
            // What is wrong with it, appending says.
        }
        _ = try append(entry, by: author)
    }

    /// Records a verdict, where a ledger is kept.
    /// - Throws: `ledger`: nothing was recorded.
    package func verified(_ verification: Verification, by author: Author) throws(OperationError) {
        let package = try NewEntry.Received(verification.structure, verification.judgement)
        let entry = NewEntry.verified(package, verdict: verification.verdict.rawValue, by: author, at: now)
        try appendIfKept(entry, by: author)
    }

    /// Records, where a ledger is kept, that something could not be verified, because it is no package as a whole.
    /// - Parameters:
    ///   - verdict: what it is instead, as a stable name.
    ///   - cause: a stable name, of which 64 bytes are kept.
    /// - Throws: `ledger`: nothing was recorded.
    package func notVerified(
        _ source: PackageSource, verdict: String, cause: String, by author: Author
    ) throws(OperationError) {
        let entry = NewEntry.verified(
            .init(unread: source), verdict: verdict, cause: Self.shortened(cause), by: author, at: now)
        try appendIfKept(entry, by: author)
    }

    /// Records how a package was opened.
    /// - Throws: `ledger`: nothing was recorded.
    package func opened(
        _ package: NewEntry.Received, bytes: UInt64, entries: UInt64, by author: Author
    ) throws(OperationError) {
        _ = try append(.opened(package, bytes: bytes, entries: entries, by: author, at: now), by: author)
    }

    /// Records that the names in a package are shown.
    /// - Throws: `ledger`: nothing was recorded.
    package func listed(
        _ package: NewEntry.Received, entries: UInt64, by author: Author
    ) throws(OperationError) {
        _ = try append(.listed(package, entries: entries, by: author, at: now), by: author)
    }

    /// As ``opened(_:bytes:entries:by:)``, when the content is out already.
    package func openedAlready(
        _ package: NewEntry.Received, bytes: UInt64, entries: UInt64, by author: Author
    ) throws(OperationError) {
        try appendAfterwards(.opened(package, bytes: bytes, entries: entries, by: author, at: now), by: author)
    }

    /// Records that a package was not opened.
    /// - Parameter cause: a stable name, of which 64 bytes are kept.
    package func refused(_ package: NewEntry.Received, cause: String, by author: Author) throws(OperationError) {
        try appendAfterwards(
            .openRefused(package, cause: Self.shortened(cause), by: author, at: now), by: author)
    }

    static func shortened(_ cause: String) -> String {
        String(decoding: cause.utf8.prefix(64), as: UTF8.self)
    }
}

extension NewEntry.Received {
    /// A package whose structure was read.
    /// - Throws: `cryptography`.
    package init(_ structure: PackageStructure, _ judgement: SignerJudgement) throws(OperationError) {
        let manifest = structure.manifest
        let digest = try onCryptography(manifest.sha256)
        self.init(
            package: manifest.packageID, manifest: digest, signer: judgement.identity?.fingerprint.bytes)
    }

    /// What could not be read as a package.
    package init(unread source: PackageSource) { self.init(input: source.recordedPath) }

    /// A package of which only the header was read.
    package init(_ header: CommonHeader) { self.init(package: header.packageID, manifest: nil) }
}

extension OpenPackage {
    /// What the package says of its sender's ledger.
    /// - Throws: `badIntent` if that is not true.
    package borrowing func intent(_ recorder: Recorder) throws(OperationError) -> IntentFinding {
        let intent = recorder.intent(of: structure, judgement, keeping: true)
        try intent.requireGood()
        return intent
    }
}
