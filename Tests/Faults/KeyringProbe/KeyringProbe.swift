import Cryptography
import DER
import Glibc
import Keyring
import SystemIO

/// A small program that changes a keyring in every way there is, for tests that make system calls fail and kill processes.
///
/// Usage: keyring-probe create|passphrase|remove|group FOLDER
@main
enum KeyringProbe {
    static func main() {
        guard CommandLine.arguments.count == 3 else { exit(2) }
        do {
            try run(CommandLine.arguments[1], Keyring(Path(CommandLine.arguments[2])))
        } catch {
            print(error)
            exit(1)
        }
    }

    private static func run(_ command: String, _ keyring: Keyring) throws {
        let own = try IdentityName("soumu")
        let old = Secret(copying: Array("correct horse".utf8))
        switch command {
        case "create":
            let new = NewIdentity(
                name: own, type: .p256, subject: try Subject(commonName: "soumu"),
                validity: 1_775_001_600..<1_806_537_600, iterations: 1000)
            guard let now = DERTime(seconds: 1_775_001_600) else { exit(2) }
            _ = try keyring.create(new, passphrase: old, now: now)
        case "passphrase":
            let new = Secret(copying: Array("new".utf8))
            try keyring.changePassphrase(of: own, from: old, to: new, iterations: 1000)
        case "remove": try keyring.remove(try IdentityName("zaimu"))
        case "group": try keyring.addMembers([own], to: try IdentityName("all"))
        default: exit(2)
        }
    }
}
