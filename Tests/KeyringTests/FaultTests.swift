import Cryptography
import Foundation
import Keyring
import SystemIO
import TestSupport
import Testing

@Suite("Whatever call fails or kills, the keyring is whole", .enabled(if: FaultyProcess.library != nil))
struct FaultTests {
    enum Change: String, CaseIterable, Sendable {
        case create, passphrase, remove, group
    }

    /// A keyring in which the change has yet to be made.
    private func prepare(_ change: Change) throws -> Fixture {
        let fixture = try Fixture()
        if change == .create { return fixture }
        let own = try fixture.create("soumu")
        let other = try fixture.add("zaimu")
        try fixture.keyring.addMembers([other.name], to: try IdentityName("all"))
        if change == .remove { try fixture.keyring.addMembers([own.name], to: try IdentityName("all")) }
        return fixture
    }

    /// Which of two passphrases opens both keys.
    private func opening(_ fixture: Fixture, _ identity: Identity) -> [String] {
        ["correct horse", "new"].filter { text in
            refusal { () throws(KeyringError) in
                _ = try fixture.keyring.unlockSigning(identity, passphrase: passphrase(text))
                _ = try fixture.keyring.unlockEncryption(identity, passphrase: passphrase(text))
            } == nil
        }
    }

    /// Whether the change was made; what is neither the old nor the new is reported.
    private func requireWhole(_ fixture: Fixture, _ change: Change, _ place: Comment) throws -> Bool {
        let listing = try fixture.keyring.identities()
        #expect(listing.problems.isEmpty, place)
        let names = listing.identities.map(\.name.text)
        for own in listing.identities where own.name.text == "soumu" {
            #expect(opening(fixture, own).count == 1, place)
        }
        let members = try fixture.keyring.group(try IdentityName("all"))?.members.map(\.text) ?? []
        switch change {
        case .create:
            #expect(names == [] || names == ["soumu"], place)
            return !names.isEmpty
        case .passphrase:
            #expect(names == ["soumu", "zaimu"], place)
            return opening(fixture, listing.identities[0]) == ["new"]
        case .remove:
            // It leaves its groups first.
            #expect(names == ["soumu"] || names == ["soumu", "zaimu"], place)
            #expect(members == ["soumu"] || names.count == 2 && members == ["soumu", "zaimu"], place)
            return names.count == 1
        case .group:
            #expect(members == ["zaimu"] || members == ["soumu", "zaimu"], place)
            return members.count == 2
        }
    }

    /// After the next run nothing is left of an unfinished change.
    private func requireClean(_ fixture: Fixture, _ change: Change, _ place: Comment) throws {
        let isChanged = try requireWhole(fixture, change, place)
        try fixture.keyring.recover()
        #expect(try requireWhole(fixture, change, place) == isChanged, place)
        guard fixture.folder.exists("keyring/identities") else { return }
        let known = [
            "encryption.cert.pem", "encryption.key.pem", "signing.cert.pem", "signing.key.pem", "trusted",
        ]
        for name in try fixture.names("identities") {
            #expect(["soumu", "zaimu"].contains(name), place)
            #expect(
                try fixture.names("identities/\(name)") == known.filter { name == "soumu" || !$0.contains("key") },
                place)
        }
        #expect(try fixture.names("groups").allSatisfy { $0 == "all" }, place)
    }

    /// How many calls one undisturbed run makes.
    private func countCalls(_ change: Change) throws -> Int {
        let fixture = try prepare(change)
        let log = try fixture.folder.write([], to: "log")
        let status = try FaultyProcess.run(change.rawValue, fixture, ["FUBAKO_FAULT_LOG=\(log)"])
        #expect(status == 0)
        #expect(try requireWhole(fixture, change, "undisturbed"))
        return try fixture.folder.read("log").count { $0 == UInt8(ascii: "\n") }
    }

    @Test("killed at any call, it holds the old or the new, and the next run clears up", arguments: Change.allCases)
    func kills(_ change: Change) throws {
        let calls = try countCalls(change)
        #expect(calls > 10)
        for call in 1...calls {
            let fixture = try prepare(change)
            let status = try FaultyProcess.run(change.rawValue, fixture, ["FUBAKO_FAULT=any:kill:\(call)"])
            #expect(status == 128 + 9)
            try requireClean(fixture, change, "call \(call)")
        }
    }

    @Test("whichever call fails, it holds the old or the new", arguments: Change.allCases)
    func failures(_ change: Change) throws {
        let calls = try countCalls(change)
        for call in 1...calls {
            let fixture = try prepare(change)
            let status = try FaultyProcess.run(change.rawValue, fixture, ["FUBAKO_FAULT=any:EIO:\(call)"])
            #expect(status == 0 || status == 1)
            try requireClean(fixture, change, "call \(call)")
        }
    }
}

/// Runs the probe program under the library of faults, which is built on first use.
enum FaultyProcess {
    /// Nil if it cannot be built: the tests that need it are then skipped.
    static let library: String? = {
        let path = NSTemporaryDirectory() + "fubako-keyring-faults-\(getpid()).so"
        let sources = "\(packageRoot)/Tests/Faults/faults.c"
        let built = try? TestSupport.run("cc", ["-shared", "-fPIC", "-O1", "-o", path, sources, "-ldl"])
        return built?.status == 0 ? path : nil
    }()

    /// Beside the test bundle, where the package manager puts its executables.
    private static let program: String = {
        let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
        let bundle = maps.split(separator: "\n").first { $0.hasSuffix(".xctest") }
        let path = bundle.flatMap { line in line.firstIndex(of: "/").map { String(line[$0...]) } } ?? ""
        return URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent("keyring-probe").path
    }()

    /// - Returns: the exit code, or 128 and the signal that ended it.
    static func run(_ command: String, _ fixture: Fixture, _ variables: [String]) throws -> Int32 {
        let preload = ["LD_PRELOAD=\(library ?? "")"]
        let words = variables + preload + [program, command, fixture.keyring.path.string]
        return try TestSupport.run("env", words).status
    }
}
