import Cryptography
import DER
import Glibc
import Label
import SystemIO
import TestSupport

@testable import PackageFormat

/// A folder with sources, a recipient and packages, for tests that seal and open real files.
final class SealingBench: Sendable {
    let folder: TemporaryFolder
    let recipient: SharedKey

    init(recipient type: KeyType = .p256) throws {
        folder = try TemporaryFolder()
        recipient = try TestKeys.recipient(type)
    }

    func path(_ name: String) -> Path { Path(folder(name)) }

    /// Bytes without a pattern, the same every time.
    func pattern(_ count: Int) -> [UInt8] {
        var state: UInt32 = 1
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(truncatingIfNeeded: state >> 24)
        }
    }

    /// To whom and by whom a test seals, beyond the bench's own recipient.
    struct Parties {
        var others: [PublicKey] = []
        var passphrase: String?
        var onlyPassphrase = false
        var hidden = false
        var signer: TestSigner?

        func addressees(_ recipient: PublicKey) -> Addressees {
            let keys = onlyPassphrase ? [] : [recipient] + others
            guard let passphrase else { return Addressees(publicKeys: keys, passphrase: nil, hidden: hidden) }
            let secret = Addressees.Passphrase(Secret(copying: Array(passphrase.utf8)), iterations: 1_000)
            return Addressees(publicKeys: keys, passphrase: secret, hidden: hidden)
        }
    }

    /// Seals files into the package `name`.
    func seal(
        _ inputs: [String], as name: String = "package", _ parties: Parties = Parties(),
        _ change: (inout SealPlan) -> Void = { _ in }
    ) throws {
        try seal(inputs, to: { try self.outputs(name, $0) }, parties, change)
    }

    /// The files of the pieces of a package `name`: itself, or with a number behind it.
    func pieceNames(_ name: String, _ split: Split) -> [String] {
        split.n == 1 ? [name] : (1...split.n).map { "\(name).\($0)" }
    }

    func outputs(_ name: String, _ split: Split) throws -> [PieceOutput] {
        try pieceNames(name, split).map {
            PieceOutput(try Descriptor.open(path($0), [.readWrite, .create, .truncate]))
        }
    }

    func seal(
        _ inputs: [String], to outputs: (Split) throws -> [PieceOutput], _ parties: Parties = Parties(),
        _ change: (inout SealPlan) -> Void = { _ in }
    ) throws {
        let scan = try TreeScan(SourceTree(inputs.map(path))) { _ in false }
        let plan = plan(parties) {
            $0.claimsOneFile = scan.holdsOneFile
            change(&$0)
        }
        let body = try PackageSealer(plan, to: parties.addressees(recipient.publicKey)).seal(
            scan, to: outputs(plan.split), progress: Progress())
        try Self.finish(body, parties)
    }

    /// Seals what comes from `input` as one file.
    func seal(
        stream input: consuming Descriptor, named name: String, to output: consuming Descriptor, isOrdered: Bool,
        _ parties: Parties = Parties(), _ change: (inout SealPlan) -> Void = { _ in }
    ) throws {
        let body = try PackageSealer(plan(parties, change), to: parties.addressees(recipient.publicKey)).seal(
            stream: input, named: Array(name.utf8), modified: FileTime(seconds: 5),
            to: [PieceOutput(output, isOrdered: isOrdered)], progress: Progress())
        try Self.finish(body, parties)
    }

    func plan(_ parties: Parties, _ change: (inout SealPlan) -> Void) -> SealPlan {
        var plan = SealPlan(purpose: .inside)
        plan.signer = parties.signer?.certificate
        change(&plan)
        return plan
    }

    static func finish(_ body: consuming SealedBody, _ parties: Parties) throws {
        guard let signer = parties.signer else {
            _ = try body.finishUnsigned(time: sealingTime)
            return
        }
        _ = try body.finish(signedBy: signer.key, signer.certificate, time: sealingTime)
    }

    /// Opens the package `name` into a new folder, with the recipient's key or another or a passphrase.
    func open(
        _ name: String = "package", to target: String = "out", _ selection: Selection = .everything,
        with key: SharedKey? = nil, passphrase: String? = nil
    ) throws -> ExtractionSummary {
        let package = try unlock(name, key, passphrase)
        let contents = try Contents(package)
        try makeFolder(target)
        let root = ExtractionRoot(try Descriptor.open(path(target), [.readOnly, .folder]))
        return try package.extract(contents, selection, to: root, workers: 2, progress: Progress())
    }

    /// Writes one file of a package, or the only one, to `output`.
    func write(_ inner: String?, of name: String = "package", to output: borrowing Descriptor) throws {
        let package = try unlock(name)
        try package.write(
            inner.map { Array($0.utf8) }, of: Contents(package), to: output, workers: 2, progress: Progress())
    }

    func unlock(
        _ name: String, _ key: SharedKey? = nil, _ passphrase: String? = nil
    ) throws -> UnlockedPackage {
        let structure = try structure(name)
        guard let passphrase else { return try UnlockedPackage(structure, with: (key ?? recipient).key) }
        return try UnlockedPackage(structure, withPassphrase: Secret(copying: Array(passphrase.utf8)))
    }

    /// The package `name`, in one piece.
    func structure(_ name: String = "package") throws -> PackageStructure {
        try PackageStructure.read(PieceFile(Descriptor.open(path(name), .readOnly)))
    }

    func makeFolder(_ name: String) throws {
        try Descriptor.open(path("."), [.readOnly, .folder]).makeFolder(Path(name), mode: 0o700)
    }
}
