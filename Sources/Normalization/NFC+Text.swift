/// Whether the bytes are valid UTF-8 in normalisation form C.
package func isNFC(_ utf8: UnsafeRawBufferPointer) -> Bool {
    guard utf8.contains(where: { $0 >= 0x80 }) else { return true }
    return withUnsafeTemporaryAllocation(byteCount: nfcCapacity(forCount: utf8.count), alignment: 1) { room in
        guard let count = normalizeNFC(utf8, into: room) else { return false }
        return utf8.elementsEqual(room[..<count])
    }
}

/// Whether the bytes are valid UTF-8 in normalisation form C.
package func isNFC(_ utf8: [UInt8]) -> Bool { utf8.withUnsafeBytes { isNFC($0) } }

/// Whether the text is in normalisation form C.
package func isNFC(_ text: String) -> Bool { isNFC(Array(text.utf8)) }

/// The text in normalisation form C. Not for secrets.
package func nfc(_ text: String) -> String {
    let utf8 = Array(text.utf8)
    return utf8.withUnsafeBytes { source in
        withUnsafeTemporaryAllocation(byteCount: nfcCapacity(forCount: source.count), alignment: 1) { room in
            // A String is valid UTF-8 and the room is enough, so that only memory exhaustion inside the library is left.
            guard let count = normalizeNFC(source, into: room) else { return text }
            return String(decoding: room[..<count], as: UTF8.self)
        }
    }
}
