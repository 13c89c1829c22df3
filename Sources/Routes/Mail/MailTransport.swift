import SystemIO

/// Delivers by mail, through the mail system of this machine, and collects from a Maildir. Nothing can be read back, and a
/// message that was cut off was not sent.
package struct MailTransport: Transport {
    /// To whom, and how.
    package let settings: MailSettings
    /// How long and how much.
    package let limits: RouteLimits

    /// The usual limits, unless told otherwise.
    package init(_ settings: MailSettings, limits: RouteLimits = RouteLimits()) {
        self.settings = settings
        self.limits = limits
    }

    /// Delivers a piece, see ``Transport/put(_:as:)``.
    package func put(_ piece: OutgoingPiece, as name: PieceName) throws(RoutesError) -> Delivery {
        let fits = settings.capacity
        guard piece.size <= fits else {
            var error = RoutesError(
                .tooLarge, "the piece is larger than the mail system takes",
                advice: "cut the package into more pieces, or use another route", file: name.text)
            error.fits = fits
            throw error
        }
        var position: UInt64 = 0
        var header: [UInt8]? = Array(MailMessage.header(settings, piece, name).utf8)
        // -i: a line with a dot only does not end the message. -t: to whom stands in it.
        let command = Command(settings.program, ["-i", "-t"], silence: limits.silence)
        let result = try command.run(input: { () throws(RoutesError) in
            if let first = header.take() { return first }
            guard position < piece.size else { return nil }
            let bytes = try piece.read(Int(min(MailMessage.lineBytes << 10, piece.size - position)), at: position)
            position += UInt64(bytes.count)
            return MailMessage.lines(bytes)
        }) { (_) throws(RoutesError) in }
        try Self.check(result)
        return Delivery(
            sent: piece.size, resumedAt: 0, verification: .none, wasPresent: false, place: "mailto:\(settings.address)")
    }

    /// The pieces at the place, see ``Transport/list()``. Anybody can send a message: a later one whose attachment has the same name
    /// hides nothing.
    package func list() throws(RoutesError) -> [FoundPiece] {
        var found: Set<FoundPiece> = []
        try search { (attachment, message) throws(RoutesError) in
            guard found.count < limits.names else {
                throw RoutesError(.tooMuch, "the messages have too many attachments")
            }
            found.insert(FoundPiece(name: attachment.name, size: attachment.size, stamp: message))
            return false
        }
        return found.sorted { left, right in
            let names = (left.name.text, right.name.text)
            guard names.0 == names.1 else { return names.0.utf8.lexicographicallyPrecedes(names.1.utf8) }
            return (left.stamp ?? "").utf8.lexicographicallyPrecedes((right.stamp ?? "").utf8)
        }
    }

    /// Collects a piece, see ``Transport/fetch(_:into:from:limit:)``: of several of the name the latest.
    package func fetch(
        _ name: PieceName, into file: borrowing Descriptor, from offset: UInt64, limit: FetchLimit
    ) throws(RoutesError) -> UInt64 {
        try collect(name, message: nil, into: file, from: offset, limit: limit)
    }

    /// Collects a piece from the message with which it was listed.
    package func fetch(
        _ piece: FoundPiece, into file: borrowing Descriptor, from offset: UInt64, limit: FetchLimit
    ) throws(RoutesError) -> UInt64 {
        try collect(piece.name, message: piece.stamp, into: file, from: offset, limit: limit)
    }

    private func collect(
        _ name: PieceName, message wanted: String?, into file: borrowing Descriptor, from offset: UInt64,
        limit: FetchLimit
    ) throws(RoutesError) -> UInt64 {
        var bytes: [UInt8]?
        var failure: RoutesError?
        try search { (attachment, message) throws(RoutesError) in
            guard attachment.name == name, wanted == nil || wanted == message else { return false }
            do throws(RoutesError) { bytes = try attachment.bytes() } catch { failure = error }
            return bytes != nil
        }
        guard let bytes else {
            throw failure ?? RoutesError(.notFound, "no message brought this piece", file: name.text)
        }
        guard UInt64(bytes.count) <= limit.bytes else {
            throw RoutesError(.tooMuch, "the attachment is longer than a piece may be")
        }
        guard let start = Int(exactly: offset), start <= bytes.count else {
            throw RoutesError(.mismatch, "the piece is shorter than what was collected", file: name.text)
        }
        try keep(Array(bytes[start...]), in: file, at: offset, limit)
        return UInt64(bytes.count)
    }

    /// A message that was cut off was not sent: nothing is left.
    package func removeLeftover(of piece: OutgoingPiece, as name: PieceName) throws(RoutesError) -> Bool { false }

    /// Goes through the messages, the latest first, until it is told to stop. What is no message, or too long, is left out.
    /// - Parameter visit: is told the attachment, and the message's own name, which stays when it is moved or was read (maildir(5)).
    private func search(_ visit: (MailAttachment, String) throws(RoutesError) -> Bool) throws(RoutesError) {
        guard let maildir = settings.maildir else {
            throw RoutesError(
                .unsupported, "the route has no Maildir to collect from", advice: "name it in the book of routes")
        }
        for folder in ["new", "cur"] {
            let opened = try open(maildir.appending(folder))
            let names = try system { () throws(SystemError) in try opened.names() }
            guard names.count <= limits.names else { throw RoutesError(.tooMuch, "the Maildir has too many messages") }
            for name in names.reversed() {
                guard let message = try read(Path(name), in: opened), let part = MIMEPart(message[...]) else {
                    continue
                }
                let own = String(decoding: name.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
                for attachment in part.attachments() where try visit(attachment, own) { return }
            }
        }
    }

    private func open(_ folder: Path) throws(RoutesError) -> Descriptor {
        do { return try Descriptor.open(folder, [.readOnly, .folder]) } catch {
            guard error.code == .notFound else { throw RoutesError(error) }
            throw RoutesError(.down, "the Maildir is not there", file: folder.string)
        }
    }

    private func read(_ name: Path, in folder: borrowing Descriptor) throws(RoutesError) -> [UInt8]? {
        do {
            try Interruption.check()
            let file = try Descriptor.open(name, in: folder, [.readOnly, .noFollow, .nonBlocking])
            guard try file.metadata().kind == .file else { return nil }
            return try file.readToEnd(limit: Int(clamping: settings.limit))
        } catch {
            // Another program may have moved the message meanwhile.
            if [.notFound, .tooLarge].contains(error.code) || error.isLink { return nil }
            throw RoutesError(error)
        }
    }

    /// sysexits(3), which sendmail programs keep to.
    private static func check(_ result: Command.Result) throws(RoutesError) {
        switch result.status {
        case 0: return
        case 75, 69: throw RoutesError(.down, "the mail system cannot take the message now", said: result.errors)
        case 67, 68: throw RoutesError(.wrongRemote, "the mail system knows no such address", said: result.errors)
        case 77: throw RoutesError(.refused, "the mail system does not allow it", said: result.errors)
        default: throw RoutesError(.programFailed, "the mail system refused the message", said: result.errors)
        }
    }
}
