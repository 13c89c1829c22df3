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
