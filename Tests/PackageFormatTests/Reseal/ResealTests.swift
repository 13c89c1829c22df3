import Cryptography
import Label
import SystemIO
import TestSupport
import Testing

@testable import PackageFormat

@Suite("A package that is sealed again keeps what its first sender signed")
struct ResealTests {
    private static func signed(_ number: Int = 0) throws -> SealingBench.Parties {
        SealingBench.Parties(signer: try TestKeys.signer(number))
    }

    /// Empty, and around the boundaries of a chunk and of a stripe.
    private static let sizes: [Int] = [
        0, 1, 16_383, 16_384, 16_385, 1_048_300, 1_048_575, 1_048_576, 1_048_577, 2_097_152, 3_000_000,
    ]

    @Test("content of any size, padded or not", arguments: sizes, [true, false])
    func anySize(_ size: Int, padding: Bool) throws {
        let bench = try SealingBench()
        try bench.folder.write(bench.pattern(size), to: "f")
        try bench.seal(["f"], try Self.signed()) { $0.padding = padding }
        try bench.reseal(as: "again", try Self.signed(1)) { $0.suite = .chacha20Poly1305 }
        let statements = try bench.formerStatements()
        #expect(statements.count == 1 && statements.first?.header.suite == .aes256GCM)
        #expect(statements.first?.origin.certificate == (try TestKeys.signer().certificate))
        #expect(statements.first?.manifest.sealingTime == sealingTime)
        _ = try bench.open("again")
        #expect(try bench.folder.read("out/f") == bench.pattern(size))
    }

    /// Bytes by which the old plaintext misses, or exceeds, five small stripes.
    @Test("an old plaintext that ends on a stripe's boundary, or beside it", arguments: [-1, 0, 1])
    func boundary(offset: Int) throws {
        let bench = try SealingBench()
        var overhead = 0
        for pass in 0...1 {
            try bench.folder.write(bench.pattern(5 * 16_384 - overhead + offset), to: "f")
            #expect(try run("touch", ["-d", "2026-01-01T00:00:00.123456789Z", bench.folder("f")]).status == 0)
            try bench.seal(["f"], try Self.signed()) {
                $0.padding = false
                $0.split = .small
            }
            if pass == 0 { overhead = try Int(bench.geometry().plaintextLength) - 5 * 16_384 - offset }
        }
        #expect(try bench.geometry().plaintextLength == UInt64(5 * 16_384 + offset))
        for split in [Split.small, .whole] {
            try bench.reseal(as: "again", try Self.signed()) { $0.split = split }
            #expect(try bench.formerStatements().count == 1)
        }
    }

    @Test("with any number of workers", arguments: 1...4)
    func workers(_ count: Int) throws {
        let bench = try SealingBench()
        try bench.folder.write(bench.pattern(400_000), to: "f")
        try bench.seal(["f"], try Self.signed()) { $0.split = .small }
        try bench.reseal(as: "again", try Self.signed()) {
            $0.workers = count
            $0.split = .small
        }
        #expect(try bench.formerStatements(workers: count).count == 1)
        _ = try bench.open("again")
        #expect(try bench.folder.read("out/f") == bench.pattern(400_000))
    }

    @Test("a folder with an index beyond what is kept in memory")
    func longIndex() throws {
        let bench = try SealingBench()
        try bench.makeFolder("source")
        let name = String(repeating: "n", count: 240)
        for number in 0..<4_000 { try bench.folder.write([], to: "source/\(number)\(name)") }
        try bench.seal(["source"], try Self.signed())
        #expect(try bench.plaintext(of: "package").pointers.indexLength > 1 << 20)
        try bench.reseal(as: "again", try Self.signed(1))
        #expect(try bench.formerStatements().count == 1)
        #expect(try bench.open("again").files == 4_000)
    }

    @Test("hidden recipients and a hidden label stay hidden")
    func hidden() throws {
        let bench = try SealingBench()
        try bench.folder.write(bench.pattern(20_000), to: "f")
        var parties = try Self.signed()
        parties.hidden = true
        parties.others = [try TestKeys.recipient(.p256, 1).publicKey]
        let label = try Label(LabelFields(grade: .electronic(.two, .one, .one)))
        let plan: (inout SealPlan) -> Void = {
            $0.label = label
            $0.hidesLabel = true
        }
        try bench.seal(["f"], parties, plan)
        try bench.reseal(as: "again", parties, plan)
        let header = try bench.structure("again").common
        #expect(header.hidesRecipients && header.label == nil)
        #expect(try bench.formerStatements().count == 1)
        // Others, or named ones, do not fit the index, which stays.
        var (fewer, named) = (parties, parties)
        fewer.others = []
        named.hidden = false
        for parties in [fewer, named] {
            #expect(refusal { try bench.reseal(as: "no", parties, plan) } == fault(.invalidRequest))
        }
        #expect(refusal { try bench.reseal(as: "no", parties) { $0.label = label } } == fault(.invalidRequest))
        #expect(refusal { try bench.reseal(as: "no", parties) { $0.purpose = .publish } } == fault(.invalidRequest))
    }

    @Test("an unsigned package says so when it was sealed again")
    func unsigned() throws {
        let bench = try SealingBench()
        try bench.folder.write([1, 2, 3], to: "f")
        try bench.seal(["f"])
        #expect(try bench.formerStatements(of: "package").isEmpty)
        try bench.reseal(as: "again", try Self.signed())
        #expect(try bench.formerStatements().map { $0.origin.certificate } == [nil])
    }

    @Test("up to eight times, and no more")
    func nested() throws {
        let bench = try SealingBench()
        try bench.folder.write(bench.pattern(50_000), to: "f")
        try bench.seal(["f"], as: "0", try Self.signed())
        for round in 1...8 {
            try bench.reseal("\(round - 1)", as: "\(round)", try Self.signed(round % 2)) {
                $0.suite = round % 2 == 0 ? .aes256GCM : .chacha20Poly1305
                $0.padding = round != 3
            }
        }
        let statements = try bench.formerStatements(of: "8")
        #expect(statements.map(\.header.suite.rawValue) == [2, 1, 2, 1, 2, 1, 2, 1])
        let signers = try [1, 0].map { try TestKeys.signer($0).certificate }
        #expect(statements.map(\.origin.certificate) == Array([signers, signers, signers, signers].joined()))
        #expect(Set(statements.map(\.header.packageID)).count == 8)
        _ = try bench.open("8")
        #expect(try bench.folder.read("out/f") == bench.pattern(50_000))
        #expect(refusal { try bench.reseal("8", as: "9", try Self.signed()) } == fault(.tooLarge, .priorRecord))
    }
}
