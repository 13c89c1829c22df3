import Cryptography
import Keyring
import PackageFormat
import SystemIO
import Transfer

/// What a fetched file turned out to be: a piece that is looked at alone, before anything relies on it.
struct ExaminedPiece: Sendable {
    /// Its package, as the piece tells of it.
    let package: ArrivingPackage
    /// 1...n.
    let number: Int
    /// Whether everything in it is what the sender signed.
    let verdict: PieceVerdict
    /// The places that are not, at most a few.
    let damage: [Damage]
}

/// What looking at a file gave.
enum Examination: Sendable {
    /// It is a piece of a package by a trusted signer, for somebody here.
    case piece(ExaminedPiece)
    /// It is not, and why. With the certificate's hash of a signer who is not trusted; and whether it looks like a piece that is too
    /// broken to tell whose it is.
    case refused(OperationError, signer: [UInt8]?, mayBelong: Bool)

    /// Whether it is a whole piece.
    var isGood: Bool {
        if case .piece(let piece) = self { piece.verdict == .good } else { false }
    }
}

/// Verifies single pieces as they arrive: a trusted signer, header, hash section, roots, and every unit.
struct PieceExaminer: Sendable {
    let keyring: Keyring
    let withdrawals: Withdrawals
    let recorder: Recorder
    let progress: Progress

    /// - Parameters:
    ///   - file: where it was fetched to.
    ///   - name: what it was called at the place.
    ///   - store: packages to one of which a file may belong that is too broken to tell by itself.
    /// - Throws: `system`, `keyring` and `cryptography`, where nothing can be said.
    func examine(_ file: Path, called name: String, _ store: ArrivalStore) throws(OperationError) -> Examination {
        let arrived: ArrivedPackage
        do throws(OperationError) {
            arrived = try ArrivedPackage(.file(file), keyring: keyring, withdrawals: withdrawals)
        } catch {
            guard error.isOfPackage else { throw error }
            if let piece = try broken(file, store.packages()) { return .piece(piece) }
            return .refused(error, signer: nil, mayBelong: try Self.mayBelong(file))
        }
        do throws(OperationError) { return .piece(try examine(arrived, called: name)) } catch {
            guard error.isRefusal else { throw error }
            let signer = error.code == .signerUnknown ? arrived.judgement.certificate?.sha256 : nil
            return .refused(error, signer: signer, mayBelong: false)
        }
    }

    private func examine(_ arrived: ArrivedPackage, called name: String) throws(OperationError) -> ExaminedPiece {
        try arrived.require(OriginDemand())
        let package = try arriving(arrived, called: name)
        let intent = recorder.intent(of: arrived.structure, arrived.judgement, keeping: true)
        try intent.requireGood()
        guard !package.openers.isEmpty || arrived.header.hasPassphrase else { throw OperationError(.notARecipient) }
        let units = try arrived.verifyUnits(progress: progress)
        let damage = arrived.structure.damage + units.damaged
        return ExaminedPiece(
            package: package, number: arrived.structure.numbers.first ?? 1, verdict: damage.isEmpty ? .good : .damaged,
            damage: damage)
    }

    /// Whether it begins or ends as pieces do.
    private static func mayBelong(_ file: Path) throws(OperationError) -> Bool {
        let opened = try onSystem { () throws(SystemError) in try Descriptor.open(file, [.readOnly, .noFollow]) }
        return try onPackage { () throws(PackageFormatError) in try PieceStart.isSeen(in: opened) }
    }

    private func arriving(_ arrived: ArrivedPackage, called name: String) throws(OperationError) -> ArrivingPackage {
        let manifest = arrived.structure.manifest
        let digest = try onCryptography(manifest.sha256)
        let split = arrived.header.split
        let openers = try arrived.openers(in: keyring).map(\.fingerprint.bytes)
        // A trusted signer is in the keyring.
        let signer = arrived.judgement.identity?.fingerprint.bytes ?? []
        return try onTransfer { () throws(TransferError) in
            try ArrivingPackage(
                id: manifest.packageID, manifest: digest, signer: signer, k: split.k, n: split.n,
                sealed: manifest.sealingTime, openers: openers, name: Self.stem(name))
        }
    }

    /// A file that cannot be read as a piece by itself, and is one of a package of which others came.
    private func broken(_ file: Path, _ known: [KeptPackage]) throws(OperationError) -> ExaminedPiece? {
        for package in known {
            guard let companion = package.files.first else { continue }
            let files = try PackageSource.pieces([companion, file]).open()
            let sorting = try onPackage { () throws(PackageFormatError) in try PieceSorting(files) }
            for structure in sorting.packages {
                guard let piece = structure.pieces.first(where: { $0.file.path == file }),
                    try onCryptography(structure.manifest.sha256) == package.record.package.manifest
                else { continue }
                return ExaminedPiece(
                    package: package.record.package, number: piece.number, verdict: .damaged, damage: piece.damage)
            }
        }
        return nil
    }

    /// "report" of "report.3.fubako".
    static func stem(_ name: String) -> String {
        var stem = name[...]
        if stem.hasSuffix(".fubako") { stem = stem.dropLast(".fubako".count) }
        guard let dot = stem.lastIndex(of: "."), stem[stem.index(after: dot)...].allSatisfy(\.isNumber) else {
            return String(stem)
        }
        let short = stem[..<dot]
        return String(short.isEmpty ? stem : short)
    }
}

extension OperationError {
    /// Whether the file is at fault, and not what reads it.
    var isOfPackage: Bool {
        guard case .package(let error) = underlying else { return false }
        guard error.code == .system || error.code == .cryptography else { return true }
        if case .system(let cause) = error.underlying { return cause.code == .shortFile }
        return false
    }

    /// Whether a file is refused for it, and not the whole run.
    var isRefusal: Bool {
        let refusals: Set<Code> = [
            .unsigned, .signerUnknown, .otherSigner, .signerNotValid, .badIntent, .notARecipient, .severalPackages,
            .pieceTooLarge, .enoughDamaged, .receiptForeign, .receiptOtherManifest,
            .receiptSignerUnknown, .receiptNotRecipient, .transfer,
        ]
        return isOfPackage || refusals.contains(code)
    }
}
