import Cryptography
import DER
import Glibc
import Label
import SystemIO
import Testing

@testable import PackageFormat

/// Hostile packages cost neither memory nor time: every bound is asked before anything is spent.
@Suite("Bounds")
struct BoundTests {
    private typealias Samples = StructureSamples

    /// A file that has the magic at both ends, and a tail that says these lengths.
    private static func file(
        size: UInt64, header: UInt64, hashes: UInt64, trailer: UInt64
    ) throws -> SpillFile {
        let file = try Reading.file(Format.magic + bigEndian(header).suffix(4))
        let tail = Tail(
            headerLength: header, hashSectionLength: hashes, trailerLength: trailer, digest: Samples.fill(32, 0))
        try file.descriptor.writeFully(tail.encoded, at: size - 64)
        return file
    }

    private static let gibibyte: UInt64 = 1 << 30
    /// Size of a file, most of it a hole, what its tail says, the error.
    private static let tails: [(UInt64, UInt64, UInt64, UInt64, PackageFormatError)] = [
        (gibibyte, (1 << 20) + 1, 32, 500, fault(.tooLarge, .tail, offset: 0)),
        (gibibyte, .max, 32, 500, fault(.tooLarge, .tail, offset: 0)),
        (gibibyte, 500, 32, (1 << 18) + 1, fault(.tooLarge, .tail, offset: 16)),
        (gibibyte, 500, .max, 500, fault(.wrongLength, .tail)),
        (gibibyte, 500, UInt64.max - 31, 500, fault(.wrongLength, .tail)),
        // Hashes enough to fill the disk that they would be kept on.
        (gibibyte << 10, 500, (gibibyte << 10) - 4_096, 500, fault(.wrongLength, .tail)),
        (gibibyte << 10, 500, gibibyte << 9, 500, fault(.wrongLength, .tail)),
        (4_096, 1 << 20, 32, 500, fault(.wrongLength, .tail)),
    ]

    @Test("lengths that a tail claims", arguments: tails.indices)
    func refusesTails(_ number: Int) throws {
        #expect(Self.tails.count == 8)
        let (size, header, hashes, trailer, expected) = Self.tails[number]
        let file = try Self.file(size: size, header: header, hashes: hashes, trailer: trailer)
        let clock = ContinuousClock()
        let time = clock.measure {
            #expect(refusal { _ = try PieceStructure.read(file.descriptor) } == expected)
        }
        #expect(time < .seconds(2))
    }

    @Test("1,024 stanzas are read, 1,025 are not")
    func stanzas() throws {
        func header(_ count: Int) -> [UInt8] {
            let stanzas = (0..<count).map {
                Stanza.rsaOAEP(
                    RSAStanza(
                        recipient: Samples.fill(30, 0) + [UInt8($0 >> 8), UInt8($0 & 0xFF)],
                        wrapped: Samples.fill(384, 1)))
            }
            return Samples.header(Samples.common(stanzas: stanzas)).encoded
        }
        #expect(try PieceHeader(encoded: header(1_024)).common.stanzas.count == 1_024)
        let error = refusal { _ = try PieceHeader(encoded: header(1_025)) }
        #expect(error?.code == .tooLarge && error?.place?.region == .header)
    }

    @Test("a header that would exceed 1 MiB is not made, nor an index whose head would")
    func largeHeader() throws {
        let addressees = Addressees(
            publicKeys: [try TestKeys.recipient().publicKey], passphrase: nil, hidden: false)
        var plan = SealPlan(purpose: .inside)
        var fields = LabelFields(grade: .paper(.one))
        let values = (0..<20).map {
            Extension(id: ObjectIdentifier(1, 2, $0), critical: false, value: Samples.fill(65_536, 0))
        }
        fields.extensions = try Extensions(values)
        plan.label = try Label(fields)
        let visible = refusal { _ = try PackageSealer(plan, to: addressees).packageID }
        #expect(visible == fault(.tooLarge, .header))
        let bench = try SealingBench()
        try bench.folder.write([1], to: "a")
        let hidden = refusal {
            try bench.seal(["a"]) {
                $0.label = plan.label
                $0.hidesLabel = true
            }
        }
        #expect(hidden == fault(.tooLarge, .index))
    }

    @Test("lengths that elements declare are believed only as far as there are bytes")
    func declaredLengths() throws {
        let header = try Samples.headers()[0].header.encoded
        let trailer = try Samples.trailers()[1].trailer.encoded
        let lengths: [[UInt8]] = [
            [0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x88, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x88, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        ]
        let before = Self.peakMemory
        var refused = 0
        for (bytes, region) in [(header, Place.Region.header), (trailer, .trailer)] {
            for offset in bytes.indices.dropFirst() {
                for length in lengths {
                    let hostile = bytes[..<offset] + length + bytes[offset...].dropFirst()
                    do throws(PackageFormatError) {
                        if region == .header {
                            _ = try PieceHeader(encoded: Array(hostile))
                        } else {
                            _ = try Trailer(encoded: Array(hostile))
                        }
                        Issue.record("byte \(offset) of the \(region.rawValue): read")
                    } catch { refused += 1 }
                }
            }
        }
        #expect(refused > 3_000)
        // Other tests run meanwhile: only a length that was believed would show.
        #expect(Self.peakMemory - before < 1 << 20)
    }

    /// The most memory that the process has had so far, in KiB; getrusage(2).
    private static var peakMemory: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss
    }

    @Test("an index that does not fit into memory lies in a file, and is read back from there")
    func spilledIndex() throws {
        var builder = IndexBuilder()
        let name = String(repeating: "n", count: 240)
        for number in 100_000..<106_000 { try builder.append(entry("\(name)\(number)", size: 1)) }
        var index = try builder.finish(label: nil, recipients: nil)
        #expect(index.length > 1 << 20)
        var stream = EntryStream(index.entries, indexStart: 0)
        var count = 0
        while let found = try stream.next(from: &index) {
            if found != entry("\(name)\(100_000 + count)", size: 1) { Issue.record("entry \(count)") }
            count += 1
        }
        #expect(count == 6_000)
        let head = try index.read(at: 0, count: 100)
        #expect(try ParsedIndexHead(head, length: index.length).head.entryCount == 6_000)
    }
}
