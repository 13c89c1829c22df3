import Cryptography
import DER
import SystemIO
import Testing

@testable import PackageFormat

@Suite("Forged headers and stanzas are refused")
struct ForgedHeaderTests {
    private static func forgery() throws -> Forgery {
        var forgery = Forgery()
        forgery.recipients = [try TestKeys.recipient().publicKey]
        forgery.signer = try TestKeys.signer()
        return forgery
    }

    private static var plaintext: [UInt8] { ForgedStructureTests.inside.encoded }

    private static func verify(_ parts: PieceParts) -> PackageFormatError? {
        refusal { _ = try Reading.structure(parts.encoded) }
    }

    @Test("a stanza of another package, as a recipient who seals anew would carry it over")
    func foreignStanza() throws {
        let stanzas = try PieceHeader(encoded: Self.forgery().seal(Self.plaintext).header).common.stanzas
        var forgery = try Self.forgery()
        forgery.wrap = { _, bare in
            var header = bare
            header.stanzas = stanzas
            return header
        }
        #expect(Self.verify(try forgery.seal(Self.plaintext)) == fault(.foreignStanza, .header))
    }

    @Test("a stanza is added to signed ones, left out, or moved")
    func alteredStanzas() throws {
        let recipients = try [TestKeys.recipient(), TestKeys.recipient(.p256, 1)].map(\.publicKey)
        let changes: [@Sendable ([Stanza]) -> [Stanza]] = [
            { $0 + [StructureSamples.passphrase()] }, { [$0[0]] }, { $0.reversed() },
            { $0 + [StructureSamples.rsa(recipient: 9)] },
        ]
        for change in changes {
            var forgery = try Self.forgery()
            forgery.wrap = { r, bare in
                var header = try Addressees(publicKeys: recipients, passphrase: nil, hidden: false).wrap(r, into: bare)
                header.stanzas = change(header.stanzas)
                return header
            }
            #expect(Self.verify(try forgery.seal(Self.plaintext)) == fault(.foreignStanza, .header))
        }
    }

    /// Wraps R to the first key, and other bytes to the second.
    private static func twoSecrets(_ keys: [PublicKey])
        -> @Sendable (borrowing Secret, CommonHeader) throws -> CommonHeader
    {
        { r, bare in
            let binding = try StanzaBinding(bare)
            var draft = StanzaDraft(header: bare)
            try draft.add(r, to: keys[0], binding, hidden: false)
            try draft.add(Secret(random: 32), to: keys[1], binding, hidden: false)
            return try draft.signed()
        }
    }

    @Test("two recipients are given different keys: one opens, the other is told")
    func twoPlaintexts() throws {
        for type in [KeyType.p256, .rsa(bits: 3_072)] {
            let keys = try [TestKeys.recipient(type), TestKeys.recipient(type, 1)]
            var forgery = try Self.forgery()
            forgery.wrap = Self.twoSecrets(keys.map(\.publicKey))
            let bytes = try forgery.seal(Self.plaintext).encoded
            #expect(try Reading.contents(bytes, with: keys[0]).head.entryCount == 1)
            let error = refusal { _ = try Reading.contents(bytes, with: keys[1]) }
            #expect(error == fault(.inconsistentKey, .header))
        }
    }

    @Test("another share in an unsigned package gives another key, which is not used")
    func otherShare() throws {
        var forgery = try Self.forgery()
        forgery.signer = nil
        var parts = try forgery.seal(Self.plaintext)
        let header = try PieceHeader(encoded: parts.header)
        let changed = PieceHeader(
            common: header.common, x: 1, share: header.share.reversed(), salt: header.salt,
            commitment: header.commitment
        ).encoded
        (parts.header, parts.headerCopy) = (changed, changed)
        let digest = try hash(.sha256, changed)
        try parts.changeTrailer {
            Trailer(manifest: $0.manifest.replacing(pieceHeaderHashes: [digest]), mac: $0.mac, signature: nil)
        }
        let error = refusal { _ = try Reading.contents(parts.encoded, with: TestKeys.recipient()) }
        #expect(error == fault(.inconsistentKey, .header))
    }

