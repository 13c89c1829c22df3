import Cryptography
import Glibc
import SystemIO
import TestSupport
import Testing

@testable import Console
@testable import Terminal

@Suite("Passphrases come from files and descriptors as bytes")
struct PassphraseTests {
    static func bytes(_ secret: borrowing Secret) -> [UInt8] { secret.withUnsafeBytes { Array($0) } }

    static let long = [UInt8](repeating: 0x61, count: 1_024)

    static let lines: [([UInt8], [UInt8])] = [
        (Array("abc\n".utf8), Array("abc".utf8)), (Array("abc".utf8), Array("abc".utf8)),
        (Array("abc\r\n".utf8), Array("abc".utf8)), (Array("abc\r".utf8), Array("abc".utf8)),
        (Array("a b \ndef\n".utf8), Array("a b ".utf8)), (Array("合言葉\n".utf8), Array("合言葉".utf8)),
        ([0, 0xFF, 0x0A], [0, 0xFF]), (long, long), (long + [0x0A], long), (long + [0x0D, 0x0A], long),
    ]

    @Test("the first line counts, without its end", arguments: lines)
    func line(_ file: [UInt8], _ expected: [UInt8]) throws {
        let capture = try OutputTests.Capture()
        let path = try capture.folder.write(file, to: "passphrase")
        chmod(path, 0o600)
        let secret = try Prompt(capture.output).passphrase(for: "x", from: .file(Path(path)))
        #expect(Self.bytes(secret) == expected)
        #expect(try capture.messages.isEmpty)
    }

    @Test(
        "a new one with fewer than eight characters is warned about",
        arguments: [("1234567", true), ("12345678", false), ("秘密の合言葉", true), ("とても秘密の合言葉", false)])
    func short(_ text: String, _ isShort: Bool) throws {
        let capture = try OutputTests.Capture()
        let path = try capture.folder.write(Array(text.utf8), to: "passphrase")
        chmod(path, 0o600)
        _ = try Prompt(capture.output).newPassphrase(for: "x", from: .file(Path(path)))
        #expect(try capture.messages.contains("fewer than 8 characters") == isShort)
    }

    static let refusals: [([UInt8], TerminalError.Code)] = [
        ([], .missing), ([0x0A], .empty), ([0x0D, 0x0A], .empty), ([0x0D], .empty), (long + [0x61], .tooLong),
        (long + [0x61, 0x0A], .tooLong), (long + long, .tooLong), (long + [0x61, 0x0D, 0x0A], .tooLong),
        (long + [0x0D, 0x0D, 0x0A], .tooLong),
    ]

    @Test("what is no passphrase is refused", arguments: refusals)
    func refuses(_ file: [UInt8], _ code: TerminalError.Code) throws {
        let capture = try OutputTests.Capture()
        let path = Path(try capture.folder.write(file, to: "passphrase"))
        #expect(throws: TerminalError(code)) {
            let secret = try Prompt(capture.output).passphrase(for: "x", from: .file(path))
            _ = secret.count
        }
    }

    @Test("a file that others can read is used with a warning", arguments: [0o640, 0o604, 0o620] as [UInt32])
    func loose(_ mode: UInt32) throws {
        let capture = try OutputTests.Capture()
        let path = try capture.folder.write(Array("abc\n".utf8), to: "passphrase")
        chmod(path, mode)
        let secret = try Prompt(capture.output).passphrase(for: "x", from: .file(Path(path)))
        #expect(secret.count == 3)
        #expect(try capture.messages.contains("chmod 600"))
    }

    @Test("a file that is not there is an error of the system")
    func absent() throws {
        let capture = try OutputTests.Capture()
        #expect {
            let secret = try Prompt(capture.output).passphrase(for: "x", from: .file("/nonexistent/file"))
            _ = secret.count
        } throws: {
            ($0 as? TerminalError)?.cause?.code == .notFound
        }
    }

    @Test("a descriptor gives one line after another")
    func descriptor() throws {
        let capture = try OutputTests.Capture()
        let path = try capture.folder.write(Array("one\ntwo\n".utf8), to: "passphrases")
        let number = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(number) }
        let prompt = Prompt(capture.output)
        for expected in ["one", "two"] {
            let secret = try prompt.passphrase(for: "x", from: .descriptor(number))
            #expect(Self.bytes(secret) == Array(expected.utf8))
        }
        #expect(throws: TerminalError(.missing)) {
            let secret = try prompt.passphrase(for: "x", from: .descriptor(number))
            _ = secret.count
        }
    }

    @Test("a generated passphrase has eight groups of four unambiguous characters")
    func generated() throws {
        #expect(Set(Passphrase.alphabet).count == 32)
        var seen: Set<[UInt8]> = []
        for _ in 0..<50 {
            let bytes = Self.bytes(try Passphrase.generate())
            let groups = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            #expect(groups.map(\.count) == [Int](repeating: 4, count: 8))
            #expect(groups.joined().allSatisfy(Passphrase.alphabet.contains))
            seen.insert(bytes)
        }
        #expect(seen.count == 50)
    }
}
