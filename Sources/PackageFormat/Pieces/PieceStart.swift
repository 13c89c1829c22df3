import SystemIO

/// The first bytes of a piece, to tell early what cannot be one.
package enum PieceStart {
    /// Looks at magic and header length.
    /// - Parameter block: the first bytes, as many as there are.
    /// - Throws: `notAPackage`, `tooLarge`.
    package static func check(_ block: UnsafeRawBufferPointer) throws(PackageFormatError) {
        guard !block.isEmpty, Format.magic.starts(with: block.prefix(Format.magic.count)) else {
            let reason = block.isEmpty ? "the file is empty" : "the first bytes are not those of a package"
            throw PackageFormatError(.notAPackage, reason, place: Place(.magic, offset: 0))
        }
        guard block.count >= Format.prefixSize else { return }
        let length = unsigned(block[Format.magic.count..<Format.prefixSize])
        guard (1...UInt64(Format.maximumHeaderSize)).contains(length) else {
            throw PackageFormatError(
                .tooLarge, "header length \(length)", place: Place(.magic, offset: UInt64(Format.magic.count)))
        }
    }
}

extension PieceStart {
    /// The copies of the header that can be read in a file, at most two, the first one first: to sort files before they are
    /// looked at closely.
    package static func headers(of file: borrowing Descriptor) throws(PackageFormatError) -> [PieceHeader] {
        [try header(of: file), try headerCopy(of: file)].compactMap(\.self)
    }

    private static func header(of file: borrowing Descriptor) throws(PackageFormatError) -> PieceHeader? {
        let prefix = try bytes(Format.prefixSize, of: file, at: 0)
        guard prefix.count == Format.prefixSize else { return nil }
        let length = unsigned(prefix.suffix(4))
        guard length <= UInt64(Format.maximumHeaderSize) else { return nil }
        return parsed(try bytes(Int(length), of: file, at: UInt64(Format.prefixSize)))
    }

    private static func headerCopy(of file: borrowing Descriptor) throws(PackageFormatError) -> PieceHeader? {
        let size = try system { () throws(SystemError) in try file.metadata().size }
        guard size >= UInt64(Format.tailSize) else { return nil }
        let end = try bytes(Format.tailSize, of: file, at: size - UInt64(Format.tailSize))
        guard let tail = try? Tail(encoded: end) else { return nil }
        let behind = tail.headerLength + tail.trailerLength + UInt64(Format.tailSize)
        let (distance, overflow) = tail.hashSectionLength.addingReportingOverflow(behind)
        guard !overflow, distance <= size else { return nil }
        return parsed(try bytes(Int(tail.headerLength), of: file, at: size - distance))
    }

    private static func parsed(_ encoded: [UInt8]) -> PieceHeader? {
        do { return try PieceHeader(encoded: encoded) } catch { return nil }
    }

    /// Whether a file begins or ends as packages do.
    package static func isSeen(in file: borrowing Descriptor) throws(PackageFormatError) -> Bool {
        if try bytes(Format.magic.count, of: file, at: 0) == Format.magic { return true }
        let size = try system { () throws(SystemError) in try file.metadata().size }
        let end = UInt64(Format.tailMagic.count)
        return size >= end ? try bytes(Format.tailMagic.count, of: file, at: size - end) == Format.tailMagic : false
    }

    /// As many bytes as there are, at most `count`.
    private static func bytes(
        _ count: Int, of file: borrowing Descriptor, at offset: UInt64
    ) throws(PackageFormatError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        do throws(SystemError) {
            try bytes.withMutableRawBytes { buffer throws(SystemError) in
                filled = try file.readUpToFull(into: buffer, at: offset)
            }
        } catch { throw PackageFormatError(error) }
        return Array(bytes.prefix(filled))
    }
}
