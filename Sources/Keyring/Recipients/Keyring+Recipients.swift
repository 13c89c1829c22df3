import SystemIO

extension Keyring {
    /// The recipients that some words mean, each a name, a group, or the path of a certificate file; each key once, in the
    /// order of its first mention. A word is a name if the keyring has it, and a path otherwise or if it contains a slash.
    /// - Throws: ``KeyringError/Code/notFound`` with the word as the name if it is neither;
    ///   as ``identity(_:)``, ``members(of:)`` and ``Recipient/init(file:)``.
    package func recipients(_ words: [[UInt8]]) throws(KeyringError) -> [Recipient] {
        var found = DistinctRecipients()
        for word in words { found.add(try recipients(word)) }
        return found.list
    }

    /// The recipients that a file lists.
    /// - Throws: as ``recipients(_:)-([[UInt8]])``, with the line.
    package func recipients(_ file: RecipientsFile) throws(KeyringError) -> [Recipient] {
        var found = DistinctRecipients()
        for entry in file.entries {
            do throws(KeyringError) { found.add(try recipients(entry.text)) } catch {
                var error = error
                error.line = entry.line
                throw error
            }
        }
        return found.list
    }

    private func recipients(_ word: [UInt8]) throws(KeyringError) -> [Recipient] {
        if !word.contains(UInt8(ascii: "/")), let name = try? IdentityName(String(decoding: word, as: UTF8.self)) {
            if try group(name) != nil { return try members(of: name).map(Recipient.init) }
            do throws(KeyringError) { return [Recipient(try identity(name))] } catch {
                if error.code != .notFound { throw error }
            }
        }
        do throws(KeyringError) { return [try Recipient(file: Path(word))] } catch {
            guard error.system?.code == .notFound else { throw error }
            throw KeyringError(
                .notFound, "neither an identity, nor a group, nor a file", name: String(decoding: word, as: UTF8.self))
        }
    }
}

/// Recipients in the order of their first mention, each key once.
private struct DistinctRecipients {
    private(set) var list: [Recipient] = []
    private var keyIDs: Set<[UInt8]> = []

    mutating func add(_ recipients: [Recipient]) {
        for recipient in recipients where keyIDs.insert(recipient.certificate.publicKey.keyID).inserted {
            list.append(recipient)
        }
    }
}
