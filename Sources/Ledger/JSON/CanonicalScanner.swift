import Normalization

/// Reads canonical JSON strictly and keeps where each value stands. It accepts exactly what the writer writes, so that to
/// accept a text is to know that encoding it again gives the same bytes.
///
/// One scanner serves for many texts, and needs memory for the longest only.
struct CanonicalScanner {
    private(set) var tokens: [CanonicalToken] = []
    private var position = 0

    /// What is wrong, and where. Small, because it is handed through every level.
    struct Failure: Error {
        let code: LedgerError.Code
        let reason: StaticString
        let offset: Int

        var error: LedgerError { LedgerError(code, reason.description, offset: offset) }
    }

    /// - Throws: ``LedgerError/Code/malformed``, ``LedgerError/Code/notCanonical`` or ``LedgerError/Code/tooLarge``.
    mutating func scan(
        _ bytes: [UInt8], limit: Int = CanonicalJSON.maximumCount
    ) throws(LedgerError) {
        let failure = bytes.withUnsafeBytes { text in attempt(text, limit: limit) }
        if let failure { throw failure.error }
    }

    /// - Returns: nil if the text is canonical; ``tokens`` then describe it.
    mutating func attempt(
        _ text: UnsafeRawBufferPointer, limit: Int = CanonicalJSON.maximumCount
    ) -> Failure? {
        tokens.removeAll(keepingCapacity: true)
        position = 0
        do throws(Failure) {
            guard text.count <= limit else {
                throw Failure(code: .tooLarge, reason: "more bytes than allowed", offset: limit)
            }
            try value(text, depth: 0)
            guard position == text.count else { throw malformed("bytes behind the end") }
            return nil
        } catch {
            return error
        }
    }

    /// Forgets the tokens, which after a failure describe half a text.
    mutating func clear() { tokens.removeAll(keepingCapacity: true) }

    private func malformed(_ reason: StaticString) -> Failure {
        Failure(code: .malformed, reason: reason, offset: position)
    }

    private func notCanonical(_ reason: StaticString) -> Failure {
        Failure(code: .notCanonical, reason: reason, offset: position)
    }

    // MARK: Values

    private mutating func value(_ text: UnsafeRawBufferPointer, depth: Int) throws(Failure) {
        switch try peek(text) {
        case UInt8(ascii: "\""): try string(text)
        case UInt8(ascii: "{"): try container(.object, text, depth + 1)
        case UInt8(ascii: "["): try container(.array, text, depth + 1)
        case UInt8(ascii: "t"): try word("true", true, text)
        case UInt8(ascii: "f"): try word("false", false, text)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try integer(text)
        case 0x20, 0x09, 0x0A, 0x0D: throw notCanonical("white space")
        case UInt8(ascii: "n"): throw notCanonical("null or another word")
        default: throw malformed("no value begins here")
        }
    }

    private func peek(_ text: UnsafeRawBufferPointer) throws(Failure) -> UInt8 {
        guard position < text.count else { throw malformed("the text ends too early") }
        return text[position]
    }

    private mutating func container(
        _ kind: CanonicalToken.Kind, _ text: UnsafeRawBufferPointer, _ depth: Int
    ) throws(Failure) {
        guard depth <= CanonicalJSON.maximumDepth else {
            throw Failure(code: .tooLarge, reason: "more than 8 levels", offset: position)
        }
        let index = tokens.count
        tokens.append(CanonicalToken(kind: kind, start: Int32(position)))
        position += 1
        let close = kind == .object ? UInt8(ascii: "}") : UInt8(ascii: "]")
        if try peek(text) != close {
            try contents(kind, text, depth)
            guard try peek(text) == close else { throw unexpectedBetween(text) }
        }
        position += 1
        tokens[index].end = Int32(position)
        tokens[index].next = Int32(tokens.count)
    }

    private mutating func contents(
        _ kind: CanonicalToken.Kind, _ text: UnsafeRawBufferPointer, _ depth: Int
    ) throws(Failure) {
        var last = 0..<0
        while true {
            if kind == .object { last = try key(text, after: last) }
            try value(text, depth: depth)
            guard try peek(text) == UInt8(ascii: ",") else { return }
            position += 1
        }
    }

    private func unexpectedBetween(_ text: UnsafeRawBufferPointer) -> Failure {
        let isSpace = [0x20, 0x09, 0x0A, 0x0D].contains(text[position])
        return isSpace ? notCanonical("white space") : malformed("neither a comma nor the end of an object or array")
    }

    private mutating func word(_ word: StaticString, _ value: Bool, _ text: UnsafeRawBufferPointer) throws(Failure) {
        let count = word.utf8CodeUnitCount
        guard text.count - position >= count,
            UnsafeRawBufferPointer(rebasing: text[position..<position + count])
                .elementsEqual(UnsafeRawBufferPointer(start: word.utf8Start, count: count))
        else { throw malformed("an unknown word") }
        append(.flag, position, position + count, value)
        position += count
    }

