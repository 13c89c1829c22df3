import Cryptography
import Ledger
import PackageFormat
import SystemIO

/// Tells the ledger how sealings ended whose runs were killed before they could tell it themselves.
package struct Settlement {
    private let recorder: Recorder
    private let place: LedgerPlace
    private let author: Author

    /// The cause that the ledger has of a sealing that did not end.
    package static let cause = "interrupted"

    /// - Parameter author: in whose name it is told of what did not come into being.
    init(_ recorder: Recorder, _ place: LedgerPlace, _ author: Author) {
        self.recorder = recorder
        self.place = place
        self.author = author
    }

    /// Settles what was left. Costs two calls if that is nothing.
    /// - Returns: paths of what no run of this program has left there; it is not touched.
    func run() -> [Path] {
        do throws(LedgerError) {
            let folder = try OutcomeFolder(state: place.state, ledger: place.ledger)
            let content = try folder.content()
            var foreign = content.foreign.map { folder.path.appending($0) }
            for package in content.packages.sorted() {
                if let path = settle(package, folder) { foreign.append(path) }
            }
            return foreign
        } catch {
            guard let path = error.path, error.system?.isForeign ?? false else { return [] }
            return [path]
        }
    }

    /// - Returns: a path, for what no run of this program has left.
    private func settle(_ package: String, _ folder: OutcomeFolder) -> Path? {
        do throws(LedgerError) {
            // Whoever seals lives, or another run settles it.
            guard let held = try folder.abandoned(package) else { return nil }
            do throws(LedgerError) {
                if try settle(held) { return nil }
                // Somebody has put it there: nothing announces such a package.
                try held.release()
                return folder.path.appending(package)
            } catch {
                if error.isMomentary { return nil }
                try held.release()
                throw error
            }
        } catch {
            return error.isMomentary ? nil : error.path ?? folder.path.appending(package)
        }
    }

    /// - Returns: false for the outcome of what nobody has announced.
    private func settle(_ held: HeldOutcome) throws(LedgerError) -> Bool {
        let kept = try held.kept()
        switch try state(of: held.package) {
        case .ended: try held.remove()
        case .unknown:
            guard kept == nil else { return false }
            try held.remove()
        case .announced: try settle(held, kept)
        case nil: break
        }
        return true
    }

    /// What is said of a package; nil if nobody can tell while the ledger cannot be used.
    private func state(of package: String) throws(LedgerError) -> Ledger.SealingState? {
        let spooled = try Spool(state: place.state, ledger: place.ledger).sealingState(package)
        // As long as its intent waits, its outcome cannot have come into the ledger.
        guard spooled == .unknown else { return spooled }
        do throws(LedgerError) { return try recorder.ledger(createdBy: nil)?.sealingState(package) } catch {
            return nil
        }
    }

    private func settle(_ held: HeldOutcome, _ kept: KeptOutcome?) throws(LedgerError) {
        guard let kept else { return try fail(held) }
        switch Self.isThere(kept) {
        case true:
            try append(kept.entries)
            try held.remove()
        case false: try fail(held)
        case nil: break
        }
    }

    private func fail(_ held: HeldOutcome) throws(LedgerError) {
        let entry = NewEntry.sealFailed(held.identifier, cause: Self.cause, by: author, at: recorder.now)
        try append([try entry.prepared()])
        try held.remove()
    }

    private func append(_ entries: [PreparedEntry]) throws(LedgerError) {
        do throws(LedgerError) { _ = try recorder.ledger(createdBy: nil)?.append(entries) } catch {
            guard place.whenUnavailable == .spool, error.isUnavailability else { throw error }
            let spool = try Spool(state: place.state, ledger: place.ledger)
            for entry in entries { try spool.add(entry) }
            recorder.tellSpooling(error)
        }
    }

    /// Whether the package got its name; nil where that cannot be seen now, as on a medium that is not there.
    private static func isThere(_ kept: KeptOutcome) -> Bool? {
        let file: PieceFile
        do throws(SystemError) {
            // What took the name meanwhile may be a pipe, which would wait for a writer.
            let descriptor = try Descriptor.open(kept.output, [.readOnly, .nonBlocking])
            guard try descriptor.metadata().kind == .file else { return false }
            file = PieceFile(descriptor, path: kept.output)
        } catch {
            guard error.code == .notFound else { return error.code == .isFolder ? false : nil }
            return (try? Descriptor.open(kept.output.folder, [.pathOnly, .folder])) == nil ? nil : false
        }
        let manifest: Manifest
        do throws(PackageFormatError) { manifest = try PackageStructure.read(file).manifest } catch {
            return error.code == .system ? nil : false
        }
        do throws(CryptographyError) { return try hexadecimal(manifest.sha256()) == kept.manifest } catch { return nil }
    }
}

extension LedgerError {
    /// Whether the ledger or the system could not do at this moment what they otherwise can: nothing is wrong with what was
    /// left, and a later run tries again.
    fileprivate var isMomentary: Bool {
        if let system { return !system.isForeign }
        return isUnavailability && code != .malformed
    }
}

extension SystemError {
    /// Whether a file or folder is such as this program never makes.
    var isForeign: Bool {
        switch code {
        case .unsafePermissions, .notRegularFile, .notFolder, .isFolder, .otherKind, .tooLarge: true
        default: isLink
        }
    }
}
