/// Escapes in strings of canonical JSON, those of RFC 8785, 3.2.2.2: `\"`, `\\`, `\b`, `\t`, `\n`, `\f`, `\r`, and
/// `\u00xx` for the other characters below U+0020.
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

    /// The letter behind the backslash for a control character that has one.
    static func letter(_ control: UInt8) -> UInt8? {
        switch control {
        case 0x08: UInt8(ascii: "b")
        case 0x09: UInt8(ascii: "t")
        case 0x0A: UInt8(ascii: "n")
        case 0x0C: UInt8(ascii: "f")
        case 0x0D: UInt8(ascii: "r")
        default: nil
        }
    }

    /// The control character that a letter stands for; nil for a letter that stands for none.
    static func control(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "r"): 0x0D
        default: nil
        }
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
                decoded.append(control(text[offset + 1]) ?? text[offset + 1])
                offset += 2
            }
        }
        return decoded
    }
}
