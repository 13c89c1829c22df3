import Cryptography
import SystemIO
import TestSupport
import Testing

@testable import PackageFormat

/// A package of two stripes, signed and not, and every package that differs from it in one bit or ends early.
@Suite("No flipped bit and no missing byte goes unnoticed")
struct FlippedBitTests {
    private static let slices = 16

    /// The package, where its parts lie, and what it holds.
    private struct Sample: Sendable {
        let bytes: [UInt8]
        let content: [UInt8]
        let structure: PieceStructure

        let isSigned: Bool

        init(signed: Bool) throws {
            isSigned = signed
            let bench = try SealingBench()
            content = bench.pattern(16_500)
            try bench.folder.write(content, to: "f")
            try bench.seal(["f"], .init(signer: signed ? TestKeys.signer() : nil)) {
                $0.split = .small
                $0.padding = false
            }
            bytes = try bench.folder.read("package")
            structure = try Reading.structure(bytes)
        }

        var layout: Layout { structure.layout }

        /// Offsets of all bytes but those of the body.
        var frame: [Int] { Array(0..<Int(layout.bodyOffset)) + Array(Int(layout.headerCopyOffset)..<bytes.count) }
    }

    private static let sample = Result { try Sample(signed: true) }
    private static let unsigned = Result { try Sample(signed: false) }

    @Test("the sample is what it should be")
    func undamaged() throws {
        let sample = try Self.sample.get()
        #expect(sample.layout.geometry.stripeCount == 2 && sample.layout.fileSize == UInt64(sample.bytes.count))
        #expect(try Reading.verify(sample.bytes).isEmpty)
        let file = try Reading.file(sample.bytes)
        #expect(try Reading.onlyFile(file.descriptor, with: TestKeys.recipient()) == sample.content)
    }

    @Test("every bit outside the units: refused, or got around and named", arguments: 0..<slices, [true, false])
    func frame(slice: Int, signed: Bool) throws {
        let sample = try (signed ? Self.sample : Self.unsigned).get()
        let file = try Reading.file(sample.bytes)
        let key = try TestKeys.recipient()
        var (refused, repaired) = (0, 0)
        for offset in sample.frame where offset % Self.slices == slice {
            for bit in UInt8(0)..<8 {
                try file.descriptor.writeFully([sample.bytes[offset] ^ 1 << bit], at: UInt64(offset))
                let damage: [Damage]
                do throws(PackageFormatError) {
                    damage = try PieceStructure.read(file.descriptor).damage
                } catch {
                    refused += 1
                    expectRefusal(error, offset, sample)
                    continue
                }
                repaired += 1
                #expect(damage.map(\.place) == [place(of: offset, sample)], "bit \(bit) of byte \(offset)")
                if bit == offset % 8 {
                    #expect(try Reading.onlyFile(file.descriptor, with: key) == sample.content)
                }
            }
            try file.descriptor.writeFully([sample.bytes[offset]], at: UInt64(offset))
        }
        #expect(refused > 0 && repaired > 0)
    }

    /// Where a flipped bit is reported that can be got around.
    private func place(of offset: Int, _ sample: Sample) -> Place? {
        let (layout, offset) = (sample.layout, UInt64(offset))
        if offset < 12 { return Place(.magic, offset: offset) }
        if offset < layout.bodyOffset { return Place(.header, offset: offset - 12) }
        if offset < layout.hashSectionOffset { return Place(.headerCopy, offset: offset - layout.headerCopyOffset) }
        return offset < layout.tailOffset ? nil : Place(.tail, offset: 24)
    }

