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
    /// Everyone whose key opens the package, the sender included.
    package let recipients: [Recipient]
    /// Algorithms that will not last as long as the label demands.
    package let algorithmWarnings: [AlgorithmWarning]
    private let passphrase: PackagePassphrase?

    /// Checks the request: certificates, trust, algorithms for as long as the label demands, label inheritance.
    /// - Throws: `keyring` with `expired`, `notYetValid`, `notTrusted`; `noRecipient`, `algorithmRefused`, `labelLowered`,
    ///   `label`, `system`.
    package init(
        _ request: SealRequest, passphrase: consuming PackagePassphrase? = nil
    ) throws(OperationError) {
        let recipients = Self.recipients(of: request)
        if recipients.isEmpty && passphrase == nil { throw OperationError(.noRecipient) }
        try Self.checkPeople(request, recipients)
        let label = try Self.label(of: request)
        var rules = AlgorithmRules(label: label, now: request.now)
        try rules.check(request.suite)
        for recipient in recipients { try rules.check(encryption: recipient.certificate.publicKey) }
        if let sender = request.sender { try rules.check(signing: sender.signing.publicKey) }
        try rules.noteHash()
        self.request = request
        self.label = label
        self.recipients = recipients
        algorithmWarnings = rules.warnings
        self.passphrase = passphrase
    }

    /// Seals. The signing key is unlocked while the content is being sealed.
    /// - Parameters:
    ///   - keyring: holds the sender's key.
    ///   - senderPassphrase: opens it; needed if the request has a sender.
    ///   - state: where a name in between is recorded that a killed process may leave.
    /// - Throws: `keyring` with `wrongPassphrase`; `specialFiles`; `package`; `system`. Nothing is left then.
    package consuming func run(
        to target: PackageTarget, keyring: Keyring, senderPassphrase: consuming Secret?, state: StateFolder? = nil,
        progress: Progress
    ) throws(OperationError) -> SealReport {
        let tree = try sourceTree()
        if case .file(let path, _) = target {
            try onSystem { () throws(SystemError) in try tree?.check(output: path) }
        }
        let job = SealJob(
            sealing: self, tree: tree, target: target.name, passphrase: senderPassphrase, progress: progress)
        switch target {
        case .file(let path, let replacing):
            let file = try onSystem { () throws(SystemError) in
                try AtomicFile(path, replacing: replacing, mode: FileMode.newFile, state: state)
            }
            let output = try onSystem { () throws(SystemError) in try file.descriptor.duplicate() }
            let report = try job.run(output, isOrdered: false, keyring)
            // Not in a closure, which could not consume it.
            do { try file.commit() } catch { throw OperationError(.system, underlying: .system(error)) }
            return report
        case .standardOutput:
            let output = try onSystem { () throws(SystemError) in try Descriptor.standardOutput.duplicate() }
            return try job.run(output, isOrdered: true, keyring)
        }
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

    borrowing func plan(to output: Path) -> SealPlan {
        var plan = SealPlan(purpose: request.purpose)
        plan.suite = request.suite
        plan.signer = request.sender?.signing
        plan.label = label
        plan.hidesLabel = request.hidesLabel && label != nil
        plan.padding = request.padding
        plan.workers = request.workers
        plan.output = output
        return plan
    }

    private borrowing func sourceTree() throws(OperationError) -> SourceTree? {
        guard case .files(let paths) = request.input else { return nil }
        let content = label == nil ? paths : try InheritedLabels.withoutRecords(paths)
        return try onSystem { () throws(SystemError) in try SourceTree(content) }
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

    private static func label(of request: SealRequest) throws(OperationError) -> Label? {
        guard request.inheritsLabels, case .files(let paths) = request.input else {
            return request.label ?? request.defaultLabel
        }
        let inherited = try InheritedLabels.read(beside: paths)
        return try InheritedLabels.combine(given: request.label, inherited: inherited) ?? request.defaultLabel
    }
}
