import Cryptography
import DER
import Keyring
import Label
import PackageFormat
import SystemIO
import TestSupport

@testable import Operations

/// A desk with a keyring, files and packages, and the keyrings of those whom one writes to.
final class Office: Sendable {
    let folder: TemporaryFolder
    let keyring: Keyring
    let state: StateFolder

    /// 2026-04-01T00:00:00Z
    static let start: Int64 = 1_775_001_600
    static let year: Int64 = 365 * 86_400
    /// A moment at which every certificate is valid that is made without another period.
    static let now = time(1_000)

    /// So many seconds after ``start``.
    static func time(_ seconds: Int64) -> DERTime { DERTime(seconds: start + seconds).unsafelyUnwrapped }

    init() throws {
        folder = try TemporaryFolder()
        keyring = Keyring(Path(folder("keyring")))
        state = try StateFolder(at: Path(folder("state")))
    }

    func path(_ name: String) -> Path { Path(folder(name)) }

    /// A new own identity, its keys behind few iterations.
    @discardableResult
    func create(
        _ name: String, _ type: KeyType = .p256, validity: Range<Int64> = start..<(start + year)
    ) throws -> Identity {
        let new = NewIdentity(
            name: try IdentityName(name), type: type, subject: try Subject(commonName: name), validity: validity,
            iterations: 1_000)
        return try keyring.create(new, passphrase: Self.passphrase, now: Self.now)
    }

    /// Takes over the certificates of an identity of another office.
    @discardableResult
    func add(_ identity: Identity, trusted: Bool = true) throws -> Identity {
        try keyring.add(identity.pair, as: identity.name, trustedSince: trusted ? Self.now : nil)
    }

    /// What every identity's keys are locked with.
    static var passphrase: Secret { secret("correct horse") }

    static func secret(_ text: String) -> Secret { Secret(copying: Array(text.utf8)) }

    func request(_ inputs: [String], from sender: Identity? = nil, to recipients: [Identity] = []) -> SealRequest {
        var request = SealRequest(.files(inputs.map(path)), now: Self.now)
        request.sender = sender
        request.recipients = recipients.map { Recipient($0) }
        request.workers = 2
        return request
    }

    /// Seals into the file `package`.
    @discardableResult
    func seal(
        _ request: SealRequest, as package: String = "package", replacing: Bool = false,
        withPassphrase passphrase: String? = nil
    ) throws -> SealReport {
        let own = passphrase.map { PackagePassphrase(Self.secret($0), iterations: 1_000) }
        return try Sealing(request, passphrase: own).run(
            to: .file(path(package), replacing: replacing), keyring: keyring,
            senderPassphrase: request.sender == nil ? nil : Self.passphrase, state: state, progress: Progress())
    }

    /// A package of another office, or of this one, as it arrives here.
    func arrive(_ package: Path) throws -> ArrivedPackage {
        try ArrivedPackage(.file(package), keyring: keyring, withdrawals: Withdrawals(in: keyring))
    }

    func arrive(_ package: String = "package") throws -> ArrivedPackage { try arrive(path(package)) }

    /// Unlocks a package with the keys of an own identity.
    func unlock(_ package: consuming ArrivedPackage, as identity: Identity) throws -> OpenPackage {
        let key = try keyring.unlockEncryption(identity, passphrase: Self.passphrase)
        return try package.unlock(with: key)
    }

    /// Opens a package into the folder `target`.
    @discardableResult
    func open(
        _ package: Path, as identity: Identity, to target: String = "out", keepsLabel: Bool = true,
        replacing: Bool = false
    ) throws -> ExtractionSummary {
        let opened = try unlock(arrive(package), as: identity)
        return try opened.extract(
            .everything, to: path(target), replacing: replacing, keepsLabel: keepsLabel, state: state, workers: 2,
            progress: Progress())
    }

    /// The paths inside a package.
    func list(_ package: String, as identity: Identity) throws -> [String] {
        var paths: [String] = []
        let opened = try unlock(arrive(package), as: identity)
        try opened.forEachEntry { paths.append(String(decoding: $0.path, as: UTF8.self)) }
        return paths
    }

    /// The names in a folder, hidden ones too.
    func names(_ name: String) throws -> [String] {
        try Descriptor.open(path(name), [.readOnly, .folder]).names().map { String(decoding: $0, as: UTF8.self) }
            .sorted()
    }

    func makeFolder(_ name: String) throws {
        try Descriptor.open(path("."), [.readOnly, .folder]).makeFolder(Path(name), mode: 0o700)
    }

    /// Whether the office's own folder has anything of that name.
    func exists(_ name: String) throws -> Bool {
        try names(".").contains(name)
    }
}

/// A label of that grade in its short form, changed.
func label(_ grade: String, _ change: (inout LabelFields) throws -> Void = { _ in }) throws -> Label {
    var fields = LabelFields(grade: try Grade(text: grade))
    try change(&fields)
    return try Label(fields)
}
