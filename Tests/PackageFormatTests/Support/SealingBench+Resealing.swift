import Cryptography
import SystemIO

@testable import PackageFormat

extension SealingBench {
    /// Opens the package `old` and seals it again as `new`.
    func reseal(
        _ old: String = "package", as new: String = "again", _ parties: Parties = Parties(),
        _ change: (inout SealPlan) -> Void = { _ in }
    ) throws {
        let file = try Descriptor.open(path(old), .readOnly)
        let package = try unlock(file, nil, nil)
        let contents = try Contents(package, file)
        let sealer = try PackageSealer(plan(parties, change), to: parties.addressees(recipient.publicKey))
        let output = try Descriptor.open(path(new), [.readWrite, .create, .truncate])
        let body = try sealer.reseal(
            package, contents, file, to: output, isOrdered: false, progress: Progress())
        try Self.finish(body, parties)
    }

    /// The statements of former packages in `name`.
    func formerStatements(of name: String = "again", workers: Int = 2) throws -> [PriorStatement] {
        let file = try Descriptor.open(path(name), .readOnly)
        let package = try unlock(file, nil, nil)
        return try package.verifyPrior(Contents(package, file), file, workers: workers, progress: Progress())
    }

    /// The whole plaintext of `name`, and what lies where in it.
    func plaintext(of name: String) throws -> (bytes: [UInt8], pointers: PointerBlock) {
        let file = try Descriptor.open(path(name), .readOnly)
        let package = try unlock(file, nil, nil)
        var reader = try PlaintextReader(package, file)
        let bytes = try reader.read(at: 0, count: Int(package.structure.geometry.plaintextLength))
        return (bytes, try Contents(package, file).pointers)
    }

    /// What is in the way of trusting the former statements in a package that was made otherwise.
    func statements(in bytes: [UInt8]) throws -> [PriorStatement] {
        let file = try Reading.file(bytes)
        let package = try UnlockedPackage(PieceStructure.read(file.descriptor), with: recipient.key)
        let contents = try Contents(package, file.descriptor)
        return try package.verifyPrior(contents, file.descriptor, workers: 1, progress: Progress())
    }
}
