import Cryptography
import Keyring
import Label
import PackageFormat
import SystemIO

/// A package that is read from front to back: its header is known, its signature is not.
package struct StreamedPackage: ~Copyable, LockedPackage {
    private let stream: PieceStream
    private let keyring: Keyring
    private let demand: OriginDemand

    /// Reads the header. What it claims of the signer must be good enough already, or nothing is released at all.
    /// - Throws: `claimsUnsigned`, `claimsUnknownSigner`, `claimsOtherSigner`; `package` with what is wrong; `keyring`,
    ///   `system`.
    package init(_ source: PackageSource, keyring: Keyring, _ demand: OriginDemand) throws(OperationError) {
        let file = try source.openForward()
        let stream: PieceStream
        do { stream = try PieceStream(file) } catch {
            throw OperationError(.package, underlying: .package(error))
        }
        try demand.check(claimed: stream.header.common.originator, keyring)
        self.stream = stream
        self.keyring = keyring
        self.demand = demand
    }

    /// What its header says.
    package var header: CommonHeader { stream.header.common }

    /// What opens it.
    package var lock: PackageLock { PackageLock(stream.header) }

    /// Unlocks the package with an encryption key.
    /// - Throws: `package` with `wrongKey`, `inconsistentKey`.
    package consuming func unlock(with key: borrowing UnlockedEncryptionKey) throws(OperationError) -> UnlockedStream {
        let keys = try onPackage { () throws(PackageFormatError) in try lock.keys(with: key.key) }
        return UnlockedStream(stream, keys, key.certificate.publicKey.keyID, keyring, demand)
    }

    /// Unlocks the package with its own passphrase.
    /// - Throws: `package` with `wrongPassphrase`.
    package consuming func unlock(withPassphrase passphrase: borrowing Secret) throws(OperationError) -> UnlockedStream
    {
        let keys = try onPackage { () throws(PackageFormatError) in
            try lock.keys(withPassphrase: passphrase)
        }
        return UnlockedStream(stream, keys, nil, keyring, demand)
    }
}

/// A package that is read from front to back, and can be decrypted.
package struct UnlockedStream: ~Copyable {
    private let stream: PieceStream
    private let keys: PackageKeys
    private let keyID: [UInt8]?
    private let keyring: Keyring
    private let demand: OriginDemand

    init(
        _ stream: consuming PieceStream, _ keys: consuming PackageKeys, _ keyID: [UInt8]?, _ keyring: Keyring,
        _ demand: OriginDemand
    ) {
        self.stream = stream
        self.keys = keys
        self.keyID = keyID
        self.keyring = keyring
        self.demand = demand
    }

    /// Writes the only file to standard output while it is read, and makes the same demands at the end as are made of every
    /// package that is opened.
    /// - Parameters:
    ///   - progress: tells how much was written, in part too; if that is anything, it must be discarded after an error.
    ///   - recorder: knows other ledgers.
    /// - Throws: as ``ArrivedPackage`` and ``OpenPackage`` do, and `package` with `notOneFile`.
    package consuming func writeToStandardOutput(
        progress: Progress, recorder: Recorder? = nil
    ) throws(OperationError) -> StreamedContent {
        let (keyring, demand, keyID) = (keyring, demand, keyID)
        let sink = { (bytes: UnsafeRawBufferPointer) throws(PackageFormatError) in
            try Descriptor.standardOutput.release(bytes, progress)
        }
        let end: PieceStreamEnd
        do { end = try stream.release(with: keys, to: sink) } catch {
            throw OperationError(.package, underlying: .package(error))
        }
        let structure = end.structure
        let judgement = try SignerJudgement(structure.origin, keyring)
        try demand.check(judgement, sealedAt: structure.manifest.sealingTime)
        let recorder = recorder ?? .none(now: structure.manifest.sealingTime)
        let intent = recorder.intent(of: structure, judgement, keeping: true)
        try intent.requireGood()
        do {
            let contents = try end.finish(readBy: keyID, to: sink)
            return StreamedContent(
                structure: structure, judgement: judgement, intent: intent,
                label: contents.label(structure.common),
                hasFormerStatements: contents.pointers.priorLength > 0)
        } catch { throw OperationError(.package, underlying: .package(error)) }
    }
}

/// What is known of a package when all of it went by, and was found good.
package struct StreamedContent: Sendable {
    /// Everything of it but its units.
    package let structure: PackageStructure
    /// What the keyring says of its signer.
    package let judgement: SignerJudgement
    /// What it says of its sender's ledger.
    package let intent: IntentFinding
    /// The label, wherever the package keeps it.
    package let label: Label?
    /// It was sealed again. What its former senders signed was not checked: that takes all of the content once more.
    package let hasFormerStatements: Bool
}

extension Descriptor {
    fileprivate borrowing func release(
        _ bytes: UnsafeRawBufferPointer, _ progress: Progress
    ) throws(PackageFormatError) {
        var rest = bytes[...]
        do throws(SystemError) {
            while !rest.isEmpty {
                try Interruption.check()
                progress.begin()
                let count = try write(UnsafeRawBufferPointer(rebasing: rest))
                // Each part is counted as it goes out: what came out before an error must be said.
                progress.add(count)
                rest = rest.dropFirst(count)
            }
        } catch { throw PackageFormatError(error.naming(Descriptor.standardOutputName)) }
    }
}
