import Cryptography
import SystemIO

/// Where a passphrase comes from. Never from an argument or the environment, where other processes can read it.
package enum PassphraseSource: Hashable, Sendable {
    /// Asked for on the controlling terminal.
    case terminal
    /// The first line of a file.
    case file(Path)
    /// The next line of a descriptor that the process was started with.
    /// - option: that which gave it, for errors.
    case descriptor(Int32, option: String = "--passphrase-fd")
}

/// Passphrases as bytes that only ever lie in a ``Secret``.
package enum Passphrase {
    /// The longest passphrase, in bytes.
    package static let limit = 1_024

    /// The next line of a descriptor, without its LF or CR LF. It is read byte by byte, so that what follows the line
    /// stays for the next reader.
    /// - Parameter beforeRead: called before each byte, to wait or to stop.
    /// - Throws: ``TerminalError`` with `missing` at the end of input, `empty`, `tooLong` or `system`.
    static func line(
        from descriptor: borrowing Descriptor, beforeRead: (borrowing Descriptor) throws(SystemError) -> Void = { _ in }
    ) throws(TerminalError) -> Secret {
        var count = 0
        // Room for a CR that turns out to end the line, and for one byte that is too many.
        let room = try wrapping { () throws(SystemError) in
            try Secret(count: limit + 2) { buffer throws(SystemError) in
                count = try readLine(descriptor, into: buffer, beforeRead)
            }
        }
        guard count >= 0 else { throw TerminalError(.missing) }
        let length = room.withUnsafeBytes { count > 0 && $0[count - 1] == carriageReturn ? count - 1 : count }
        guard length > 0 else { throw TerminalError(.empty) }
        guard length <= limit else { throw TerminalError(.tooLong) }
        return room.prefix(length)
    }

    /// - Returns: bytes before the line feed, the end of input or the end of the buffer; -1 if the input ends at once.
    private static func readLine(
        _ descriptor: borrowing Descriptor, into buffer: UnsafeMutableRawBufferPointer,
        _ beforeRead: (borrowing Descriptor) throws(SystemError) -> Void
    ) throws(SystemError) -> Int {
        for index in buffer.indices {
            try beforeRead(descriptor)
            let byte = UnsafeMutableRawBufferPointer(rebasing: buffer[index..<index + 1])
            guard try descriptor.read(into: byte) == 1 else { return index == 0 ? -1 : index }
            if byte[0] == lineFeed { return index }
        }
        return buffer.count
    }

    private static let lineFeed: UInt8 = 0x0A
    private static let carriageReturn: UInt8 = 0x0D

    /// The first line of a file. A file that others can read is used, with a warning.
    /// - Throws: ``TerminalError`` as for a line.
    static func file(_ path: Path, _ output: Output) throws(TerminalError) -> Secret {
        let file = try wrapping { () throws(SystemError) in try Descriptor.open(path, .readOnly) }
        let metadata = try wrapping { () throws(SystemError) in try file.metadata() }
        if metadata.kind == .file, metadata.mode & 0o077 != 0 { output.warn(.passphraseFileReadable, path) }
        do { return try line(from: file) } catch { throw error.at(path) }
    }

    /// Bytes are counted as the characters of UTF-8 that they begin.
    static func isShort(_ secret: borrowing Secret) -> Bool {
        secret.withUnsafeBytes { bytes in bytes.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 } } < shortest
    }

    /// A new passphrase with fewer characters is warned about (NIST SP 800-63B).
    static let shortest = 8

    /// A strong new passphrase: eight groups of four characters, 160 random bits. The alphabet has 32 characters without
    /// l, o, 0 and 1, which look alike.
    /// - Throws: ``CryptographyError`` if the system gives no random bytes.
    package static func generate() throws(CryptographyError) -> Secret {
        let random = try Secret(random: 32)
        return Secret(count: 8 * 4 + 7) { text in
            random.withUnsafeBytes { bytes in
                for (index, byte) in bytes.enumerated() {
                    let place = index + index / 4
                    // 32 divides 256: every character is equally likely.
                    text[place] = alphabet[Int(byte & 31)]
                    if index % 4 == 3, place + 1 < text.count { text[place + 1] = UInt8(ascii: "-") }
                }
            }
        }
    }

    static let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)
}
