import Cryptography
import SystemIO
import TestSupport
import Testing

@testable import PackageFormat

@Suite("Pieces that are cut off, doubled, exchanged, or no pieces at all")
struct StrangePieceTests {
    /// Two of three pieces open it; three stripes.
    private static let sample = Result { try PieceSample(2, 3, size: 70_000) }

    /// Lengths to which a piece is cut, and what that leaves: its share, and units from the front.
    private enum Left { case everything, share, nothing }

    private static func lengths(_ sample: PieceSample) -> [(length: Int, left: Left)] {
        let layout = sample.layout
        let (body, end, size) = (Int(layout.bodyOffset), Int(layout.headerCopyOffset), Int(layout.fileSize))
        return [
            (0, .nothing), (1, .nothing), (11, .nothing), (12, .nothing), (75, .nothing), (body - 1, .nothing),
            (body, .share), (body + 1, .share), (body + 16_400, .share), (end - 1, .share), (end, .everything),
            (end + 1, .everything), (Int(layout.hashSectionOffset), .everything),
            (Int(layout.trailerOffset) - 1, .everything), (Int(layout.tailOffset), .everything),
            (size - 1, .everything),
        ]
    }

    @Test("a piece that is cut off", arguments: 0..<16)
    func cut(index: Int) throws {
        let sample = try Self.sample.get()
        #expect(sample.geometry.stripeCount == 3 && Self.lengths(sample).count == 16)
        let (length, left) = Self.lengths(sample)[index]
        let cut = Array(sample[2].prefix(length))
        let all = try OpenedPieces([sample[1], cut, sample[3]])
        #expect(all.content == sample.content)
        #expect(all.rejected.count == (left == .nothing ? 1 : 0))
        #expect(all.package.numbers == (left == .nothing ? [1, 3] : [1, 2, 3]))
        switch left {
        case .everything: #expect(try OpenedPieces([cut, sample[1]]).content == sample.content)
        case .share:
            let error = refusal { _ = try OpenedPieces([cut, sample[1]]) }
            #expect(error?.code == .damaged && error?.place?.piece == 2 && error?.place?.region == .unit)
        case .nothing:
            let shortage = PieceShortage(split: sample.split, present: [1])
            #expect(refusal { _ = try OpenedPieces([cut, sample[1]]) } == PackageFormatError(shortage))
        }
    }

    @Test("a lone piece that is cut off is refused by itself", arguments: 0..<16)
    func alone(index: Int) throws {
        let sample = try Self.sample.get()
        let error = refusal { _ = try OpenedPieces([Array(sample[2].prefix(Self.lengths(sample)[index].length))]) }
        #expect([.wrongLength, .notAPackage].contains(error?.code), "\(String(describing: error))")
    }

    @Test("all pieces cut off, each elsewhere, behind their units: none has an end")
    func noEnd() throws {
        let sample = try Self.sample.get()
        let cut = sample.pieces.enumerated().map { $1.dropLast(1 + $0) }.map(Array.init)
        #expect(refusal { _ = try OpenedPieces(cut) }?.code == .wrongLength)
    }

    @Test("bytes behind the end", arguments: [1, 63, 64, 5_000, 100_000])
    func trailingBytes(count: Int) throws {
        let sample = try Self.sample.get()
        let longer = sample[1] + [UInt8](repeating: 7, count: count)
        let opened = try OpenedPieces([longer, sample[2]])
        #expect(opened.content == sample.content && opened.rejected.isEmpty)
        let place = Place(.file, offset: sample.layout.fileSize, piece: 1)
        #expect(opened.package.pieces[0].damage.map(\.place).contains(place))
        #expect(refusal { _ = try OpenedPieces([longer]) }?.code == .wrongLength)
    }

    @Test("a damaged copy of a piece beside a whole one")
    func doubled() throws {
        let sample = try Self.sample.get()
        var damaged = sample[1]
        damaged[sample.unit(1).lowerBound] ^= 1
        var headless = sample[1]
        for offset in 12..<Int(sample.layout.bodyOffset) { headless[offset] = 0 }
        for offset in Int(sample.layout.headerCopyOffset)..<Int(sample.layout.hashSectionOffset) {
            headless[offset] = 0
        }
        for pieces in [
            [damaged, sample[1], sample[2]], [headless, sample[2], sample[1]], [headless, damaged, sample[2]],
        ] {
            let opened = try OpenedPieces(pieces)
            #expect(opened.content == sample.content && opened.package.numbers == [1, 2])
        }
        // Doubling is no substitute for another piece.
        let shortage = PieceShortage(split: sample.split, present: [1])
        #expect(refusal { _ = try OpenedPieces([sample[1], damaged, headless]) } == PackageFormatError(shortage))
    }

