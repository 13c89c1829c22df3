import Cryptography
import SystemIO

@testable import PackageFormat

extension SealingBench {
    /// Opens the package `old` and seals it again as `new`.
    func reseal(
        _ old: String = "package", as new: String = "again", _ parties: Parties = Parties(),
        _ change: (inout SealPlan) -> Void = { _ in }
    ) throws {
        let package = try unlock(old)
        let contents = try Contents(package)
        let sealer = try PackageSealer(plan(parties, change), to: parties.addressees(recipient.publicKey))
        let split = sealer.plan.split
        let body = try sealer.reseal(package, contents, to: outputs(new, split), progress: Progress())
        try Self.finish(body, parties)
    }

    /// The statements of former packages in `name`.
    func formerStatements(of name: String = "again", workers: Int = 2) throws -> [PriorStatement] {
        let package = try unlock(name)
        return try package.verifyPrior(Contents(package), workers: workers, progress: Progress())
    }

    /// The whole plaintext of `name`, and what lies where in it.
    func plaintext(of name: String) throws -> (bytes: [UInt8], pointers: PointerBlock) {
        let package = try unlock(name)
        var reader = try PlaintextReader(package)
        let bytes = try reader.read(at: 0, count: Int(package.structure.geometry.plaintextLength))
        return (bytes, try Contents(package).pointers)
    }

    /// What is in the way of trusting the former statements in a package that was made otherwise.
    func statements(in bytes: [UInt8]) throws -> [PriorStatement] {
        let package = try UnlockedPackage(Reading.package(bytes), with: recipient.key)
        return try package.verifyPrior(Contents(package), workers: 1, progress: Progress())
    }
}
