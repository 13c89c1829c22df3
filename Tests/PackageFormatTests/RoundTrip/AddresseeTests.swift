import Cryptography
import Label
import SystemIO
import Testing

@testable import PackageFormat

@Suite("Those to whom a package is sealed open it, others do not")
struct AddresseeTests {
    private typealias Parties = SealingBench.Parties
    private static let types: [KeyType] = [.p256, .p384, .p521, .rsa(bits: 3_072)]

    @Test("a key of any kind, with either suite", arguments: types, Suite.allCases)
    func anyKey(type: KeyType, suite: Suite) throws {
        let bench = try SealingBench(recipient: type)
        try bench.folder.write([1, 2, 3], to: "a")
        try bench.seal(["a"]) { $0.suite = suite }
        #expect(try bench.open().bytes == 3)
        let other = try TestKeys.recipient(type, 1)
        #expect(refusal { _ = try bench.open(to: "other", with: other) } == fault(.wrongKey))
    }

    @Test("all kinds at once, each with its own key or the passphrase; signed or not", arguments: [true, false])
    func everyone(signed: Bool) throws {
        let bench = try SealingBench()
        try bench.folder.write([1, 2, 3], to: "a")
        let keys = try Self.types.map { try TestKeys.recipient($0, 1) }
        let parties = Parties(
            others: keys.map(\.publicKey), passphrase: "ひみつ が", signer: signed ? try TestKeys.signer() : nil)
        try bench.seal(["a"], parties)
        for (number, key) in keys.enumerated() { #expect(try bench.open(to: "out\(number)", with: key).bytes == 3) }
        // The same passphrase, decomposed.
        #expect(try bench.open(to: "out-p", passphrase: "ひみつ か\u{3099}").bytes == 3)
        #expect(refusal { _ = try bench.open(to: "x", passphrase: "ひみつ か") } == fault(.wrongPassphrase))
        let structure = try bench.structure()
        #expect(structure.origin.certificate?.sha256 == (signed ? try TestKeys.signer().certificate.sha256 : nil))
        #expect(structure.damage.isEmpty && structure.manifest.sealingTime == sealingTime)
        #expect(structure.common.hasPassphrase && !structure.common.hidesRecipients)
    }

    @Test("a passphrase alone; keys do not open such a package, nor passphrases one without")
    func passphraseAlone() throws {
        let bench = try SealingBench()
        try bench.folder.write([1, 2, 3], to: "a")
        try bench.seal(["a"], Parties(passphrase: "pass", onlyPassphrase: true))
        #expect(try bench.open(passphrase: "pass").bytes == 3)
        #expect(refusal { _ = try bench.open(to: "x") } == fault(.wrongKey))
        try bench.seal(["a"], as: "keyed")
        #expect(refusal { _ = try bench.open("keyed", to: "x", passphrase: "pass") } == fault(.wrongPassphrase))
    }

    @Test("hidden recipients: a power of two of stanzas without names, and a list inside", arguments: [1, 2])
    func hidden(count: Int) throws {
        for type in Self.types.dropLast() {
            let bench = try SealingBench(recipient: type)
            let other = try TestKeys.recipient(type, 1)
            try bench.folder.write([1, 2, 3], to: "a")
            try bench.seal(["a"], Parties(others: count == 2 ? [other.publicKey] : [], hidden: true))
            let structure = try bench.structure()
            #expect(structure.common.stanzas.count == count && structure.common.hidesRecipients)
            #expect(structure.common.stanzas.allSatisfy { $0.recipient == nil })
            let package = try UnlockedPackage(structure, with: bench.recipient.key)
            let contents = try Contents(package)
            #expect(contents.head.recipients?.count == count)
            try contents.checkRecipient(bench.recipient.publicKey.keyID)
            let stranger = [UInt8](repeating: 0, count: 32)
            #expect(refusal { try contents.checkRecipient(stranger) } == fault(.refused))
            #expect(try bench.open().bytes == 3)
        }
    }

    @Test("three hidden recipients get a dummy, and each opens")
    func dummies() throws {
        let bench = try SealingBench()
        let others = try [SharedKey(.p256), SharedKey(.p256)]
        try bench.folder.write([1, 2, 3], to: "a")
        try bench.seal(["a"], Parties(others: others.map(\.publicKey), hidden: true))
        let structure = try bench.structure()
        #expect(structure.common.stanzas.count == 4)
        for (number, key) in others.enumerated() { #expect(try bench.open(to: "\(number)", with: key).bytes == 3) }
    }

    @Test("a label stands in the header, or hidden in the index")
    func label() throws {
        let bench = try SealingBench()
        let label = try StructureSamples.label()
        try bench.folder.write([1, 2, 3], to: "a")
        for hides in [false, true] {
            try bench.seal(["a"]) {
                $0.label = label
                $0.hidesLabel = hides
            }
            let structure = try bench.structure()
            #expect(structure.common.label == (hides ? nil : label))
            let contents = try Contents(UnlockedPackage(structure, with: bench.recipient.key))
            #expect(contents.head.label == (hides ? label : nil))
            #expect(contents.label(structure.common) == label)
        }
    }

    @Test("whom one cannot seal to")
    func impossible() throws {
        let bench = try SealingBench()
        try bench.folder.write([1, 2, 3], to: "a")
        let p384 = try TestKeys.recipient(.p384).publicKey
        let rsa = try TestKeys.recipient(.rsa(bits: 3_072)).publicKey
        let refused: [(String, Parties)] = [
            ("nobody", Parties(onlyPassphrase: true)), ("hidden on two curves", Parties(others: [p384], hidden: true)),
            ("hidden with RSA", Parties(others: [rsa], hidden: true)),
            ("hidden with a passphrase", Parties(passphrase: "pass", hidden: true)),
            ("somebody twice", Parties(others: [bench.recipient.publicKey])),
        ]
        for (name, parties) in refused {
            #expect(refusal { try bench.seal(["a"], parties) } == fault(.invalidRequest), "\(name)")
        }
        for iterations in [999, 10_000_001] {
            let error = refusal {
                let passphrase = Addressees.Passphrase(Secret(copying: [1]), iterations: iterations)
                let addressees = Addressees(publicKeys: [], passphrase: passphrase, hidden: false)
                _ = try PackageSealer(SealPlan(purpose: .inside), to: addressees).packageID
            }
            #expect(error == fault(.invalidRequest))
        }
    }
}