    @Test("the header of one piece on the body of another")
    func exchangedHeader() throws {
        let sample = try Self.sample.get()
        var parts = try sample.parts(3)
        parts.header = try sample.parts(2).header
        // Its copy tells who it is, but the first decides.
        for headerCopy in [parts.header, parts.headerCopy] {
            parts.headerCopy = headerCopy
            let all = try OpenedPieces([sample[1], parts.encoded, sample[2], sample[3]])
            #expect(all.content == sample.content && all.package.numbers == [1, 2, 3])
            // The index is read first, in the last stripe.
            let error = refusal { _ = try OpenedPieces([sample[1], parts.encoded]) }
            #expect(error == PackageFormatError(.damaged, "", place: sample.place(2, 2)))
        }
    }

    @Test("pieces of two packages do not mix")
    func twoPackages() throws {
        let sample = try Self.sample.get()
        let other = try PieceSample(2, 3, size: 70_000)
        let sorting = try PieceSorting(
            [sample[1], other[2], other[3], sample[3]].map { PieceFile(try Reading.file($0).descriptor.duplicate()) })
        #expect(sorting.packages.map(\.numbers) == [[1, 3], [2, 3]] && sorting.rejected.isEmpty)
        for package in sorting.packages { #expect(try OpenedPieces.content(of: package) == sample.content) }
        let lone = try PieceSorting(
            [sample[1], other[2]].map { PieceFile(try Reading.file($0).descriptor.duplicate()) })
        for (package, number) in zip(lone.packages, [1, 2]) {
            let shortage = PieceShortage(split: sample.split, present: [number])
            #expect(refusal { _ = try OpenedPieces.content(of: package) } == PackageFormatError(shortage))
        }
    }

    @Test("the body, or the end, of one package in a piece of another")
    func transplanted() throws {
        let sample = try Self.sample.get()
        let other = try PieceSample(2, 3, size: 70_000)
        var body = try sample.parts(2)
        body.body = try other.parts(2).body
        let error = refusal { _ = try OpenedPieces([sample[1], body.encoded]) }
        #expect(error == PackageFormatError(.damaged, "", place: sample.place(2, 2)))
        #expect(try OpenedPieces([sample[1], body.encoded, sample[3]]).content == sample.content)
        var end = try sample.parts(2)
        (end.hashSection, end.trailer) = (try other.parts(2).hashSection, try other.parts(2).trailer)
        // Signatures differ in length now and then: then it is no piece by its length.
        let opened = try OpenedPieces([sample[1], end.encoded])
        #expect(opened.content == sample.content && opened.package.numbers == [1, 2])
        #expect(!opened.package.damage.isEmpty)
    }

    /// Files that are no packages, and what is wrong with each.
    private static let strangers: [(bytes: [UInt8], code: PackageFormatError.Code)] = [
        ([], .notAPackage), (Array("hello".utf8), .notAPackage), ([UInt8](repeating: 0, count: 200_000), .notAPackage),
        (Format.magic, .wrongLength), (Format.magic + [UInt8](repeating: 0, count: 4_000), .wrongLength),
        ([UInt8](repeating: 0, count: 4_000) + Format.tailMagic, .tooLarge),
    ]

    @Test("files that are no pieces are rejected, each with its own error")
    func strangers() throws {
        let sample = try Self.sample.get()
        let files = Self.strangers.map(\.bytes)
        let opened = try OpenedPieces([files[0], sample[3]] + files.dropFirst() + [sample[1]])
        #expect(opened.content == sample.content && opened.package.damage.isEmpty)
        #expect(opened.rejected.map(\.error.code) == Self.strangers.map(\.code))
        #expect(refusal { _ = try OpenedPieces(files) }?.code == Self.strangers[0].code)
    }
}
