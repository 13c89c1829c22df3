import Cryptography
import SystemIO
import TestSupport
import Testing

@testable import PackageFormat

/// The resealer holds all keys of the old package and can write any record. What he changes is found nevertheless.
@Suite("A prior record that does not fit is refused")
struct ForgedPriorTests {
    private let bench: SealingBench
    /// Contents and index, which the old and the new package share.
    private let shared: [UInt8]
    private let pointers: PointerBlock
    private let record: [UInt8]

    init() throws {
        bench = try SealingBench()
        try bench.folder.write(bench.pattern(20_000), to: "f")
        let signer = SealingBench.Parties(signer: try TestKeys.signer())
        try bench.seal(["f"], signer) { $0.split = .small }
        try bench.reseal(as: "again", signer) { $0.split = .small }
        let plaintext = try bench.plaintext(of: "again")
        pointers = plaintext.pointers
        shared = Array(plaintext.bytes[..<Int(pointers.priorOffset)])
        record = Array(plaintext.bytes[Int(pointers.priorOffset)..<Int(pointers.paddingOffset)])
    }

    private func parsed() throws -> PriorRecord { try PriorRecord(encoded: Secret(copying: record)) }

    /// A well-made package around a record.
    private func package(around record: [UInt8], shared: [UInt8]? = nil) throws -> [UInt8] {
        let block = PointerBlock(
            contentLength: pointers.contentLength, indexLength: pointers.indexLength,
            priorLength: UInt64(record.count), paddingLength: 0)
        let forgery = Forgery(recipients: [bench.recipient.publicKey])
        return try forgery.seal((shared ?? self.shared) + record + block.encoded).encoded
    }

    private func error(_ record: [UInt8], shared: [UInt8]? = nil, _ comment: Comment? = nil) -> PackageFormatError? {
        refusal(comment) { _ = try bench.statements(in: try package(around: record, shared: shared)) }
    }

    private func error(_ record: borrowing PriorRecord) -> PackageFormatError? {
        error(record.encoded.withUnsafeBytes { Array($0) })
    }

    @Test("the record as it is fits a package that somebody else makes around it")
    func honest() throws {
        #expect(try bench.statements(in: package(around: record)).count == 1)
        #expect(try parsed().encoded.withUnsafeBytes { Array($0) } == record)
    }

    @Test("any byte of it changed")
    func everyByte() throws {
        let allowed: Set<PackageFormatError.Code> = [.badPrior, .unsupported, .tooLarge]
        var refused = 0
        for position in record.indices {
            var changed = record
            changed[position] ^= 1 << UInt8(position % 8)
            guard let error = error(changed, "byte \(position)") else { continue }
            #expect(allowed.contains(error.code) && error.place?.region == .priorRecord, "byte \(position): \(error)")
            refused += 1
        }
        #expect(refused == record.count && refused > 1_000)
    }

    @Test("cut off, continued, or empty")
    func lengths() {
        for record in [Array(record.dropLast()), record + [0], [0x30, 0x00], [0x00]] {
            #expect(error(record)?.code == .badPrior)
        }
    }

    @Test("another R, S or length of padding")
    func values() throws {
        let honest = try parsed()
        let other = Secret(copying: [UInt8](repeating: 7, count: 32))
        let (header, trailer) = (honest.header, honest.trailer)
        let padding = honest.paddingLength
        let otherR = PriorRecord(
            header: header, r: other.copy(), s: honest.s.copy(), paddingLength: padding, prior: nil, trailer: trailer)
        #expect(error(otherR) == fault(.badPrior, .priorRecord))
        let otherS = PriorRecord(
            header: header, r: honest.r.copy(), s: other.copy(), paddingLength: padding, prior: nil, trailer: trailer)
        #expect(error(otherS) == fault(.badPrior, .priorRecord))
        for (length, code) in [(padding + 1, PackageFormatError.Code.badPrior), (1 << 40, .tooLarge)] {
            let longer = PriorRecord(
                header: header, r: honest.r.copy(), s: honest.s.copy(), paddingLength: length, prior: nil,
                trailer: trailer)
            #expect(error(longer) == fault(code, .priorRecord))
        }
    }

    @Test("the trailer, or trailer and header, of another package by the same sender")
    func otherPackage() throws {
        try bench.seal(["f"], as: "other", SealingBench.Parties(signer: try TestKeys.signer())) { $0.split = .small }
        let other = try PieceStructure.read(Descriptor.open(bench.path("other"), .readOnly))
        let honest = try parsed()
        for header in [honest.header, other.header] {
            let record = PriorRecord(
                header: header, r: honest.r.copy(), s: honest.s.copy(), paddingLength: honest.paddingLength, prior: nil,
                trailer: other.trailer)
            #expect(error(record) == fault(.badPrior, .priorRecord))
        }
    }

    @Test("content, or index, that was not what the sender signed")
    func otherContent() {
        for position in [0, 16_384, 19_999] {
            var changed = shared
            changed[position] ^= 1
            #expect(error(record, shared: changed) == fault(.badPrior, .priorRecord))
        }
    }

    @Test("a signature that was flipped, removed, or made by another")
    func signatures() throws {
        let honest = try parsed()
        let trailer = honest.trailer
        let other = try TestKeys.signer(1)
        let signature = try SignedData.sign(
            contentType: Format.manifestContentType, content: trailer.signedContent, certificate: other.certificate,
            key: other.key)
        var flipped = trailer.signature ?? []
        flipped[flipped.count - 1] ^= 1
        for signature in [flipped, nil, signature] {
            let record = PriorRecord(
                header: honest.header, r: honest.r.copy(), s: honest.s.copy(), paddingLength: honest.paddingLength,
                prior: nil,
                trailer: Trailer(manifest: trailer.manifest, mac: trailer.mac, signature: signature))
            #expect(error(record) == fault(.badPrior, .priorRecord))
        }
    }

    @Test("a record inside that was not there when it was sealed, and nine of them")
    func nesting() throws {
        var bytes = record
        for level in 2...9 {
            let inner = Secret(copying: bytes)
            let honest = try parsed()
            let outer = PriorRecord(
                header: honest.header, r: honest.r.copy(), s: honest.s.copy(), paddingLength: honest.paddingLength,
                prior: inner, trailer: honest.trailer)
            bytes = outer.encoded.withUnsafeBytes { Array($0) }
            #expect(error(bytes) == fault(level == 9 ? .tooLarge : .badPrior, .priorRecord))
        }
    }

    @Test("a package that calls the content something else")
    func otherPurpose() throws {
        let signer = SealingBench.Parties(signer: try TestKeys.signer())
        try bench.seal(["f"], as: "public", signer) { $0.purpose = .publish }
        try bench.reseal("public", as: "again", signer) { $0.purpose = .publish }
        let (bytes, _) = try bench.plaintext(of: "again")
        // The forger seals for inside.
        let forged = try Forgery(recipients: [bench.recipient.publicKey]).seal(bytes).encoded
        #expect(refusal { _ = try bench.statements(in: forged) } == fault(.badPrior, .priorRecord))
    }
}
