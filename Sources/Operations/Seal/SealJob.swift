import Cryptography
import DER
import Keyring
import PackageFormat
import SystemIO

/// What was sealed, and what its sender should know.
package struct SealReport: Sendable {
    /// What was written.
    package let package: SealedPackage
    /// Files, folders and symbolic links in it.
    package let entryCount: UInt64
    /// Devices, sockets and FIFOs that were left out.
    package let skippedSpecialFiles: [[UInt8]]
    /// Files with several names, each of which became a copy.
    package let hardLinks: UInt64
    /// Entries that lost a setuid, setgid or sticky bit.
    package let droppedModeBits: UInt64
}

/// Carries out a sealing: the body is sealed on workers while another thread unlocks the signing key.
struct SealJob: ~Copyable {
    let sealing: Sealing
    let passphrase: Secret?
    let record: SealRecord
    let progress: Progress

    /// - Parameter scan: what was listed; nil to seal standard input.
    borrowing func run(
        _ scan: consuming TreeScan?, _ outputs: [PieceOutput], _ keyring: Keyring
    ) throws(OperationError) -> SealReport {
        let request = sealing.request
        let body = Handover<BodyResult>()
        let key = Handover<UnlockedSigningKey>()
        let source = Handover(consume scan)
        try runWorkers(2) { worker throws(OperationError) in
            do throws(OperationError) {
                if worker == 0 {
                    body.put(try sealBody(source.take(), outputs))
                } else {
                    key.put(try unlock(keyring))
                }
            } catch {
                progress.cancel()
                throw error
            }
        }
        guard let result = body.take() else { throw OperationError(.noRecipient) }
        var unlocked = key.take()
        // Where the system had no thread to spare, nobody has unlocked it yet.
        if unlocked == nil { unlocked = try unlock(keyring) }
        return try result.finish(unlocked, at: request.now, record)
    }

    private borrowing func unlock(_ keyring: Keyring) throws(OperationError) -> UnlockedSigningKey? {
        guard let sender = sealing.request.sender else { return nil }
        switch passphrase {
        case .some(let passphrase):
            return try onKeyring { () throws(KeyringError) in
                try keyring.unlockSigning(sender, passphrase: passphrase)
            }
        case .none: throw OperationError(.noSender, sender.name.text)
        }
    }

    private borrowing func sealBody(
        _ scan: consuming TreeScan?, _ outputs: [PieceOutput]
    ) throws(OperationError) -> BodyResult {
        guard let scan else { return try sealStream(outputs) }
        let facts = BodyFacts(
            entryCount: scan.entryCount, specials: scan.specials.map(\.path), hardLinks: scan.hardLinks,
            droppedModeBits: scan.droppedModeBits)
        let sealer = try sealer()
        let intent = try record.announce(sealing.intent(sealer.common, names: scan.tree.names))
        return BodyResult(
            body: try Self.seal(sealer, scan, outputs, progress), facts: facts, intent: intent)
    }

    private borrowing func sealer() throws(OperationError) -> PackageSealer {
        try onPackage { () throws(PackageFormatError) in
            try PackageSealer(sealing.plan(), to: sealing.addressees())
        }
    }

    // Apart from `sealBody`, because a closure cannot consume what it captures.
    private static func seal(
        _ sealer: consuming PackageSealer, _ scan: consuming TreeScan, _ outputs: [PieceOutput],
        _ progress: Progress
    ) throws(OperationError) -> SealedBody {
        do { return try sealer.seal(scan, to: outputs, progress: progress) } catch {
            throw OperationError(.package, underlying: .package(error))
        }
    }

    private borrowing func sealStream(
        _ outputs: [PieceOutput]
    ) throws(OperationError) -> BodyResult {
        guard case .standardInput(let name) = sealing.request.input else { throw OperationError(.noSender) }
        let sealer = try sealer()
        let intent = try record.announce(sealing.intent(sealer.common, names: [name]))
        let input = try onSystem { () throws(SystemError) in try Descriptor.standardInput.duplicate() }
        let body: SealedBody
        do {
            body = try sealer.seal(
                stream: input, named: name, modified: FileTime(seconds: sealing.request.now.seconds), to: outputs,
                progress: progress)
        } catch { throw OperationError(.package, underlying: .package(error)) }
        let facts = BodyFacts(entryCount: 1, specials: [], hardLinks: 0, droppedModeBits: 0)
        return BodyResult(body: body, facts: facts, intent: intent)
    }
}

/// What the content turned out to be.
private struct BodyFacts: Sendable {
    let entryCount: UInt64
    let specials: [[UInt8]]
    let hardLinks: UInt64
    let droppedModeBits: UInt64
}

/// A sealed body that waits for its signature.
private struct BodyResult: ~Copyable, Sendable {
    let body: SealedBody
    let facts: BodyFacts
    /// The ledger's proof that it was announced.
    let intent: [UInt8]?

    /// Signs the body, or leaves it unsigned, and tells what was sealed.
    consuming func finish(
        _ key: consuming UnlockedSigningKey?, at time: DERTime, _ record: SealRecord
    ) throws(OperationError) -> SealReport {
        let (facts, intent) = (facts, intent)
        let package: SealedPackage
        switch key {
        case .some(let key): try record.pin(signedBy: key)
        case .none: break
        }
        do throws(PackageFormatError) {
            switch consume key {
            case .some(let key):
                package = try body.finish(signedBy: key.key, key.certificate, time: time, intent: intent)
            case .none: package = try body.finishUnsigned(time: time, intent: intent)
            }
        } catch { throw OperationError(.package, underlying: .package(error)) }
        return SealReport(
            package: package, entryCount: facts.entryCount, skippedSpecialFiles: facts.specials,
            hardLinks: facts.hardLinks, droppedModeBits: facts.droppedModeBits)
    }
}