    @Test("both headers of another package, or one that is not the canonical encoding")
    func otherHeaders() throws {
        let parts = try Self.forgery().seal(Self.plaintext)
        var mixed = parts
        // Signatures differ in length now and then.
        repeat {
            mixed.header = try Self.forgery().seal(Self.plaintext).header
        } while mixed.header.count != parts.header.count
        #expect(try Reading.structure(mixed.encoded).damage.map(\.place.region) == [.header])
        mixed.headerCopy = mixed.header
        #expect(Self.verify(mixed) == fault(.damaged, .header))
    }

    @Test("a package of a later version is called that, however it ends")
    func laterVersion() throws {
        var forgery = try Self.forgery()
        forgery.signer = nil
        var parts = try forgery.seal(Self.plaintext)
        // Two SEQUENCEs with lengths of two octets, then INTEGER 1.
        #expect(Array(parts.header[8..<11]) == [2, 1, 1])
        parts.header[10] = 2
        parts.headerCopy[10] = 2
        let cut = Array(parts.encoded.dropLast(100)) + [UInt8](repeating: 0, count: 100)
        #expect(refusal { _ = try Reading.structure(cut) } == fault(.unsupported, .header))
        let digest = try hash(.sha256, parts.header)
        try parts.changeTrailer {
            Trailer(
                manifest: $0.manifest.replacing(pieceHeaderHashes: [digest]), mac: $0.mac, signature: $0.signature)
        }
        #expect(Self.verify(parts) == fault(.unsupported, .header))
    }

    @Test("another version in a header is damage where the trailer is whole")
    func damagedVersion() throws {
        var parts = try Self.forgery().seal(Self.plaintext)
        parts.header[10] = 2
        #expect(try Reading.structure(parts.encoded).damage.map(\.place) == [Place(.header, offset: 10)])
        parts.headerCopy[10] = 2
        #expect(Self.verify(parts) == fault(.damaged, .header))
        // Proven by the signature, even if the tail's hash is wrong.
        var bytes = parts.encoded
        bytes[bytes.count - 20] ^= 1
        #expect(refusal { _ = try Reading.structure(bytes) } == fault(.damaged, .header))
    }

    @Test("an unknown suite does not make a cut package one of a later version")
    func damagedSuite() throws {
        var parts = try Self.forgery().seal(Self.plaintext)
        // Version, then the package id of 32 octets, then the suite.
        #expect(Array(parts.header[45..<48]) == [2, 1, 1])
        parts.header[47] = 9
        let cut = Array(parts.encoded.dropLast(100)) + [UInt8](repeating: 0, count: 100)
        #expect(refusal { _ = try Reading.structure(cut) } == fault(.wrongLength, .tail))
    }

    @Test("a lone piece of a package in two is intact")
    func splitPackage() throws {
        var forgery = try Self.forgery()
        forgery.split = try #require(Split(k: 1, n: 2, unitSize: 16_400))
        forgery.manifest = {
            $0.replacing(pieceHeaderHashes: $0.pieceHeaderHashes + [$0.packageID], roots: $0.roots + $0.roots)
        }
        var parts = try forgery.seal(Self.plaintext)
        let leaves = [parts.hashSection.prefix(32), parts.hashSection.suffix(32)]
        parts.hashSection = leaves.flatMap { $0 + $0 }
        #expect(try Reading.verify(parts.encoded).isEmpty)
    }

    @Test("hidden recipients: one whom the sender did not list is refused")
    func passedOn() throws {
        var forgery = try Self.forgery()
        forgery.hidden = true
        var inside = ForgedStructureTests.inside
        inside.recipients = [try TestKeys.recipient(.p256, 1).publicKey.keyID]
        let key = try TestKeys.recipient()
        let package = try UnlockedPackage(
            Reading.package(forgery.seal(inside.encoded).encoded), with: key.key)
        let contents = try Contents(package)
        #expect(refusal { try contents.checkRecipient(key.publicKey.keyID) } == fault(.refused))
    }
}
