import Console
import Cryptography
import Keyring
import Ledger
import Operations
import PackageFormat
import Terminal

/// Which packages are accepted, and what unlocks them.
struct UnlockChoices {
    /// Whose packages are accepted.
    var demand = OriginDemand()
    /// How the hash of the manifest begins of the package that is meant, where files are of several.
    var manifest: String?
    /// Identities of one's own that alone are to be tried; empty for all.
    var keys: [Identity] = []
    /// Where the passphrase of packages comes from; nil if none is to be used.
    var packagePassphrase: PassphraseSource?
    /// Where passphrases of keys come from.
    var keyPassphrase: PassphraseSource
}

extension UnlockChoices {
    /// - Throws: ``KeyringError`` for names that are not in the keyring, ``CommandFailure``.
    init(_ options: UnlockOptions, _ keyring: Keyring) throws(any Error) {
        self.init(
            demand: try options.origin.demand(keyring), manifest: options.origin.manifest,
            keys: try options.key.map { name throws(OperationError) in try OwnIdentity.choose(name, in: keyring) },
            packagePassphrase: try options.packagePassphrase.source(), keyPassphrase: options.keyPassphrase.source)
    }
}

/// Unlocks packages one after the other, and asks for each passphrase once.
struct Unlocker: ~Copyable {
    private let choices: UnlockChoices
    private let session: Session
    private let withdrawals: Withdrawals
    private var keys: UnlockedKeys
    /// That of the packages, once it is known.
    private(set) var packagePassphrase: Secret?
    /// What is known of the package at hand, for the ledger; nil until it could be read.
    private(set) var received: NewEntry.Received?
    /// Whose key opens the package at hand; nil until that is known, and for a passphrase.
    private(set) var opener: Identity?

    /// - Parameter withdrawals: what was decided on algorithms.
    /// - Throws: ``KeyringError`` for names that are not in the keyring, ``CommandFailure``.
    init(_ options: UnlockOptions, _ session: Session, _ withdrawals: Withdrawals) throws(any Error) {
        try self.init(UnlockChoices(options, session.keyring), session, withdrawals)
    }

    /// - Throws: ``TerminalError`` if a passphrase is to come from a descriptor that is not open.
    init(_ choices: UnlockChoices, _ session: Session, _ withdrawals: Withdrawals) throws(any Error) {
        try session.prompt.requireOpen(choices.packagePassphrase)
        try session.prompt.requireOpen(choices.keyPassphrase)
        self.init(checked: choices, session, withdrawals)
    }

    // Apart: a noncopyable value cannot be left half made by a throw.
    private init(checked choices: UnlockChoices, _ session: Session, _ withdrawals: Withdrawals) {
        self.choices = choices
        self.session = session
        self.withdrawals = withdrawals
        keys = UnlockedKeys()
        packagePassphrase = nil
        received = nil
        opener = nil
    }

    /// Unlocks the encryption key of an identity whose passphrase is known already, so that it is not asked for again.
    /// - Throws: ``OperationError``.
    mutating func unlock(_ identity: Identity, passphrase: borrowing Secret) throws(OperationError) {
        try keys.unlock(identity, in: session.keyring, passphrase: passphrase)
    }

    /// Reads a package, judges its origin, and unlocks it.
    /// - Throws: ``OperationError``, ``TerminalError``.
    mutating func open(_ source: PackageSource) throws(any Error) -> OpenPackage {
        received = nil
        let arrived: ArrivedPackage
        do throws(OperationError) {
            arrived = try ArrivedPackage(
                source, keyring: session.keyring, withdrawals: withdrawals, demand: choices.demand,
                choice: choices.manifest)
        } catch { throw noting(error, source) }
        received = try NewEntry.Received(arrived.structure, arrived.judgement)
        session.output.warn(strangers: arrived)
        try arrived.require(choices.demand)
        try arrived.requirePieces()
        let identity = try identity(for: arrived, source)
        // Each of its former selves costs a pass over the content.
        let progress = Progress()
        let label = Message.progressFormer.text(session.language, source)
        let line = ProgressLine(session.output, label: label, progress)
        defer { line.finish() }
        let opened = try unlock(arrived, as: identity, progress)
        received?.resealedFrom = opened.formerID
        return opened
    }

