import Cryptography

/// A message, or a part of one (RFC 2045, 2046), as it arrived: nobody vouches for it, and most mail is not ours.
struct MIMEPart {
    /// The deepest nesting of parts.
    static let depth = 5
    /// The most parts of one.
    static let parts = 100
    /// The longest header, in bytes.
    static let headerLimit = 65_536

    private let fields: [String: String]
    private let body: ArraySlice<UInt8>

    /// - Returns: nil for what has no header of its form.
    init?(_ bytes: ArraySlice<UInt8>) {
        var fields: [String: String] = [:]
        var rest = bytes
        var last: String?
        while let line = Self.line(&rest) {
            guard rest.startIndex - bytes.startIndex <= Self.headerLimit else { return nil }
            if line.isEmpty { break }
            if line.first == 32 || line.first == 9 {
                guard let last else { return nil }
                fields[last, default: ""] += " " + String(decoding: line, as: UTF8.self).trimmed
                continue
            }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            // The first of a name counts; a repeated one is kept apart, so that its further lines do not join the first.
            let key = fields[name] == nil ? name : "\(name) again"
            fields[key] = String(decoding: line[(colon + 1)...], as: UTF8.self).trimmed
            last = key
        }
        self.fields = fields
        body = rest
    }

    /// The pieces in it, and in its parts.
    func attachments(depth: Int = 0) -> [MailAttachment] {
        let type = MIMEField(fields["content-type"] ?? "text/plain")
        guard type.value.hasPrefix("multipart/") else { return attachment.map { [$0] } ?? [] }
        guard depth < Self.depth, let boundary = type.parameters["boundary"], (1...70).contains(boundary.utf8.count)
        else { return [] }
        return parts(boundary).flatMap { MIMEPart($0)?.attachments(depth: depth + 1) ?? [] }
    }

    private var attachment: MailAttachment? {
        let disposition = MIMEField(fields["content-disposition"] ?? "")
        guard disposition.value == "attachment", let text = disposition.fileName,
            let name = PieceName(found: Array(text.utf8)), fields["content-transfer-encoding"]?.lowercased() == "base64"
        else { return nil }
        return MailAttachment(name: name, encoded: body)
    }

    /// What stands between the lines of a boundary (RFC 2046, 5.1.1).
    private func parts(_ boundary: String) -> [ArraySlice<UInt8>] {
        let (middle, end) = (Array("--\(boundary)".utf8), Array("--\(boundary)--".utf8))
        var parts: [ArraySlice<UInt8>] = []
        var start: Int?
        var rest = body
        while parts.count < Self.parts {
            let before = rest.startIndex
            guard let line = Self.line(&rest) else { break }
            let isEnd = line.elementsEqual(end)
            guard isEnd || line.elementsEqual(middle) else { continue }
            if let start { parts.append(body[start..<before]) }
            if isEnd { break }
            start = rest.startIndex
        }
        return parts
    }

    /// The next line without its end.
    private static func line(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard !rest.isEmpty else { return nil }
        let end = rest.firstIndex(of: 10) ?? rest.endIndex
        let line = rest[rest.startIndex..<end]
        rest = rest[min(end + 1, rest.endIndex)...]
        return line.last == 13 ? line.dropLast() : line
    }
}

/// A piece in a message.
struct MailAttachment {
    let name: PieceName
    fileprivate let encoded: ArraySlice<UInt8>

    /// Its bytes.
    /// - Throws: `malformed` for anything but base 64 and ends of lines.
    func bytes() throws(RoutesError) -> [UInt8] {
        guard let bytes = Base64.decode(encoded.filter { $0 != 10 && $0 != 13 }) else {
            throw RoutesError(
                .malformed, "the attachment is not whole base 64", advice: "have the piece sent again", file: name.text)
        }
        return bytes
    }

    /// How many bytes it has, by the count of its characters.
    var size: UInt64 {
        let characters = encoded.count { $0 != 10 && $0 != 13 }
        let pads = encoded.suffix(6).count { $0 == UInt8(ascii: "=") }
        return UInt64(max(characters / 4 * 3 - pads, 0))
    }
}

/// A field's value with its parameters (RFC 2045, 5.1; RFC 2231, 4).
struct MIMEField {
    let value: String
    private(set) var parameters: [String: String] = [:]

    init(_ text: String) {
        var rest = Substring(text)
        value = String(rest.prefix { $0 != ";" }).trimmed.lowercased()
        rest = rest.drop { $0 != ";" }
        while rest.popFirst() == ";" {
            rest = rest.drop { $0 == " " || $0 == "\t" }
            let name = String(rest.prefix { $0 != "=" && $0 != ";" }).trimmed.lowercased()
            rest = rest.drop { $0 != "=" && $0 != ";" }
            guard rest.popFirst() == "=" else { return }
            let value = Self.word(&rest)
            if parameters[name] == nil { parameters[name] = value }
            rest = rest.drop { $0 != ";" }
        }
    }

    /// The name of the file: in UTF-8 by percent, or as it is.
    var fileName: String? {
        guard let extended = parameters["filename*"] else { return parameters["filename"] }
        guard extended.lowercased().hasPrefix("utf-8''") else { return nil }
        return PercentEncoding.decoded(extended.dropFirst(7))
    }

    private static func word(_ rest: inout Substring) -> String {
        guard rest.first == "\"" else {
            let word = rest.prefix { $0 != ";" && $0 != " " && $0 != "\t" }
            rest = rest.dropFirst(word.count)
            return String(word)
        }
        rest.removeFirst()
        var word = ""
        while let character = rest.popFirst(), character != "\"" {
            if character == "\\" {
                if let escaped = rest.popFirst() { word.append(escaped) }
            } else {
                word.append(character)
            }
        }
        return word
    }
}

extension String {
    /// Without spaces and tabs at both ends.
    fileprivate var trimmed: String {
        let head = drop { $0 == " " || $0 == "\t" }
        return String(head.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
