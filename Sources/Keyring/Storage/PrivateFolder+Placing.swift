import Cryptography
import SystemIO

/// Folders that appear and disappear with all their files at once.
///
/// Their interim names begin with a dot, which no name of an identity does. The keyring's lock is held meanwhile, so that
/// such a folder which is found under the lock is one that a killed process left.
extension PrivateFolder {
    private static let interimPrefix = ".interim-"

    /// A file to be placed.
    struct NewFile {
        let name: String
        let bytes: [UInt8]
    }

    /// Makes a folder that holds these files, under its final name in one step.
    /// - Throws: ``KeyringError/Code/exists`` if the name is taken; what has it is left alone.
    ///   ``KeyringError/Code/system``.
    borrowing func place(_ files: [NewFile], as name: IdentityName) throws(KeyringError) {
        let interim = try stage(files)
        do throws(KeyringError) {
            try rename(interim, to: name.text)
        } catch {
            try removeTree(interim)
            if error.system?.code == .exists { throw KeyringError(.exists, "the name is taken", name) }
            throw error
        }
    }

    /// Makes a folder that holds these files, under an interim name.
    borrowing func stage(_ files: [NewFile]) throws(KeyringError) -> String {
        let interim = try interimName()
        try onSystem(path.appending(interim)) { () throws(SystemError) in
            try descriptor.makeFolder(Path(interim), mode: FileMode.privateFolder)
        }
        do throws(KeyringError) {
            guard let folder = try folder(interim) else {
                throw KeyringError(SystemError(.notFound, "open"), at: path.appending(interim))
            }
            for file in files { try folder.write(file.bytes, to: file.name, replacing: false) }
        } catch {
            try removeTree(interim)
            throw error
        }
        return interim
    }

    /// Takes away a folder with its files, its name in one step.
    /// - Throws: ``KeyringError/Code/system``.
    borrowing func takeAway(_ name: IdentityName) throws(KeyringError) {
        let interim = try interimName()
        try rename(name.text, to: interim)
        try removeTree(interim)
    }

    /// Takes away the interim folders that a killed process left.
    /// - Throws: ``KeyringError/Code/system``.
    borrowing func removeInterim() throws(KeyringError) {
        for name in try names() where name.starts(with: Self.interimPrefix.utf8) {
            try removeTree(String(decoding: name, as: UTF8.self))
        }
    }

    /// Takes away the files in this folder whose writer was killed before they had their final name.
    /// - Throws: ``KeyringError/Code/system``.
    borrowing func removeInterimFiles() throws(KeyringError) {
        for name in try names() where name.starts(with: AtomicFile.interimPrefix.utf8) {
            try remove(String(decoding: name, as: UTF8.self))
        }
    }

    private func interimName() throws(KeyringError) -> String {
        let random = try onCryptography { () throws(CryptographyError) in try randomBytes(16) }
        return Self.interimPrefix + hexadecimal(random)
    }

    private borrowing func rename(_ name: String, to newName: String) throws(KeyringError) {
        try onSystem(path.appending(newName)) { () throws(SystemError) in
            try descriptor.rename(Path(name), to: descriptor, as: Path(newName), replacing: false)
            try descriptor.synchronize()
        }
    }

    /// Removes a folder that holds files only.
    private borrowing func removeTree(_ name: String) throws(KeyringError) {
        guard let folder = try folder(name) else { return }
        for file in try folder.names() {
            try onSystem(folder.path.appending(file)) { () throws(SystemError) in
                try folder.descriptor.remove(Path(file))
            }
        }
        try onSystem(folder.path) { () throws(SystemError) in try descriptor.removeFolder(Path(name)) }
    }
}
