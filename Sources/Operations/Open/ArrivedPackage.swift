import Cryptography
import DER
import Keyring
import PackageFormat
import SystemIO

/// A package as it arrived, its structure and signature checked, its units not yet. No secret is needed.
package struct ArrivedPackage: LockedPackage, Sendable {
    /// Where it came from.
    package let source: PackageSource
    /// Everything of it but its units, checked.
    package let structure: PackageStructure
    /// What the keyring says of its signer.
    package let judgement: SignerJudgement
    /// Files that were named with it and are no pieces of it.
    package let strangers: [Stranger]
    let keyring: Keyring
    /// What was decided on algorithms.
    let withdrawals: Withdrawals

    /// Reads a package and judges its signer by the keyring.
    /// - Parameters:
    ///   - withdrawals: what was decided on algorithms; none where that is not asked about.
    ///   - demand: which origins count, where the files turn out to be of several packages.
    ///   - choice: how the hash of the manifest begins, in hexadecimal digits, of the package that is meant.
    /// - Throws: `package` with what is wrong; `severalPackages`, `noSuchPackage`; `keyring`, `system`.
    package init(
        _ source: PackageSource, keyring: Keyring, withdrawals: Withdrawals, demand: OriginDemand = OriginDemand(),
        choice: String? = nil
    ) throws(OperationError) {
        let files = try source.open()
        let sorting = try onPackage { () throws(PackageFormatError) in try PieceSorting(files) }
        try onPackage { () throws(PackageFormatError) in try sorting.requirePackages() }
        let structure = try PackageChoice(demand, choice).among(sorting.packages, keyring)
        self.source = source
        self.keyring = keyring
        self.withdrawals = withdrawals
        self.structure = structure
        judgement = try SignerJudgement(structure.origin, keyring)
        strangers = Stranger.all(sorting, besides: structure)
    }

    /// What opens it.
    package var lock: PackageLock { structure.lock }

    /// Whether the signer's certificate was valid at the sealing time that the package claims; true for an unsigned one.
    package var signerWasValid: Bool {
        judgement.wasValid(at: structure.manifest.sealingTime)
    }

    /// Checks that the origin is good enough.
    /// - Throws: `unsigned`, `signerUnknown`, `otherSigner`, `signerNotValid`.
    package func require(_ demand: OriginDemand) throws(OperationError) {
        try demand.check(judgement, sealedAt: structure.manifest.sealingTime)
    }

    /// Asks for as many pieces as open the package, before anybody is asked for a passphrase.
    /// - Throws: `package` with `tooFewPieces`.
    package func requirePieces() throws(OperationError) {
        try onPackage { () throws(PackageFormatError) in try lock.requireShares() }
    }

    /// Algorithms that it rests on and that were withdrawn, by their names on the recommended list.
    package var withdrawnAlgorithms: [String] { withdrawals.withdrawn(of: structure) }

    /// Checks every unit.
    /// - Parameter map: is told of each unit.
    /// - Throws: `package` or `system` only for what cannot be read.
    package func verifyUnits(
        workers: Int = defaultWorkerCount, progress: Progress, map: UnitMap? = nil
    ) throws(OperationError) -> UnitVerdict {
        try onPackage { () throws(PackageFormatError) in
            try structure.verifyUnits(workers: workers, progress: progress, map: map)
        }
    }

    /// Unlocks the package with an encryption key.
    /// - Parameter progress: of checking what it was before it was sealed again, if it was.
    /// - Throws: `package` with `wrongKey`, `inconsistentKey`, or what is wrong inside.
    package func unlock(
        with key: borrowing UnlockedEncryptionKey, progress: Progress = Progress()
    ) throws(OperationError) -> OpenPackage {
        let keyID = key.certificate.publicKey.keyID
        let unlocked = try onPackage { () throws(PackageFormatError) in
            try UnlockedPackage(structure, with: key.key)
        }
        let opened = try OpenPackage(self, unlocked, progress)
        try opened.checkRecipient(keyID)
        return opened
    }

    /// Unlocks the package with its own passphrase.
    /// - Parameter progress: of checking what it was before it was sealed again, if it was.
    /// - Throws: `package` with `wrongPassphrase`, or what is wrong inside.
    package func unlock(
        withPassphrase passphrase: borrowing Secret, progress: Progress = Progress()
    ) throws(OperationError) -> OpenPackage {
        let unlocked = try onPackage { () throws(PackageFormatError) in
            try UnlockedPackage(structure, withPassphrase: passphrase)
        }
        return try OpenPackage(self, unlocked, progress)
    }
}
