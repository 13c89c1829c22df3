import Cryptography
import DER
import Keyring
import Label
import PackageFormat
import Synchronization
import SystemIO

/// A request that was checked against all rules and can be carried out.
package struct Sealing: ~Copyable {
    /// What was asked for.
    package let request: SealRequest
    /// The label that the package gets.
    package let label: Label?
    /// What of the label that the inputs brought along is not in it, by somebody's decision.
    package let droppedLabelParts: [DroppedLabelPart]
    /// Everyone whose key opens the package, the sender included.
    package let recipients: [Recipient]
    /// Algorithms that will not last as long as the label demands.
    package let algorithmWarnings: [AlgorithmWarning]
    private let passphrase: PackagePassphrase?
    private var content: SealedContent

    /// Checks the request: certificates, trust, the inputs, label inheritance, algorithms for as long as the label demands.
    /// - Throws: `keyring` with `expired`, `notYetValid`, `notTrusted`; `noRecipient`, `algorithmRefused`, `labelLowered`,
    ///   `specialFiles`, `label`, `package`, `system`.
    package init(
        _ request: SealRequest, passphrase: consuming PackagePassphrase? = nil
    ) throws(OperationError) {
        let recipients = Self.recipients(of: request)
        if recipients.isEmpty && passphrase == nil { throw OperationError(.noRecipient) }
        try Self.checkPeople(request, recipients)
        let content = try SealedContent(request)
        let inherited = try content.inheritedLabel(request)
        let label = try SealedContent.label(request, inherited)
        try content.checkNames(label)
        var rules = AlgorithmRules(label: label, now: request.now, request.withdrawals)
        try rules.check(request.suite)
        for recipient in recipients { try rules.check(encryption: recipient.certificate.publicKey) }
        if let sender = request.sender { try rules.check(signing: sender.signing.publicKey) }
        try rules.noteHash()
        self.request = request
        self.label = label
        droppedLabelParts =
            inherited.flatMap { old in
                label.map { DroppedLabelPart.parts(of: old, missingIn: $0) }
            } ?? []
        self.recipients = recipients
        algorithmWarnings = rules.warnings
        self.passphrase = passphrase
        self.content = content
    }

    /// Fingerprints of everyone whose key opens the package, but for its sender; of the sender where nobody else can open it. None
    /// where that is whoever knows the passphrase.
    package func recipientFingerprints(besides sender: Identity?) -> [[UInt8]] {
        let all = recipients.map(\.pair.fingerprint.bytes)
        let others = all.filter { $0 != sender?.fingerprint.bytes }
        let isToOneself = others.isEmpty && passphrase == nil
        return isToOneself ? all : others
    }

    /// Records of labels among the inputs, which are inherited instead of sealed.
    package var labelRecords: [[UInt8]] { content.labelRecords }

    /// Seals. The signing key is unlocked while the content is being sealed.
    /// - Parameters:
    ///   - keyring: holds the sender's key.
    ///   - senderPassphrase: opens it; needed if the request has a sender.
    ///   - state: where a name in between is recorded that a killed process may leave.
    ///   - recorder: is told before anything is written, and how it ended.
    ///   - recordsOutput: whether the ledger is told where the package is.
    /// - Throws: `keyring` with `wrongPassphrase`; `specialFiles`; `package`; `system`; `ledger`. Nothing is left then.
    package consuming func run(
        to target: PackageTarget, keyring: Keyring, senderPassphrase: consuming Secret?, state: StateFolder? = nil,
        recorder: Recorder? = nil, recordsOutput: Bool = true, progress: Progress
    ) throws(OperationError) -> SealReport {
        for path in target.paths { try content.check(output: path) }
        let scan = content.takeScan()
        let record = SealRecord(
            recorder ?? .none(now: request.now), sender: request.sender, recipients: recipientFingerprints)
        let job = SealJob(
            sealing: self, passphrase: senderPassphrase, record: record, progress: progress)
        let report: SealReport
        let output = recordsOutput ? target.paths.first : nil
        do { report = try Self.write(job, scan, to: target, keyring, state, recording: output) } catch {
            record.fail(error)
            throw error
        }
        try record.end(report.package, entries: report.entryCount, output: output)
        return report
    }

    private static func write(
        _ job: borrowing SealJob, _ scan: consuming TreeScan?, to target: PackageTarget, _ keyring: Keyring,
        _ state: StateFolder?, recording output: Path?
    ) throws(OperationError) -> SealReport {
        guard case .standardOutput = target else {
            let files = PieceFiles(isReplacing: target.isReplacing, state: state)
            let scan = Handover(consume scan)
            return try files.write(target.paths[...]) { outputs throws(OperationError) in
                let report = try job.run(scan.take() ?? nil, outputs, keyring)
                if let output { try job.record.keep(report.package, entries: report.entryCount, output: output) }
                return report
            }
        }
        let output = try onSystem { () throws(SystemError) in try Descriptor.standardOutput.duplicate() }
        let ordered = PieceOutput(output, path: Descriptor.standardOutputName, isOrdered: true)
        return try job.run(scan, [ordered], keyring)
    }

    borrowing func addressees() -> Addressees {
        let keys = recipients.map(\.certificate.publicKey)
        switch passphrase {
        case .some(let passphrase):
            return Addressees(
                publicKeys: keys,
                passphrase: Addressees.Passphrase(passphrase.secret.copy(), iterations: passphrase.iterations),
                hidden: request.hidesRecipients)
        case .none: return Addressees(publicKeys: keys, passphrase: nil, hidden: request.hidesRecipients)
        }
    }

    borrowing func plan() -> SealPlan {
        var plan = SealPlan(purpose: request.purpose)
        plan.split = request.split
        plan.suite = request.suite
        plan.signer = request.sender?.signing
        plan.label = label
        plan.hidesLabel = request.hidesLabel && label != nil
        plan.claimsOneFile = content.isOneFile
        plan.padding = request.padding
        plan.workers = request.workers
        return plan
    }

    /// Recipients without repetition, and the sender unless he does not want to.
    private static func recipients(of request: SealRequest) -> [Recipient] {
        var list: [Recipient] = []
        let own = request.includesSender ? request.sender.map { Recipient($0) } : nil
        for recipient in request.recipients + [own].compactMap({ $0 })
        where !list.contains(where: { $0.certificate.publicKey == recipient.certificate.publicKey }) {
            list.append(recipient)
        }
        return list
    }

    private static func checkPeople(_ request: SealRequest, _ recipients: [Recipient]) throws(OperationError) {
        if let sender = request.sender {
            try onKeyring { () throws(KeyringError) in try sender.checkSigning(at: request.now) }
        }
        for recipient in recipients {
            try onKeyring { () throws(KeyringError) in
                guard case .keyring(let identity) = recipient.origin else {
                    return try recipient.pair.checkSealing(at: request.now)
                }
                if !identity.isOwn { try identity.requireTrusted() }
                try identity.checkSealing(at: request.now)
            }
        }
    }
}
