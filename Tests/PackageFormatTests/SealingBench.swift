import Cryptography
import DER
import Label
import SystemIO
import TestSupport

@testable import PackageFormat

/// A folder with sources, a recipient and a package, for tests that seal and open real files.
final class SealingBench {
    let folder: TemporaryFolder
    let recipient: PrivateKey

    init(recipient type: KeyType = .p256) throws {
        folder = try TemporaryFolder()
        recipient = try PrivateKey.generate(type)
    }

    func path(_ name: String) -> Path { Path(folder(name)) }

    func makeFolder(_ name: String) throws {
        try Descriptor.open(path("."), [.readOnly, .folder]).makeFolder(Path(name), mode: 0o755)
    }

    /// Bytes that differ at every offset of a chunk.
    func pattern(_ count: Int) -> [UInt8] {
        var state: UInt32 = 1
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(truncatingIfNeeded: state >> 24)
        }
    }

    func seal(
        _ inputs: [String], as name: String = "package", hidden: Bool = false, others: [PublicKey] = [],
        _ change: (inout SealPlan) -> Void = { _ in }
    ) throws {
        var plan = SealPlan(purpose: .inside)
        change(&plan)
        let scan = try TreeScan(SourceTree(inputs.map(path))) { _ in false }
        let addressees = Addressees(publicKeys: [recipient.publicKey] + others, passphrase: nil, hidden: hidden)
        let output = try AtomicFile(path(name), replacing: true)
        let body = try PackageSealer(plan, to: addressees).seal(
            scan, to: output.descriptor.duplicate(), isOrdered: false, progress: Progress())
        _ = try body.finishUnsigned(time: Self.time)
        try output.commit()
    }

    func open(_ name: String = "package", to target: String = "out", _ selection: Selection = .everything) throws
        -> ExtractionSummary
    {
        let file = try Descriptor.open(path(name), .readOnly)
        let package = try UnlockedPackage(PieceStructure.read(file), with: recipient)
        let contents = try Contents(package, file)
        let parent = try Descriptor.open(path("."), [.readOnly, .folder])
        try parent.makeFolder(Path(target), mode: 0o700)
        let root = ExtractionRoot(try Descriptor.open(path(target), [.readOnly, .folder]))
        return try package.extract(
            contents, selection, from: file, to: root, workers: 2, progress: Progress())
    }

    static var time: DERTime { sealingTime }
}
