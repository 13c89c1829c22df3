import SystemIO

/// Where mail goes, how it leaves, and where it arrives.
package struct MailSettings: Hashable, Sendable {
    /// The addressee.
    package let address: String
    /// The sender as the message says; nil: what the mail system puts in.
    package let from: String?
    /// sendmail(8); its secrets are the mail system's.
    package let program: Path
    /// The folder of a Maildir (maildir(5)) in which mail arrives; nil if nothing is collected.
    package let maildir: Path?
    /// The longest message that the mail system takes, in bytes.
    package let limit: UInt64

    /// The most bytes of a piece that a message has room for.
    package var capacity: UInt64 { MailMessage.capacity(limit) }

    /// 10 MiB, as Postfix has it unless told otherwise (message_size_limit, postconf(5): 10,240,000).
    package static let usualLimit: UInt64 = 10_240_000

    /// - Throws: ``RoutesError/Code/badValue`` for what is no plain address, since it stands in the message's header, and for
    ///   paths that are not absolute.
    package init(
        address: String, from: String? = nil, program: Path = "/usr/sbin/sendmail", maildir: Path? = nil,
        limit: UInt64 = usualLimit
    ) throws(RoutesError) {
        guard Self.isAddress(address), from.map(Self.isAddress) ?? true else {
            throw RoutesError(.badValue, "an address of mail is written as account@domain, in ASCII, without comments")
        }
        guard program.isAbsolute, maildir?.isAbsolute ?? true else {
            throw RoutesError(.badValue, "sendmail and the Maildir are absolute paths")
        }
        guard (10_000...104_857_600).contains(limit) else {
            throw RoutesError(.badValue, "the limit of a message is 10,000 to 104,857,600 bytes")
        }
        self.address = address
        self.from = from
        self.program = program
        self.maildir = maildir
        self.limit = limit
    }

    /// dot-atom "@" dot-atom (RFC 5322, 3.4.1), without quoted parts.
    private static func isAddress(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, text.utf8.first != UInt8(ascii: "-") else { return false }
        let others = Set("!#$%&'*+-/=?^_`{|}~".utf8)
        return parts.allSatisfy { part in
            part.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
                !atom.isEmpty
                    && atom.allSatisfy { 48...57 ~= $0 || 65...90 ~= $0 || 97...122 ~= $0 || others.contains($0) }
            }
        }
    }
}
