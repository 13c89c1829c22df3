import Cryptography
import DER
import Keyring
import PackageFormat
import SystemIO

/// A package as it arrived, its structure and signature checked, its units not yet. No secret is needed.
package struct ArrivedPackage: ~Copyable, LockedPackage {
    /// Where it came from.
    package let source: PackageSource
    /// Everything of it but its units, checked.
    package let structure: PieceStructure
    /// What the keyring says of its signer.
    package let judgement: SignerJudgement
    let file: Descriptor
    let keyring: Keyring
    /// What was decided on algorithms.
    let withdrawals: Withdrawals

    /// Reads a package and judges its signer by the keyring.
    /// - Parameter withdrawals: what was decided on algorithms; none where that is not asked about.
    /// - Throws: `package` with what is wrong; `keyring`, `system`.
    package init(
        _ source: PackageSource, keyring: Keyring, withdrawals: Withdrawals
    ) throws(OperationError) {
        let file = try source.open()
        let structure = try onPackage { () throws(PackageFormatError) in try PieceStructure.read(file) }
        let judgement = try SignerJudgement(structure.origin, keyring)
        self.source = source
        self.keyring = keyring
        self.withdrawals = withdrawals
        self.file = file
        self.structure = structure
        self.judgement = judgement
    }

    /// What it begins with.
    package var pieceHeader: PieceHeader { structure.header }

    /// Whether the signer's certificate was valid at the sealing time that the package claims; true for an unsigned one.
    package var signerWasValid: Bool {
        judgement.wasValid(at: structure.manifest.sealingTime)
    }

    /// Checks that the origin is good enough.
    /// - Throws: `unsigned`, `signerUnknown`, `otherSigner`, `signerNotValid`.
    package borrowing func require(_ demand: OriginDemand) throws(OperationError) {
        try demand.check(judgement, sealedAt: structure.manifest.sealingTime)
    }

    /// Algorithms that it rests on and that were withdrawn, by their names on the recommended list.
    package var withdrawnAlgorithms: [String] { withdrawals.withdrawn(of: structure) }

    /// Checks every unit.
    /// - Throws: `package` or `system` only for what cannot be read.
    package borrowing func verifyUnits(
        workers: Int = defaultWorkerCount, progress: Progress
    ) throws(OperationError) -> UnitVerdict {
        try onPackage { () throws(PackageFormatError) in
            try structure.verifyUnits(file, workers: workers, progress: progress)
        }
    }

    /// Unlocks the package with an encryption key.
    /// - Parameter progress: of checking what it was before it was sealed again, if it was.
    /// - Throws: `package` with `wrongKey`, `inconsistentKey`, or what is wrong inside.
    package consuming func unlock(
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
    package consuming func unlock(
        withPassphrase passphrase: borrowing Secret, progress: Progress = Progress()
    ) throws(OperationError) -> OpenPackage {
        let unlocked = try onPackage { () throws(PackageFormatError) in
            try UnlockedPackage(structure, withPassphrase: passphrase)
        }
        return try OpenPackage(self, unlocked, progress)
    }
}
