import Keyring
import SystemIO
import TestSupport
import Testing

@Suite("Recipients are names, groups and certificate files")
struct RecipientTests {
    let fixture: Fixture
    let keyring: Keyring
    init() throws {
        fixture = try Fixture()
        keyring = fixture.keyring
        for name in ["a", "b", "c.pem"] { try fixture.add(name) }
        try keyring.addMembers([try IdentityName("b"), try IdentityName("a")], to: try IdentityName("all"))
    }

    private func words(_ texts: String...) -> [[UInt8]] { texts.map { Array($0.utf8) } }

    private func origins(_ recipients: [Recipient]) -> [String] {
        recipients.map { recipient in
            switch recipient.origin {
            case .keyring(let identity): identity.name.text
            case .file(let path): path.string
            }
        }
    }

    @Test("each key once, in the order of the first mention")
    func order() throws {
        let stranger = try Fixture.stranger()
        let file = try fixture.folder.write(stranger.pem, to: "x.pem")
        let found = try keyring.recipients(words("b", "all", file, "c.pem", "b", file))
        #expect(origins(found) == ["b", "a", file, "c.pem"])
        #expect(found[2].pair == stranger)
        #expect(found[2].certificate == stranger.encryption)
        #expect(try keyring.recipients(words()).isEmpty)
    }

    @Test("a file of a recipient who is in the keyring is the same recipient")
    func sameKey() throws {
        let identity = try keyring.identity(try IdentityName("a"))
        let file = try fixture.folder.write(identity.pair.pem, to: "x.pem")
        #expect(origins(try keyring.recipients(words("a", file))) == ["a"])
    }

    @Test("what is neither name nor file is named", arguments: ["nobody", "no such", "./nobody", "", "\u{1B}[31m"])
    func unknown(_ text: String) throws {
        let error = refusal { () throws(KeyringError) in try keyring.recipients([Array(text.utf8)]) }
        #expect(error == KeyringError(.notFound, "", name: text))
    }

    @Test("a certificate file is refused as an import would be")
    func badFile() throws {
        let pair = try Fixture.stranger()
        let files: [([UInt8], KeyringError.Code)] = [
            (Array(pair.encryption.pem.utf8), .notPair), ([], .malformed),
            ([UInt8](repeating: 0x0A, count: 200_000), .tooLarge),
        ]
        for (bytes, code) in files {
            let file = try fixture.folder.write(bytes, to: "x.pem")
            let error = refusal { () throws(KeyringError) in try keyring.recipients(words(file)) }
            #expect(error == KeyringError(code, "", path: Path(file)))
        }
        #expect(files.count == 3)
        let folder = refusal { () throws(KeyringError) in try keyring.recipients(words(fixture.folder.path)) }
        #expect(folder?.system?.code == .isFolder)
        let endless = refusal { () throws(KeyringError) in try keyring.recipients(words("/dev/zero")) }
        #expect(endless?.code == .tooLarge)
    }

    @Test("a list has one entry per line, and comments")
    func list() throws {
        let text = "# members\n\na\r\n  b \t\n\t# no\n./x y#z.pem"
        let file = try RecipientsFile(Array(text.utf8))
        #expect(file.entries.map { String(decoding: $0.text, as: UTF8.self) } == ["a", "b", "./x y#z.pem"])
        #expect(file.entries.map(\.line) == [3, 4, 6])
        #expect(try RecipientsFile([]).entries.isEmpty)
        let error = refusal { () throws(KeyringError) in try keyring.recipients(file) }
        #expect(error == KeyringError(.notFound, "", name: "./x y#z.pem"))
        #expect(error?.line == 6)
        let good = try RecipientsFile(Array("all\nc.pem\na\n".utf8))
        #expect(origins(try keyring.recipients(good)) == ["a", "b", "c.pem"])
    }

    @Test("a list with control characters or without bound is refused with the line")
    func badList() {
        let lists: [([UInt8], KeyringError.Code, Int?)] = [
            (Array("a\nb\0c\n".utf8), .malformed, 2), (Array("\u{1B}[31m\n".utf8), .malformed, 1),
            (Array("a\rb\n".utf8), .malformed, 1), ([UInt8](repeating: 0x61, count: 4096), .malformed, 1),
            ([UInt8](repeating: 0x0A, count: RecipientsFile.maximumCount + 1), .tooLarge, nil),
            (Array((0...RecipientsFile.maximumEntries).map { "m\($0)\n" }.joined().utf8), .tooLarge, nil),
        ]
        #expect(lists.count == 6)
        for (bytes, code, line) in lists {
            let error = refusal { () throws(KeyringError) in try RecipientsFile(bytes) }
            #expect(error?.code == code)
            #expect(error?.line == line)
        }
    }
}
