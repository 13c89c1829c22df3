import SystemIO

extension UnlockedPackage {
    /// Writes the content of one file to a pipe, front to back. Every unit is verified before it is decrypted.
    /// - Parameters:
    ///   - path: the file; nil if the package holds just one file.
    ///   - name: what errors call the output.
    /// - Throws: `noSuchPath` if nothing has that path, or there is no file at all; `notFile` for a folder or link;
    ///   `severalFiles` if there is more than one and no path; otherwise as for ``extract``.
    package borrowing func write(
        _ path: [UInt8]?, of contents: borrowing Contents,
        to output: borrowing Descriptor, named name: Path? = nil, workers: Int, progress: Progress
    ) throws(PackageFormatError) {
        let range = try contentRange(of: path, contents)
        progress.expect(UInt64(range.count))
        var plaintext = try PlaintextReader(self)
        try contents.checkPadding(&plaintext)
        guard !range.isEmpty else { return }
        let size = UInt64(structure.geometry.plaintextPerStripe)
        let first = range.lowerBound / size
        let turns = OrderedTurns()
        let positions = PositionCounter(total: (range.upperBound - 1) / size - first + 1)
        try runWorkers(workers) { _ throws(PackageFormatError) in
            do throws(PackageFormatError) {
                var opener = try StripeOpener(self)
                while let position = positions.next() {
                    let stripe = first + position
                    let plaintext = try opener.open(stripe: stripe)
                    let part = range.clamped(to: stripe * size..<(stripe + 1) * size)
                    let bytes = plaintext[Int(part.lowerBound - stripe * size)..<Int(part.upperBound - stripe * size)]
                    guard turns.take(position) else { return }
                    // After an error it stays nobody's turn: what follows would leave a gap.
                    try system { () throws(SystemError) in
                        do throws(SystemError) {
                            try output.writeFully(UnsafeRawBufferPointer(rebasing: bytes))
                        } catch {
                            throw error.naming(name)
                        }
                    }
                    turns.done()
                    progress.add(bytes.count)
                }
            } catch {
                positions.stop()
                turns.cancel()
                throw error
            }
        }
    }

    private borrowing func contentRange(
        of path: [UInt8]?, _ contents: borrowing Contents
    ) throws(PackageFormatError) -> Range<UInt64> {
        var found: Range<UInt64>?
        var count = 0
        var end: UInt64 = 0
        var isOtherKind = false
        try forEachEntry(of: contents) { entry throws(PackageFormatError) in
            defer { end += entry.size }
            guard path == nil || path == entry.path else { return }
            guard case .file(let size) = entry.node else { return isOtherKind = path != nil }
            found = end..<end + size
            count += 1
        }
        if count > 1 { throw PackageFormatError(.severalFiles, "\(count)") }
        if isOtherKind { throw PackageFormatError(.notFile, "a folder or symbolic link", path: path) }
        guard let found else { throw PackageFormatError(.noSuchPath, "no such file in the package", path: path) }
        return found
    }
}