    /// A refusal names the part in which the bit lies; a length in the tail may show only in the part that it measures.
    private func expectRefusal(_ error: PackageFormatError, _ offset: Int, _ sample: Sample) {
        let (layout, offset) = (sample.layout, UInt64(offset))
        let allowed: Set<Place.Region>
        if offset < layout.trailerOffset {
            allowed = offset < layout.hashSectionOffset ? [] : [.hashSection]
        } else if offset < layout.tailOffset {
            // Without a signature nobody can tell whether a root or the hashes below it are wrong.
            allowed = sample.isSigned ? [.trailer] : [.trailer, .hashSection]
        } else {
            allowed = [.tail, .trailer, .header, .hashSection]
        }
        let isNamed = error.place.map { allowed.contains($0.region) } ?? false
        #expect(isNamed && [.damaged, .wrongLength, .tooLarge].contains(error.code), "byte \(offset): \(error)")
    }

    @Test("every bit of the units", arguments: 0..<slices)
    func units(slice: Int) throws {
        let sample = try Self.sample.get()
        let file = try Reading.file(sample.bytes)
        let (body, unit) = (Int(sample.layout.bodyOffset), sample.layout.geometry.split.unitSize)
        for offset in body..<Int(sample.layout.headerCopyOffset) where offset % Self.slices == slice {
            for bit in UInt8(0)..<8 {
                try file.descriptor.writeFully([sample.bytes[offset] ^ 1 << bit], at: UInt64(offset))
                let verdict = try PackageStructure(sample.structure, PieceFile(file.descriptor.duplicate()))
                    .verifyUnits(
                        workers: 1, progress: Progress())
                let stripe = (offset - body) / unit
                let place = Place(.unit, offset: UInt64(body + stripe * unit), unit: UInt64(stripe), piece: 1)
                if verdict.damaged.map(\.place) != [place] || verdict.damagedCount != 1 {
                    Issue.record("bit \(bit) of byte \(offset): \(verdict)")
                }
            }
            if offset % 256 == slice {
                let error = refusal { _ = try Reading.onlyFile(file.descriptor, with: TestKeys.recipient()) }
                #expect(error?.code == .damaged && error?.place?.region == .unit)
            }
            try file.descriptor.writeFully([sample.bytes[offset]], at: UInt64(offset))
        }
    }

    @Test("every length below the whole")
    func truncation() throws {
        let sample = try Self.sample.get()
        let file = try Reading.file(sample.bytes)
        for length in (0..<sample.bytes.count).reversed() {
            try file.descriptor.truncate(to: UInt64(length))
            let error = refusal { _ = try PieceStructure.read(file.descriptor) }
            let expected =
                length == 0
                ? fault(.notAPackage, .magic, offset: 0)
                : length < 76 ? fault(.wrongLength, .file, offset: UInt64(length)) : fault(.wrongLength, .tail)
            if error != expected { Issue.record("\(length) bytes: \(String(describing: error))") }
        }
    }

    @Test("bytes before, after and between")
    func surplus() throws {
        let sample = try Self.sample.get()
        let (bytes, layout) = (sample.bytes, sample.layout)
        let size = UInt64(bytes.count)
        for count in [1, 2, 63, 64, 65, 1_000] {
            let more = [UInt8](repeating: 0, count: count)
            let after = refusal { _ = try Reading.structure(bytes + more) }
            #expect(after == fault(.wrongLength, .tail))
            let before = refusal { _ = try Reading.structure(more + bytes) }
            #expect(before == fault(.wrongLength, .file, offset: size))
            let body = Int(layout.bodyOffset)
            let between = refusal { _ = try Reading.structure(bytes[..<body] + more + bytes[body...]) }
            #expect(between == fault(.wrongLength, .file, offset: size))
        }
        #expect(refusal { _ = try Reading.structure(bytes + bytes) } == fault(.wrongLength, .file, offset: size))
        let tailTwice = refusal { _ = try Reading.structure(bytes + bytes.suffix(64)) }
        #expect(tailTwice?.code == .damaged || tailTwice?.code == .wrongLength)
    }

    @Test(
        "files that are no packages", arguments: [[], [0x50, 0x4B], [0xF5, 0x00], Array(repeating: 0, count: 5_000)])
    func notPackages(_ bytes: [UInt8]) {
        #expect(refusal { _ = try Reading.structure(bytes) } == fault(.notAPackage, .magic, offset: 0))
    }
}
