extension Keyring {
    static let withdrawnFile = "withdrawn"
    /// Length in bytes that the file is read up to.
    package static let withdrawnLimit = 1 << 20

    /// The file `withdrawn`, which says what algorithms are not used any more; nil if there is none.
    /// - Throws: ``KeyringError/Code/unsafePermissions``, ``KeyringError/Code/tooLarge``, ``KeyringError/Code/system``.
    package func withdrawn() throws(KeyringError) -> [UInt8]? {
        guard let root = try PrivateFolder.open(path) else { return nil }
        return try root.read(Self.withdrawnFile, limit: Self.withdrawnLimit)
    }

    /// Replaces the file `withdrawn`, whole or not at all, while nobody else changes the keyring.
    /// - Parameter change: gives the new bytes for the old ones; what it throws is thrown, and nothing changes.
    package func changeWithdrawn<Failure: Error>(
        _ change: ([UInt8]?) throws(Failure) -> [UInt8]
    ) throws(KeyringError) -> Failure? {
        try self.change { folders throws(KeyringError) in
            let old = try folders.root.read(Self.withdrawnFile, limit: Self.withdrawnLimit)
            let new: [UInt8]
            do throws(Failure) { new = try change(old) } catch { return error }
            try folders.root.write(new, to: Self.withdrawnFile, replacing: true)
            return nil
        }
    }
}
