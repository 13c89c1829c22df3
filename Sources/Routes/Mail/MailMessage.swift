import Cryptography

/// A message with one piece: RFC 5322 with one body of RFC 2045 in base 64.
struct MailMessage {
    /// Bytes of the piece on one line of 76 characters (RFC 2045, 6.8).
    static let lineBytes: UInt64 = 57
    /// Room for the header and what servers on the way put before it.
    static let headerRoom: UInt64 = 4096

    /// The largest piece for a limit of messages: each line has 76 characters, CR and LF.
    static func capacity(_ limit: UInt64) -> UInt64 {
        limit > headerRoom ? (limit - headerRoom) / 78 * lineBytes : 0
    }

    /// The header and the empty line after it, as sendmail(8) takes it; date and identifier are its business.
    static func header(_ settings: MailSettings, _ piece: OutgoingPiece, _ name: PieceName) -> String {
        let from = settings.from.map { "From: \($0)\n" } ?? ""
        let mark = hexadecimal(piece.digest.prefix(8))
        return """
            \(from)To: \(settings.address)
            Subject: Fubako \(mark)
            MIME-Version: 1.0
            Content-Type: application/octet-stream
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment; filename*=UTF-8''\(encoded(name.text))


            """
    }

    /// As RFC 8187 writes a name that may hold anything: attribute characters as they are, others by percent.
    private static func encoded(_ name: String) -> String {
        let plain = Set("!#$&+-.^_`|~".utf8)
        return name.utf8.map { byte in
            let isPlain = 48...57 ~= byte || 65...90 ~= byte || 97...122 ~= byte || plain.contains(byte)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + hexadecimal([byte]).uppercased()
        }.joined()
    }

    /// Lines of base 64.
    static func lines(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: Int(lineBytes)) {
            text += Base64.encode(Array(bytes[start..<min(start + Int(lineBytes), bytes.count)])).utf8
            text.append(10)
        }
        return text
    }
}
