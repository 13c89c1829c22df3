import Cryptography
import DER
import Glibc
import Keyring
import Synchronization
import SystemIO
import TestSupport
import Testing

/// The error that a call of the keyring ends with, or nil.
func refusal<Value: ~Copyable>(_ body: () throws(KeyringError) -> Value) -> KeyringError? {
    do throws(KeyringError) { _ = try body() } catch { return error }
    return nil
}

/// A passphrase for tests.
func passphrase(_ text: String = "correct horse") -> Secret { Secret(copying: Array(text.utf8)) }

/// A keyring in a new folder.
struct Fixture {
    let folder: TemporaryFolder
    let keyring: Keyring

    /// 2026-04-01T00:00:00Z
    static let start: Int64 = 1_775_001_600
    static let year: Int64 = 365 * 86_400
    /// A moment in the middle of the validity of what `create` makes.
    static let now = DERTime(seconds: start + 1000).unsafelyUnwrapped

    init() throws {
        folder = try TemporaryFolder()
        keyring = Keyring(Path(folder("keyring")))
    }

    /// Makes an own identity, with few iterations.
    @discardableResult
    func create(_ name: String, _ type: KeyType = .p256) throws -> Identity {
        try keyring.create(try Self.new(name, type), passphrase: passphrase(), now: Self.now)
    }

    /// Makes the certificates of somebody else.
    static func stranger(_ name: String = "stranger", _ type: KeyType = .p256) throws -> CertificatePair {
        try Fixture().create(name, type).pair
    }

    /// Adds somebody else's certificates.
    @discardableResult
    func add(_ name: String, trusted: Bool = true) throws -> Identity {
        try keyring.add(
            try Self.stranger(), as: IdentityName(name), trustedSince: trusted ? Self.now : nil)
    }

    static func new(_ name: String, _ type: KeyType = .p256) throws -> NewIdentity {
        NewIdentity(
            name: try IdentityName(name), type: type,
            subject: try Subject(commonName: name, organizationalUnit: "総務課", mail: "soumu@example.jp"),
            validity: start..<(start + year), iterations: 1000)
    }

    /// The path of a file of an identity.
    func file(_ name: String, _ file: String) -> String { folder("keyring/identities/\(name)/\(file)") }

    /// The bytes of a file of an identity.
    func read(_ name: String, _ file: String) throws -> [UInt8] {
        try folder.read("keyring/identities/\(name)/\(file)")
    }

    /// Writes a file of an identity, with mode 0600.
    func write(_ bytes: [UInt8], _ name: String, _ file: String) throws {
        try folder.writePrivate(bytes, to: "keyring/identities/\(name)/\(file)")
    }

    /// The names in a folder of the keyring.
    func names(_ path: String) throws -> [String] {
        try Descriptor.open(Path(folder("keyring/\(path)")), [.readOnly, .folder]).names()
            .map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Random numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// Answers from several threads.
final class Collected: Sendable {
    private let codes = Mutex<[KeyringError.Code?]>([])

    func add(_ code: KeyringError.Code?) { codes.withLock { $0.append(code) } }

    var all: [KeyringError.Code?] { codes.withLock { $0 } }
}

extension TemporaryFolder {
    /// Whether there is anything of that name.
    func exists(_ name: String) -> Bool { access(self(name), F_OK) == 0 }

    /// Writes a file with mode 0600.
    func writePrivate(_ bytes: [UInt8], to name: String) throws {
        let descriptor = try Descriptor.open(
            Path(self(name)), [.writeOnly, .create, .truncate], mode: FileMode.privateFile)
        try descriptor.writeFully(bytes)
    }

    /// Takes a file away.
    func remove(_ name: String) throws {
        guard unlink(self(name)) == 0 else { throw TestSupportError("cannot remove \(name)") }
    }
}
