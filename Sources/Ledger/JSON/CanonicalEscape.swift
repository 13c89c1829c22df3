/// Escapes in strings of canonical JSON: `\"`, `\\`, and `\u00xx` for control characters of ASCII.
enum CanonicalEscape {
    /// Length of `\u00xx`.
    static let count = 6

    /// The character that `\u00xx` at an offset stands for; nil for anything else, also for capital digits.
    static func value(_ text: UnsafeRawBufferPointer, at offset: Int) -> UInt8? {
        guard text.count - offset >= count, text[offset + 2] == UInt8(ascii: "0"),
            text[offset + 3] == UInt8(ascii: "0"),
            let high = digit(text[offset + 4]), let low = digit(text[offset + 5])
        else { return nil }
        return high << 4 | low
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    /// What a string that was scanned stands for.
    static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count)
        var offset = 0
        while offset < text.count {
            guard text[offset] == UInt8(ascii: "\\"), offset + 1 < text.count else {
                decoded.append(text[offset])
                offset += 1
                continue
            }
            if let control = value(text, at: offset), text[offset + 1] == UInt8(ascii: "u") {
                decoded.append(control)
                offset += count
            } else {
                decoded.append(text[offset + 1])
                offset += 2
            }
        }
        return decoded
    }
}
