import Cryptography
import PackageFormat
import SystemIO
import Transfer

/// A package of which pieces came.
package struct KeptPackage: Sendable {
    /// What is remembered of it.
    package internal(set) var record: ArrivalRecord
    /// Where its pieces are kept.
    package let folder: Path
    /// The pieces at hand, whole ones first, each in ascending order of numbers.
    package internal(set) var files: [Path]

    /// Numbers of the whole pieces at hand, ascending. An opened package keeps none.
    package var atHand: [Int] { files.compactMap { Self.number(ofWhole: $0) } }

    /// How many more whole pieces are needed, if damaged ones are of no use.
    package var missing: Int { max(0, record.package.k - atHand.count) }

    /// What opens it, as far as it is here.
    package var source: PackageSource { files.count == 1 ? .file(files[0]) : .pieces(files) }

    /// Whether what is at hand opens the package: k whole pieces, or fewer and damaged ones that make up for them.
    package func opens() throws(OperationError) -> Bool {
        if missing == 0 { return true }
        guard files.count >= record.package.k, let structure = try structure() else { return false }
        return try onPackage { () throws(PackageFormatError) in
            structure.opens(try structure.verifyUnits(workers: defaultWorkerCount, progress: Progress()))
        }
    }

    /// All of it that is at hand; nil if that is not enough to read its structure.
    func structure() throws(OperationError) -> PackageStructure? {
        let opened = try source.open()
        let sorting = try onPackage { () throws(PackageFormatError) in try PieceSorting(opened) }
        for package in sorting.packages where try onCryptography(package.manifest.sha256) == record.package.manifest {
            return package
        }
        return nil
    }

    /// What a whole piece is called.
    static func name(_ number: Int) -> String { "\(number).fubako" }
    /// The number of a whole piece by its file; nil for a damaged one.
    static func number(ofWhole file: Path) -> Int? {
        let parts = String(decoding: file.name, as: UTF8.self).split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 ? Int(parts[0]) : nil
    }

    /// What a damaged piece is called; there may be several of one number.
    static func name(_ number: Int, damaged copy: Int) -> String { "\(number).damaged-\(copy).fubako" }
    /// How many damaged pieces of one number are kept: their good units may be different ones.
    static let damagedLimit = 3
}