    /// Notes what cannot be read as a package, so that it is recorded that nothing came out of it.
    private mutating func noting(_ error: OperationError, _ source: PackageSource) -> OperationError {
        if error.code == .package { received = .init(unread: source) }
        return error
    }

    /// - Parameter identity: nil for the passphrase of packages.
    private mutating func unlock(
        _ arrived: consuming ArrivedPackage, as identity: Identity?, _ progress: Progress
    ) throws(any Error) -> OpenPackage {
        guard let identity else {
            switch packagePassphrase {
            case .some(let passphrase): return try arrived.unlock(withPassphrase: passphrase, progress: progress)
            case .none: throw TerminalError(.missing)
            }
        }
        opener = identity
        return try keys.unlock(arrived, as: identity, progress: progress)
    }

    /// Reads the header of a package, judges what it claims of its origin, and unlocks it.
    /// - Throws: ``OperationError``, ``TerminalError``.
    mutating func stream(_ source: PackageSource) throws(any Error) -> UnlockedStream {
        received = nil
        let streamed: StreamedPackage
        do throws(OperationError) {
            streamed = try StreamedPackage(source, keyring: session.keyring, choices.demand)
        } catch { throw noting(error, source) }
        received = NewEntry.Received(streamed.header)
        guard let identity = try identity(for: streamed, source) else {
            switch packagePassphrase {
            case .some(let passphrase): return try streamed.unlock(withPassphrase: passphrase)
            case .none: throw TerminalError(.missing)
            }
        }
        opener = identity
        return try keys.unlock(streamed, as: identity)
    }

    /// Whose key opens a package, which is unlocked then; nil if it is to be the passphrase, which is known then.
    private mutating func identity(
        for package: borrowing some LockedPackage & ~Copyable, _ source: PackageSource
    ) throws(any Error) -> Identity? {
        guard let passphraseSource = choices.packagePassphrase else { return try identity(for: package) }
        if packagePassphrase == nil {
            let subject = EscapedText(Message.packagePassphraseSubject.text(session.language, source))
            packagePassphrase = try session.prompt.passphrase(for: subject, from: passphraseSource)
        }
        return nil
    }

    private mutating func identity(
        for package: borrowing some LockedPackage & ~Copyable
    ) throws(any Error) -> Identity {
        var failure: OperationError?
        for identity in try candidates(package) {
            if let error = try unlockKey(of: identity) {
                failure = failure ?? error
            } else if try keys.opens(package, as: identity) {
                return identity
            }
        }
        if let failure { throw failure }
        guard package.header.hasPassphrase else { throw OperationError(.notARecipient) }
        throw CommandFailure(.wrongKey, .operationNotARecipient, hint: .hintPackagePassphrase)
    }

    /// One's own identities that may open it, those first whose keys are unlocked already.
    private func candidates(
        _ package: borrowing some LockedPackage & ~Copyable
    ) throws(OperationError) -> [Identity] {
        let openers = try package.openers(in: session.keyring).filter {
            choices.keys.isEmpty || choices.keys.contains($0)
        }
        return openers.filter(keys.contains) + openers.filter { !keys.contains($0) }
    }

    /// Nil if the key is unlocked now. A wrong passphrase is no reason to stop where one is given for all keys: it may be
    /// that of another.
    private mutating func unlockKey(of identity: Identity) throws(any Error) -> OperationError? {
        if keys.contains(identity) { return nil }
        let source = choices.keyPassphrase
        let passphrase = try session.prompt.passphrase(for: identity.name.text, from: source)
        do throws(OperationError) {
            try keys.unlock(identity, in: session.keyring, passphrase: passphrase)
            return nil
        } catch {
            guard case .keyring(let cause) = error.underlying, cause.code == .wrongPassphrase, source != .terminal
            else {
                throw error
            }
            return error
        }
    }
}
