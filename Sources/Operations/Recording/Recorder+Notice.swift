import Cryptography
import Ledger
import SystemIO

extension Recorder {
    /// Of the notice's text; another one is shown to everybody again.
    package static let noticeVersion = "1"

    /// Whether the person has not yet been told that trails are kept. The state folder remembers it for each user and
    /// identity.
    package func owesNotice(to author: Author) -> Bool {
        guard let place, let path = Self.notice(author, place) else { return false }
        do throws(SystemError) {
            _ = try Descriptor.open(path, [.pathOnly, .noFollow])
            return false
        } catch { return error.code == .notFound }
    }

    /// Records that the person was told.
    /// - Parameters:
    ///   - onTerminal: whether it was shown on a terminal.
    ///   - confirmed: whether the person said so.
    /// - Throws: `ledger`, `system`.
    package func noticeShown(to author: Author, onTerminal: Bool, confirmed: Bool) throws(OperationError) {
        guard let place, let path = Self.notice(author, place) else { return }
        let entry = NewEntry.notice(
            version: Self.noticeVersion, onTerminal: onTerminal, confirmed: confirmed, by: author, at: now)
        _ = try append(entry, by: author)
        try onSystem { () throws(SystemError) in
            _ = try PrivateFolder.open(path.folder)
            _ = try Descriptor.open(path, [.writeOnly, .create, .noFollow], mode: FileMode.privateFile)
        }
    }

    private static func notice(_ author: Author, _ place: LedgerPlace) -> Path? {
        let person = "\(noticeVersion)\u{0}\(Author.userName)\u{0}".utf8 + (author.identity ?? [])
        guard let digest = try? Cryptography.hash(.sha256, Array(person)) else { return nil }
        return place.state.appending("notices").appending(hexadecimal(digest.prefix(16)))
    }
}
