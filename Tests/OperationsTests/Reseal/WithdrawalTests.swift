import Cryptography
import DER
import Keyring
import PackageFormat
import SystemIO
import TestSupport
import Testing

@testable import Operations

@Suite("Decisions on algorithms")
struct WithdrawalTests {
    private let office: Office

    init() throws {
        office = try Office()
        try office.folder.write([1], to: "file")
    }

    private func decide(
        _ kind: Withdrawals.Decision.Kind, _ algorithm: String, _ reason: String = "announcement 12"
    ) throws {
        _ = try Withdrawals.decide(kind, on: algorithm, because: reason, at: Office.now, in: office.keyring)
    }

    @Test("the last decision counts, and all of them stay in the file")
    func lastCounts() throws {
        #expect(try Withdrawals(in: office.keyring) == Withdrawals())
        try decide(.withdraw, "aes-256-gcm", "告示第12号")
        try decide(.withdraw, "SHA-384")
        try decide(.forgeable, "AES-256-GCM")
        try decide(.restore, "sha-384")
        let withdrawals = try Withdrawals(in: office.keyring)
        #expect(withdrawals.current.map(\.algorithm) == ["AES-256-GCM"])
        #expect(withdrawals.isForgeable("AES-256-GCM") && withdrawals.withdrawal(of: "SHA-384") == nil)
        #expect(withdrawals.decisions.count == 4 && withdrawals.decisions[0].reason == "告示第12号")
        let text = String(decoding: try office.folder.read("keyring/withdrawn"), as: UTF8.self)
        #expect(text.hasPrefix("fubako-withdrawn 1\n2026-04-01T00:16:40Z\twithdraw\tAES-256-GCM\t告示第12号\n"))
        let file = try Descriptor.open(office.path("keyring/withdrawn"), .readOnly)
        #expect(try file.metadata().mode & 0o777 == 0o600)
    }

    @Test("what cannot be decided")
    func refusals() throws {
        let unknown = failure { try decide(.withdraw, "ROT13") }
        #expect(unknown?.code == .unknownAlgorithm && unknown?.names.contains("ChaCha20-Poly1305") == true)
        for reason in ["", "a\tb", "a\u{85}", String(repeating: "x", count: 501)] {
            #expect(refusal { try decide(.withdraw, "SHA-256", reason) } == Refusal(.badReason))
        }
        #expect(refusal { try decide(.restore, "SHA-256") } == Refusal(.notWithdrawn))
        #expect(try Withdrawals(in: office.keyring) == Withdrawals())
    }

    private static let line = "2026-04-01T00:16:40Z\twithdraw\tAES-256-GCM\tannouncement\n"

    static let badFiles = [
        "", "fubako-withdrawn 1", "fubako-withdrawn 2\n", "fubako-withdrawn 1\n\n", "fubako-withdrawn 1\nx\n",
        "fubako-withdrawn 1\n" + line + "x", "fubako-withdrawn 1\n" + line.dropLast(),
        "fubako-withdrawn 1\n" + line.replacing("withdraw\t", with: "Withdraw\t"),
        "fubako-withdrawn 1\n" + line.replacing("2026-04-01T", with: "2026-04-01 "),
        "fubako-withdrawn 1\n" + line.replacing("announcement", with: ""),
        "fubako-withdrawn 1\n" + line.replacing("announcement", with: "a\u{7F}"),
    ]

    @Test("a file that is not of the one form stops all that depends on it", arguments: badFiles)
    func malformed(text: String) throws {
        try decide(.withdraw, "SHA-384")
        try office.folder.write(Array(text.utf8), to: "keyring/withdrawn")
        #expect(Self.badFiles.count == 11)
        #expect(refusal { _ = try Withdrawals(in: office.keyring) } == Refusal(.keyring, "malformed"))
        #expect(refusal { try decide(.withdraw, "SHA-256") } == Refusal(.keyring, "malformed"))
    }

    /// What is withdrawn, and whether a package by and for keys on P-384 can be sealed then.
    static let uses: [(algorithm: String, suite: Suite, isRefused: Bool)] = [
        ("AES-256-GCM", .aes256GCM, true), ("AES-256-GCM", .chacha20Poly1305, false), ("AES-256", .aes256GCM, true),
        ("ChaCha20-Poly1305", .chacha20Poly1305, true), ("ChaCha20-Poly1305", .aes256GCM, false),
        ("ECDSA P-384", .aes256GCM, true), ("ECDH P-384", .aes256GCM, true), ("ECDSA P-256", .aes256GCM, false),
        ("SHA-384", .aes256GCM, true), ("SHA-256", .aes256GCM, true), ("HMAC-SHA-512", .aes256GCM, true),
        ("SHA-512", .aes256GCM, true), ("SHA3-256", .aes256GCM, false), ("RSA-PSS 3072 bits", .aes256GCM, false),
    ]

    @Test("nothing new rests on what is withdrawn", arguments: uses)
    func newUse(algorithm: String, suite: Suite, isRefused: Bool) throws {
        #expect(Self.uses.count == 14)
        var request = office.request(["file"], from: try office.create("soumu", .p384))
        try decide(.withdraw, algorithm)
        request.withdrawals = try Withdrawals(in: office.keyring)
        request.suite = suite
        guard isRefused else { return #expect(try Sealing(request).recipients.count == 1) }
        let error = failure { _ = try Sealing(request) }
        #expect(error?.code == .algorithmWithdrawn && error?.subject == algorithm)
    }

    @Test("the usual cipher is one that is in use")
    func usualSuite() throws {
        #expect(Withdrawals().usualSuite == .aes256GCM)
        #expect(Withdrawals().usualSuite(besides: "AES-256-GCM") == .chacha20Poly1305)
        try decide(.withdraw, "AES-256")
        #expect(try Withdrawals(in: office.keyring).usualSuite == .chacha20Poly1305)
        try decide(.withdraw, "ChaCha20-Poly1305")
        #expect(try Withdrawals(in: office.keyring).usualSuite == .aes256GCM)
    }

    @Test("identities with a key of an algorithm")
    func keys() throws {
        try office.create("strong", .p384)
        try office.create("weak", .p256)
        #expect(try office.keyring.identities(using: "ECDSA P-384").map(\.name.text) == ["strong"])
        #expect(try office.keyring.identities(using: "SHA-256").isEmpty)
        try decide(.withdraw, "ECDH P-256")
        let withdrawals = try Withdrawals(in: office.keyring)
        #expect(refusal { try withdrawals.requireInUse(.p256) } == Refusal(.algorithmWithdrawn))
        try withdrawals.requireInUse(.p384)
    }
}
