import Cryptography
import DER
import Keyring
import Label
import Ledger
import PackageFormat
import SystemIO

extension OpenPackage {
    /// Seals the package again: to the same recipients, with the same label and purpose, content and index byte for byte,
    /// and with a record that keeps the former sender's signature checkable.
    /// - Parameters:
    ///   - target: files for as many pieces as there were; they appear whole or not at all. What replaces the package itself
    ///     is read again and verified before that.
    ///   - key: the sender's.
    ///   - passphrase: the package's own, if it has one.
    ///   - recorder: is told before anything is written, and how it ended.
    /// - Throws: `recipientUnknown` with key ids, `passphraseNeeded`, `algorithmWithdrawn`, `algorithmRefused`; `keyring`
    ///   with `expired` for the sender; `package`, `system`, `ledger`.
    package borrowing func reseal(
        _ request: ResealRequest, to target: PackageTarget, signedBy key: borrowing UnlockedSigningKey,
        passphrase: borrowing Secret?, state: StateFolder?, recorder: Recorder? = nil, progress: Progress
    ) throws(OperationError) -> ResealReport {
        let recipients = try sameRecipients()
        let warnings = try check(request, recipients)
        let addressees = try addressees(recipients, passphrase)
        var plan = plan(request)
        plan.claimsOneFile = try onPackage { () throws(PackageFormatError) in
            try unlocked.holdsOneFile(contents)
        }
        let sealer = try onPackage { () throws(PackageFormatError) in
            try PackageSealer(plan, to: addressees)
        }
        let pairs = recipients.map(\.pair)
        let record = SealRecord(
            recorder ?? .none(now: request.now), sender: request.sender, recipients: pairs.map(\.fingerprint.bytes))
        let intent = try NewEntry.SealIntent(sealer.common, to: pairs, from: request.sender, names: topLevelNames())
        let entryCount = contents.head.entryCount
        let former = SealRecord.Former(manifest: structure.manifest, affectedBy: request.affectedBy)
        let sealed: SealedPackage
        do throws(OperationError) {
            let proof = try record.announce(intent)
            try record.pin(signedBy: key)
            sealed = try seal(request, sealer, to: target, state, proof, key, progress) {
                sealed throws(OperationError) in
                guard let output = target.paths.first else { return }
                try record.keep(sealed, entries: entryCount, output: output, former: former)
            }
        } catch {
            record.fail(error)
            throw error
        }
        try record.end(sealed, entries: entryCount, output: target.paths.first, former: former)
        return ResealReport(
            package: sealed, former: structure.common.packageID, recipients: recipients,
            algorithmWarnings: warnings)
    }

    /// Writes the new package.
    /// - Parameter keep: is told of it before it gets its name.
    private borrowing func seal(
        _ request: ResealRequest, _ sealer: consuming PackageSealer, to target: PackageTarget, _ state: StateFolder?,
        _ proof: [UInt8]?, _ key: borrowing UnlockedSigningKey, _ progress: Progress,
        keep: (SealedPackage) throws(OperationError) -> Void
    ) throws(OperationError) -> SealedPackage {
        let sealer = Handover(sealer)
        let files = PieceFiles(isReplacing: target.isReplacing, state: state)
        return try files.write(target.paths[...]) { outputs throws(OperationError) in
            guard let sealer = sealer.take() else { throw OperationError(.noSender) }
            let sealed = try seal(sealer, outputs, request.now, proof, key, progress)
            if target.isReplacing { try Self.check(outputs, are: sealed, workers: request.workers, progress) }
            try keep(sealed)
            return sealed
        }
    }

    // Apart, because a closure cannot consume what it captures.
    private borrowing func seal(
        _ sealer: consuming PackageSealer, _ outputs: [PieceOutput], _ now: DERTime, _ proof: [UInt8]?,
        _ key: borrowing UnlockedSigningKey, _ progress: Progress
    ) throws(OperationError) -> SealedPackage {
        do throws(PackageFormatError) {
            let body = try sealer.reseal(unlocked, contents, to: outputs, progress: progress)
            return try body.finish(signedBy: key.key, key.certificate, time: now, intent: proof)
        } catch { throw OperationError(.package, underlying: .package(error)) }
    }

