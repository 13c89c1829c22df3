import Cryptography
import PackageFormat
import SystemIO

/// What the files of a package's pieces are called, derived from the names of those at hand: "report.2.fubako" means that
/// piece 4 is "report.4.fubako".
struct PieceNames {
    private let folder: Path
    private let stem: [UInt8]
    /// Digits of a number, filled up with zeros.
    private let width: Int

    /// What every name ends with.
    static let suffix = Array(".fubako".utf8)

    /// - Parameters:
    ///   - files: of pieces, by their numbers; the first name that fits counts.
    ///   - folder: where pieces go; nil for beside the first one.
    /// - Returns: nil if no name fits and no folder is given. With a folder, names then begin with the package's id.
    init?(_ files: [(number: Int, path: Path)], packageID: [UInt8], folder: Path?) {
        for file in files {
            guard let (stem, width) = Self.parts(of: file.path.name, number: file.number) else { continue }
            self.init(folder: folder ?? file.path.folder, stem: stem, width: width)
            return
        }
        guard let folder else { return nil }
        self.init(folder: folder, stem: Array(hexadecimal(Array(packageID.prefix(4))).utf8), width: 1)
    }

    private init(folder: Path, stem: [UInt8], width: Int) {
        self.folder = folder
        self.stem = stem
        self.width = width
    }

    /// The file of a piece.
    func path(_ number: Int) -> Path {
        let name = Self.name(stem, number, width: width)
        return folder == "." ? Path(name) : folder.appending(name)
    }

    /// "report.07.fubako" of "report", 7 and 2.
    static func name(_ stem: some Sequence<UInt8>, _ number: Int, width: Int) -> [UInt8] {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, width - digits.count)) + digits
        return Array(stem) + Array(".\(padded)".utf8) + suffix
    }

    /// "report" and 2 of "report.07.fubako".
    private static func parts(of name: [UInt8], number: Int) -> (stem: [UInt8], width: Int)? {
        guard name.suffix(suffix.count).elementsEqual(suffix) else { return nil }
        let rest = name.dropLast(suffix.count)
        let digits = rest.reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let stem = rest.dropLast(digits.count)
        guard stem.count > 1, stem.last == UInt8(ascii: "."),
            Int(String(decoding: digits.reversed(), as: UTF8.self)) == number
        else { return nil }
        return (Array(stem.dropLast()), digits.count)
    }
}
