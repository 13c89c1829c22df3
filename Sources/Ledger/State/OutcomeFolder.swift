import Cryptography
import Glibc
import SystemIO

/// Where the state folder remembers which packages are being sealed, and how their sealing will have ended: for each the
/// file ID.lock, held by a flock of whoever seals, and from when the package is written until the ledger knows of it the file
/// ID, with a ``KeptOutcome``.
package struct OutcomeFolder: Sendable {
    /// Where it is.
    package let path: Path

    private static let lockSuffix = ".lock"

    /// - Parameters:
    ///   - state: the program's state folder.
    ///   - ledger: the folder of the ledger that is told, which need not exist.
    package init(state: Path, ledger: Path) throws(LedgerError) {
        path = state.appending("ledger-outcomes").appending(try LedgerPlace.name(of: ledger))
    }

    /// Holds a package that is about to be announced. Nothing of that is brought to the medium.
    /// - Parameter package: its identifier, which nobody else has.
    /// - Throws: ``LedgerError/Code/noSpace``, ``LedgerError/Code/system``.
    package func hold(_ package: [UInt8]) throws(LedgerError) -> HeldOutcome {
        let name = hexadecimal(package)
        try onSystem(path) { () throws(SystemError) in _ = try PrivateFolder.open(path) }
        while true {
            // A run that looks for what was left may have it for a moment.
            if let held = try lock(name) { return held }
        }
    }

    /// Holds what was left of a sealing.
    /// - Parameter name: of ``Content/packages``.
    /// - Returns: nil if whoever seals lives, or it is gone already.
    /// - Throws: ``LedgerError/Code/system`` if it is not a file of ours.
    package func abandoned(_ name: String) throws(LedgerError) -> HeldOutcome? { try lock(name) }

    private func lock(_ name: String) throws(LedgerError) -> HeldOutcome? {
        let (folder, path) = (path, path.appending(name + Self.lockSuffix))
        return try onSystem(path) { () throws(SystemError) in
            let file = SharedDescriptor(
                try Descriptor.open(
                    path, [.readWrite, .create, .noFollow, .nonBlocking], mode: FileMode.privateFile))
            guard try file.descriptor.metadata().kind == .file else {
                throw SystemError(.notRegularFile, "open", path: path)
            }
            try PrivateFolder.check(file.descriptor, path)
            guard try file.descriptor.lockIfFree(), try file.descriptor.metadata().linkCount > 0 else { return nil }
            return HeldOutcome(folder, name, lockName: name + Self.lockSuffix, file)
        }
    }

    /// What lies in the folder.
    package struct Content: Sendable {
        /// Identifiers of packages that are being sealed, or were when a run ended untimely; in hexadecimal digits.
        package var packages: Set<String> = []
        /// Names of what nothing of ours is called.
        package var foreign: [String] = []
    }

    /// Looks into the folder. Costs two calls where nothing was ever left.
    /// - Throws: ``LedgerError/Code/system``.
    package func content() throws(LedgerError) -> Content {
        let names = try onSystem(path) { () throws(SystemError) in
            do throws(SystemError) { return try PrivateFolder.openExisting(path).names() } catch {
                if error.code == .notFound { return [] }
                throw error
            }
        }
        var content = Content()
        for bytes in names where !bytes.starts(with: AtomicFile.interimPrefix.utf8) {
            let name = String(decoding: bytes, as: UTF8.self)
            let package = name.hasSuffix(Self.lockSuffix) ? String(name.dropLast(Self.lockSuffix.count)) : name
            if Self.isIdentifier(package) { content.packages.insert(package) } else { content.foreign.append(name) }
        }
        return content
    }

    private static func isIdentifier(_ name: String) -> Bool {
        name.utf8.count == 64
            && name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}

/// The files of one sealing, held by whoever seals, or by whoever tells the ledger in his place.
package struct HeldOutcome: Sendable {
    /// The package's identifier, in hexadecimal digits.
    package let package: String
    private let folder: Path
    private let lockName: String
    /// The lock ends with it.
    private let lock: SharedDescriptor

    init(_ folder: Path, _ package: String, lockName: String, _ lock: SharedDescriptor) {
        self.folder = folder
        self.package = package
        self.lockName = lockName
        self.lock = lock
    }

    /// The package's identifier. Only hexadecimal digits are held.
    package var identifier: [UInt8] {
        let digits = package.utf8.map { $0 < 0x40 ? $0 - 0x30 : $0 - 0x57 }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// Keeps an outcome. When it returns, it is on the medium.
    /// - Throws: ``LedgerError/Code/tooLarge``, ``LedgerError/Code/noSpace``, ``LedgerError/Code/system``.
    package func keep(_ outcome: KeptOutcome) throws(LedgerError) {
        let bytes = try outcome.encoded()
        let path = folder.appending(package)
        try onSystem(path) { () throws(SystemError) in
            let file = try AtomicFile(path, mode: FileMode.privateFile)
            try file.descriptor.writeFully(bytes)
            try file.commit()
        }
    }

    /// What was kept; nil if nothing was.
    /// - Throws: ``LedgerError/Code/system`` for what is no private file; as ``KeptOutcome/init(encoded:)``;
    ///   ``LedgerError/Code/badValue`` for the outcome of another package.
    package func kept() throws(LedgerError) -> KeptOutcome? {
        let path = folder.appending(package)
        let bytes = try onSystem(path) { () throws(SystemError) -> [UInt8]? in
            do throws(SystemError) {
                // A named pipe would wait for a writer.
                let file = try Descriptor.open(path, [.readOnly, .noFollow, .nonBlocking])
                guard try file.metadata().kind == .file else { throw SystemError(.notRegularFile, "open", path: path) }
                try PrivateFolder.check(file, path)
                return try file.readToEnd(limit: KeptOutcome.maximumCount)
            } catch {
                if error.code == .notFound { return nil }
                throw error
            }
        }
        guard let bytes else { return nil }
        let outcome = try KeptOutcome(encoded: bytes)
        guard outcome.package == package else {
            throw LedgerError(.badValue, "the outcome of another package", field: "package")
        }
        return outcome
    }

    /// Removes everything, once the ledger knows how it ended.
    /// - Throws: ``LedgerError/Code/system``.
    package func remove() throws(LedgerError) {
        try onSystem(folder) { () throws(SystemError) in
            let folder = try PrivateFolder.openExisting(folder)
            // The lock last: what it holds must not be taken for something left.
            for name in [package, lockName] {
                do throws(SystemError) { try folder.remove(Path(name)) } catch {
                    if error.code != .notFound { throw error }
                }
            }
        }
    }

    /// Removes the lock of a package of which nothing else is kept here.
    /// - Throws: ``LedgerError/Code/system``.
    package func release() throws(LedgerError) {
        try onSystem(folder) { () throws(SystemError) in
            try PrivateFolder.openExisting(folder).remove(Path(lockName))
        }
    }
}