    private mutating func append(_ kind: CanonicalToken.Kind, _ start: Int, _ end: Int, _ mark: Bool) {
        let next = Int32(tokens.count + 1)
        tokens.append(CanonicalToken(kind: kind, mark: mark, start: Int32(start), end: Int32(end), next: next))
    }

    private mutating func integer(_ text: UnsafeRawBufferPointer) throws(Failure) {
        let start = position
        let isNegative = text[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let first = position
        var magnitude = 0
        while position < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[position]) {
            magnitude = magnitude * 10 + Int(text[position] - UInt8(ascii: "0"))
            guard magnitude <= CanonicalJSON.maximumInteger else { throw malformed("an integer beyond 2^53 - 1") }
            position += 1
        }
        guard position > first else { throw malformed("a sign without digits") }
        let hasLeadingZero = text[first] == UInt8(ascii: "0") && (position > first + 1 || isNegative)
        if hasLeadingZero { throw notCanonical("a leading zero, or a sign before 0") }
        if position < text.count, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(text[position]) {
            throw notCanonical("a fraction or an exponent")
        }
        append(.integer, start, position, isNegative)
    }

    // MARK: Strings

    /// Reads a key and its colon.
    /// - Returns: where the key stands.
    private mutating func key(_ text: UnsafeRawBufferPointer, after last: Range<Int>) throws(Failure) -> Range<Int> {
        guard try peek(text) == UInt8(ascii: "\"") else { throw unexpectedBetween(text) }
        let start = position + 1
        var end = start
        while end < text.count, text[end] != UInt8(ascii: "\"") {
            guard (0x20...0x7E).contains(text[end]), text[end] != UInt8(ascii: "\\") else {
                throw notCanonical("a key with other than printable ASCII")
            }
            end += 1
        }
        guard end + 1 < text.count else { throw malformed("the text ends too early") }
        guard (1...64).contains(end - start) else { throw notCanonical("a key of no or more than 64 bytes") }
        guard last.isEmpty || isAscending(text, last, start..<end) else {
            throw notCanonical("keys that are not in ascending order, each once")
        }
        append(.string, start, end, false)
        position = end + 1
        guard text[position] == UInt8(ascii: ":") else { throw malformed("no colon behind a key") }
        position += 1
        return start..<end
    }

    private func isAscending(_ text: UnsafeRawBufferPointer, _ left: Range<Int>, _ right: Range<Int>) -> Bool {
        var index = 0
        let common = min(left.count, right.count)
        while index < common {
            let (first, second) = (text[left.lowerBound + index], text[right.lowerBound + index])
            if first != second { return first < second }
            index += 1
        }
        return left.count < right.count
    }

    private mutating func string(_ text: UnsafeRawBufferPointer) throws(Failure) {
        position += 1
        let start = position
        var hasEscapes = false
        var isSurelyNormal = true
        while true {
            let byte = try peek(text)
            switch byte {
            case UInt8(ascii: "\""):
                append(.string, start, position, hasEscapes)
                if !isSurelyNormal { try checkNormal(text, start..<position, hasEscapes) }
                position += 1
                return
            case UInt8(ascii: "\\"):
                try escape(text)
                hasEscapes = true
            case 0x20...0x7F: position += 1
            case 0x80...:
                guard let character = UTF8Character(text, at: position) else { throw malformed("not UTF-8") }
                position += character.count
                if !character.isSurelyNormal { isSurelyNormal = false }
            default: throw malformed("a control character")
            }
        }
    }

    private mutating func escape(_ text: UnsafeRawBufferPointer) throws(Failure) {
        guard position + 1 < text.count else { throw malformed("the text ends too early") }
        switch text[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): position += 2
        case let letter where CanonicalEscape.control(letter) != nil: position += 2
        case UInt8(ascii: "u"):
            guard let value = CanonicalEscape.value(text, at: position), value < 0x20,
                CanonicalEscape.letter(value) == nil
            else { throw notCanonical("an escape that is not needed, or not in its one form") }
            position += CanonicalEscape.count
        default: throw notCanonical("an escape that is not needed, or not in its one form")
        }
    }

    private func checkNormal(
        _ text: UnsafeRawBufferPointer, _ range: Range<Int>, _ hasEscapes: Bool
    ) throws(Failure) {
        let content = UnsafeRawBufferPointer(rebasing: text[range])
        // The letters of an escape must not be seen as ones that a combining mark joins.
        let isNormal = hasEscapes ? isNFC(CanonicalEscape.decode(content)) : isNFC(content)
        guard isNormal else { throw notCanonical("text that is not in normalisation form C") }
    }
}
