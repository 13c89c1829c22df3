import Keyring
import TestSupport
import Testing

@Suite("A group is a name for several identities")
struct GroupTests {
    let fixture: Fixture
    let keyring: Keyring
    let all: IdentityName
    init() throws {
        fixture = try Fixture()
        keyring = fixture.keyring
        all = try IdentityName("all")
        for name in ["a", "b", "課"] { try fixture.add(name) }
    }

    private func names(_ texts: String...) throws -> [IdentityName] { try texts.map { try IdentityName($0) } }

    @Test("members are kept sorted, each once, one per line")
    func adds() throws {
        try keyring.addMembers(try names("課", "a"), to: all)
        let group = try keyring.addMembers(try names("b", "a"), to: all)
        #expect(group.members == (try names("a", "b", "課")))
        #expect(try keyring.groups() == [group])
        #expect(try keyring.group(all) == group)
        #expect(try fixture.folder.read("keyring/groups/all") == Array("a\nb\n課\n".utf8))
        #expect(try keyring.members(of: all).map(\.name.text) == ["a", "b", "課"])
    }

    @Test("an unknown member is named")
    func unknown() throws {
        let added = try names("a", "nobody")
        let error = refusal { () throws(KeyringError) in try keyring.addMembers(added, to: all) }
        #expect(error == KeyringError(.unknownMember, "", name: "nobody"))
        #expect(try keyring.groups().isEmpty)
        try fixture.folder.writePrivate(Array("a\nnobody\n".utf8), to: "keyring/groups/all")
        let resolved = refusal { () throws(KeyringError) in try keyring.members(of: all) }
        #expect(resolved == KeyringError(.unknownMember, "", name: "nobody"))
    }

    @Test("with the last member the group ends")
    func removes() throws {
        try keyring.addMembers(try names("a", "b"), to: all)
        let stranger = try names("課")
        let error = refusal { () throws(KeyringError) in try keyring.removeMembers(stranger, from: all) }
        #expect(error == KeyringError(.unknownMember, "", name: "課"))
        try keyring.removeMembers(try names("a"), from: all)
        #expect(try keyring.group(all)?.members == (try names("b")))
        try keyring.removeMembers(try names("b"), from: all)
        #expect(try keyring.group(all) == nil)
        try keyring.addMembers(try names("a"), to: all)
        try keyring.removeGroup(all)
        for missing in [
            refusal { () throws(KeyringError) in try keyring.removeGroup(all) },
            refusal { () throws(KeyringError) in try keyring.removeMembers([], from: all) },
            refusal { () throws(KeyringError) in try keyring.members(of: all) },
        ] { #expect(missing == KeyringError(.notFound, "", name: "all")) }
    }

    @Test("identities and groups share one space of names")
    func namespace() throws {
        let members = try names("a")
        let taken = try IdentityName("b")
        let error = refusal { () throws(KeyringError) in try keyring.addMembers(members, to: taken) }
        #expect(error == KeyringError(.exists, "", name: "b"))
        try keyring.addMembers(members, to: all)
        let pair = try Fixture.stranger()
        let reverse = refusal { () throws(KeyringError) in try keyring.add(pair, as: all, trustedSince: nil) }
        #expect(reverse == KeyringError(.exists, "", name: "all"))
    }

    @Test("whoever is removed leaves every group, so that the next of that name does not inherit it")
    func leaves() throws {
        try keyring.addMembers(try names("a", "b"), to: all)
        try keyring.addMembers(try names("a"), to: try IdentityName("only"))
        try keyring.remove(try IdentityName("a"))
        #expect(try keyring.groups().map(\.name.text) == ["all"])
        #expect(try keyring.group(all)?.members == (try names("b")))
    }

    static let badFiles = ["", "a", "a\n\n", "a\nb", "-x\n", "a b\n", "a\n#b\n", "a\r\n", "カ\u{3099}\n", "../a\n"]

    @Test("a file that is anything but names is refused", arguments: badFiles)
    func malformed(_ text: String) throws {
        try keyring.addMembers(try names("a"), to: all)
        try fixture.folder.writePrivate(Array(text.utf8), to: "keyring/groups/all")
        let error = refusal { () throws(KeyringError) in try keyring.groups() }
        #expect(error?.code == .malformed)
        #expect(error?.path?.string == fixture.folder("keyring/groups/all"))
        try keyring.removeGroup(all)
    }

    @Test("a file is read up to its bound only")
    func tooLarge() throws {
        try keyring.addMembers(try names("a"), to: all)
        try fixture.folder.writePrivate([UInt8](repeating: 0x61, count: 70_000), to: "keyring/groups/all")
        #expect(refusal { () throws(KeyringError) in try keyring.groups() }?.code == .tooLarge)
        let many = (0...Group.maximumMembers).map { "m\($0)\n" }.joined()
        try fixture.folder.writePrivate(Array(many.utf8), to: "keyring/groups/all")
        #expect(refusal { () throws(KeyringError) in try keyring.groups() }?.code == .tooLarge)
        #expect(Self.badFiles.count == 10)
    }
}