    private borrowing func topLevelNames() throws(OperationError) -> [[UInt8]] {
        var names: [[UInt8]] = []
        try forEachEntry { entry throws(OperationError) in
            if entry.isTopLevel { names.append(entry.path) }
        }
        return names
    }

    /// Reads what was written once more, before it takes the place of what cannot be had back.
    static func check(
        _ outputs: [PieceOutput], are sealed: SealedPackage, workers: Int, _ progress: Progress
    ) throws(OperationError) {
        try onPackage { () throws(PackageFormatError) in
            var files: [PieceFile] = []
            for output in outputs { files.append(try output.written()) }
            let sorting = try PieceSorting(files)
            try sorting.requirePackages()
            let structure = sorting.packages[0]
            guard structure.numbers.count == outputs.count else {
                throw PackageFormatError(PieceShortage(split: structure.common.split, present: structure.numbers))
            }
            let units = try structure.verifyUnits(workers: workers, progress: progress)
            if let damage = (structure.damage + units.damaged).first {
                throw PackageFormatError(.damaged, damage.reason, place: damage.place)
            }
            guard structure.manifest == sealed.manifest else {
                throw PackageFormatError(.damaged, "not what was written", place: Place(.manifest))
            }
        }
    }

    /// The identities whose keys open the package, from the keyring: the header has but the keys' ids.
    private borrowing func sameRecipients() throws(OperationError) -> [Identity] {
        let ids = contents.head.recipients ?? arrived.header.stanzas.compactMap(\.recipient)
        let known = try onKeyring { () throws(KeyringError) in try arrived.keyring.identities().identities }
        let byKey = Dictionary(known.map { ($0.encryption.publicKey.keyID, $0) }) { first, _ in first }
        let missing = ids.filter { byKey[$0] == nil }
        guard missing.isEmpty else {
            var error = OperationError(.recipientUnknown)
            error.names = missing.map { hexadecimal($0) }
            throw error
        }
        return ids.compactMap { byKey[$0] }
    }

    private borrowing func check(
        _ request: ResealRequest, _ recipients: [Identity]
    ) throws(OperationError) -> [AlgorithmWarning] {
        try onKeyring { () throws(KeyringError) in try request.sender.checkSigning(at: request.now) }
        var rules = AlgorithmRules(label: label, now: request.now, request.withdrawals)
        try rules.check(request.suite)
        for recipient in recipients { try rules.check(encryption: recipient.encryption.publicKey) }
        try rules.check(signing: request.sender.signing.publicKey)
        try rules.noteHash()
        return rules.warnings
    }

    private borrowing func addressees(
        _ recipients: [Identity], _ passphrase: borrowing Secret?
    ) throws(OperationError) -> Addressees {
        let header = arrived.header
        let keys = recipients.map(\.encryption.publicKey)
        let iterations = header.stanzas.compactMap {
            if case .passphrase(let stanza) = $0 { stanza.iterations } else { nil }
        }
        guard let iterations = iterations.first else {
            return Addressees(publicKeys: keys, passphrase: nil, hidden: header.hidesRecipients)
        }
        switch passphrase {
        case .some(let passphrase):
            return Addressees(
                publicKeys: keys, passphrase: Addressees.Passphrase(passphrase.copy(), iterations: iterations),
                hidden: false)
        case .none: throw OperationError(.passphraseNeeded)
        }
    }

    private borrowing func plan(_ request: ResealRequest) -> SealPlan {
        var plan = SealPlan(purpose: arrived.header.purpose)
        plan.split = arrived.header.split
        plan.suite = request.suite
        plan.signer = request.sender.signing
        plan.label = label
        plan.hidesLabel = arrived.header.label == nil && label != nil
        plan.padding = request.padding
        plan.workers = request.workers
        return plan
    }
}
