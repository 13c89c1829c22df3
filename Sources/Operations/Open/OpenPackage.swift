import Cryptography
import Keyring
import Label
import PackageFormat
import SystemIO

/// A package whose index is readable: it can be listed and extracted.
package struct OpenPackage: ~Copyable {
    let arrived: ArrivedPackage
    let unlocked: UnlockedPackage
    let contents: Contents
    /// What it was before it was sealed again, the last first; empty if it never was.
    package let formerStatements: [FormerStatement]
    /// Algorithms that protect it and were withdrawn, by their names on the recommended list.
    package let withdrawnAlgorithms: [String]

    /// - Parameter progress: of checking what it was before, which encrypts its content for each former package.
    init(
        _ arrived: consuming ArrivedPackage, _ unlocked: consuming UnlockedPackage, _ progress: Progress
    ) throws(OperationError) {
        let contents = try Self.contents(unlocked)
        let statements = try Self.priorStatements(unlocked, contents, progress)
        var formerStatements: [FormerStatement] = []
        for statement in statements {
            let judgement = try SignerJudgement(statement.origin, arrived.keyring)
            formerStatements.append(FormerStatement(statement, judgement, arrived.withdrawals))
        }
        self.contents = contents
        self.formerStatements = formerStatements
        withdrawnAlgorithms = arrived.withdrawnAlgorithms
        self.arrived = arrived
        self.unlocked = unlocked
    }

    /// Everything of it but its units, checked.
    package var structure: PackageStructure { arrived.structure }
    /// What the keyring says of its signer.
    package var judgement: SignerJudgement { arrived.judgement }

    /// Of the package whose place it takes, 32 bytes; nil if it was never sealed again.
    package var formerID: [UInt8]? { formerStatements.first?.statement.manifest.packageID }

    /// The label, wherever the package keeps it.
    package var label: Label? { contents.label(arrived.header) }

    /// Calls `body` with every entry in the order of the index.
    package borrowing func forEachEntry(
        _ body: (Entry) throws(OperationError) -> Void
    ) throws(OperationError) {
        var failure: OperationError?
        do throws(PackageFormatError) {
            try unlocked.forEachEntry(of: contents) { entry throws(PackageFormatError) in
                guard failure == nil else { return }
                do throws(OperationError) { try body(entry) } catch { failure = error }
            }
        } catch { throw OperationError(.package, underlying: .package(error)) }
        if let failure { throw failure }
    }

    /// Writes the selected entries into a folder, which they appear in only when all are complete and verified.
    /// - Parameters:
    ///   - replacing: whether existing files are replaced.
    ///   - keepsLabel: write a label record beside each top-level entry.
    ///   - release: called when everything is verified and written, before it appears; what it throws keeps it back.
    /// - Throws: `package` with `damaged`, `noSuchPath`; `refused`; `system` with `exists`.
    package borrowing func extract(
        _ selection: Selection, to folder: Path, replacing: Bool, keepsLabel: Bool, state: StateFolder,
        workers: Int = defaultWorkerCount, progress: Progress,
        release: (ExtractionSummary) throws(OperationError) -> Void = { _ in }
    ) throws(OperationError) -> ExtractionSummary {
        let staging = try onSystem { () throws(SystemError) in try StagingFolder(for: folder, state: state) }
        let kept = keepsLabel ? label : nil
        try checkNames(selection, staging, replacing: replacing, keepsLabel: kept != nil)
        let summary = try onPackage { () throws(PackageFormatError) in
            try unlocked.extract(
                contents, selection, to: staging.root, workers: workers, progress: progress)
        }
        if let kept { try writeLabel(kept, beside: summary.topLevel, in: staging.root) }
        try release(summary)
        // Not in a closure, which could not consume it.
        do { try staging.commit(replacing: replacing) } catch {
            throw OperationError(.system, underlying: .system(error))
        }
        return summary
    }

    /// Writes one file to standard output. Every unit is verified before it is decrypted.
    /// - Parameter path: nil if the package holds just one file.
    package borrowing func writeToStandardOutput(
        _ path: [UInt8]?, workers: Int = defaultWorkerCount, progress: Progress
    ) throws(OperationError) {
        try onPackage { () throws(PackageFormatError) in
            try unlocked.write(
                path, of: contents, to: Descriptor.standardOutput, named: Descriptor.standardOutputName,
                workers: workers, progress: progress)
        }
    }

    borrowing func checkRecipient(_ keyID: [UInt8]) throws(OperationError) {
        try onPackage { () throws(PackageFormatError) in try contents.checkRecipient(keyID) }
    }

    /// Finds names that are taken in the target, and folders there that cannot be written to, before any content is
    /// decrypted.
    private borrowing func checkNames(
        _ selection: Selection, _ staging: borrowing StagingFolder, replacing: Bool, keepsLabel: Bool
    ) throws(OperationError) {
        /// A folder that is there already, until something inside it comes.
        var merged: Path?
        try forEachEntry { entry throws(OperationError) in
            guard selection.contains(entry) else { return }
            try onSystem { () throws(SystemError) in
                guard entry.isTopLevel else {
                    if let folder = merged.take() { try staging.checkWritable(folder) }
                    return
                }
                let name = Path(entry.path)
                let isMerged = try staging.check(name, isFolder: entry.node == .folder, replacing: replacing)
                merged = isMerged ? name : nil
                guard keepsLabel else { return }
                let record = Path(entry.path + LabelRecord.suffix.utf8)
                _ = try staging.check(record, isFolder: false, replacing: replacing)
            }
        }
    }

    private borrowing func writeLabel(
        _ label: Label, beside names: [[UInt8]], in root: borrowing ExtractionRoot
    ) throws(OperationError) {
        let record = try onLabel { () throws(LabelError) in
            try LabelRecord(
                purpose: arrived.header.purpose, label: label, packageID: arrived.header.packageID,
                signer: arrived.judgement.identity?.fingerprint.bytes,
                sealingTime: arrived.structure.manifest.sealingTime)
        }
        for name in names {
            let path = name + LabelRecord.suffix.utf8
            try onSystem { () throws(SystemError) in
                let file = try root.createFile(path)
                try file.writeFully(record.bytes)
                try file.close()
            }
        }
    }

    /// Nothing is released before the earlier statements were found to fit.
    private static func priorStatements(
        _ unlocked: borrowing UnlockedPackage, _ contents: Contents, _ progress: Progress
    ) throws(OperationError) -> [PriorStatement] {
        do {
            return try unlocked.verifyPrior(contents, workers: defaultWorkerCount, progress: progress)
        } catch { throw OperationError(.package, underlying: .package(error)) }
    }

    private static func contents(
        _ unlocked: borrowing UnlockedPackage
    ) throws(OperationError) -> Contents {
        do { return try Contents(unlocked) } catch {
            throw OperationError(.package, underlying: .package(error))
        }
    }
}
