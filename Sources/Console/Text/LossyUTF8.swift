/// Takes bytes apart into characters and single bytes that belong to none.
struct LossyUTF8 {
    enum Part: Equatable {
        case scalar(Unicode.Scalar)
        case invalid(UInt8)
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    mutating func next() -> Part? {
        guard position < bytes.count else { return nil }
        let first = bytes[position]
        let length = Self.length(first)
        let end = min(position + length, bytes.count)
        guard let scalar = Self.scalar(bytes[position..<end], length) else {
            position += 1
            return .invalid(first)
        }
        position = end
        return .scalar(scalar)
    }

    /// Bytes of a sequence with this first byte (RFC 3629, 4). Whether they are valid is the decoder's to say.
    private static func length(_ first: UInt8) -> Int {
        switch first {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }

    private static func scalar(_ bytes: ArraySlice<UInt8>, _ length: Int) -> Unicode.Scalar? {
        guard bytes.count == length, let text = String(validating: bytes, as: UTF8.self) else { return nil }
        return text.unicodeScalars.first
    }
}
