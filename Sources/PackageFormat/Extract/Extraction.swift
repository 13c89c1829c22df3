import Label
import Synchronization
import SystemIO

/// What was extracted.
package struct ExtractionSummary: Sendable {
    /// Regular files.
    package internal(set) var files: UInt64 = 0
    /// Folders.
    package internal(set) var folders: UInt64 = 0
    /// Symbolic links.
    package internal(set) var links: UInt64 = 0
    /// Bytes of all files' contents.
    package internal(set) var bytes: UInt64 = 0
    /// The first path components, in order: what appears in the chosen folder.
    package internal(set) var topLevel: [[UInt8]] = []
}

extension UnlockedPackage {
    /// Writes the selected entries below `root`, which nothing else uses. Every unit is verified before it is decrypted, and
    /// what was written is whole only when this returns.
    /// - Throws: `noSuchPath`, `badIndex`, `damaged`, `system`.
    package borrowing func extract(
        _ contents: borrowing Contents, _ selection: Selection,
        to root: borrowing ExtractionRoot, workers: Int, progress: Progress
    ) throws(PackageFormatError) -> ExtractionSummary {
        let summary = try survey(contents, selection)
        progress.expect(summary.bytes)
        try writeFiles(contents, selection, to: root, workers: workers, progress: progress)
        try LinksAndMetadata(structure.geometry, selection).run(self, contents, root)
        return summary
    }

    /// Counts what is selected, and checks that everything asked for is there.
    borrowing func survey(
        _ contents: borrowing Contents, _ selection: Selection
    ) throws(PackageFormatError) -> ExtractionSummary {
        var summary = ExtractionSummary()
        var named: Set<[UInt8]> = []
        try forEachEntry(of: contents) { entry throws(PackageFormatError) in
            guard selection.contains(entry) else { return }
            try Self.refuseLabelRecord(entry)
            if selection.names(entry.path) { named.insert(entry.path) }
            summary.count(entry)
        }
        if let missing = selection.missing(among: named) {
            throw PackageFormatError(.noSuchPath, "no such file in the package", path: missing)
        }
        return summary
    }

    /// A label comes with the package that it belongs to. A file that looks like the record of one would label other files,
    /// or these when they are sealed again, as its sender likes.
    private static func refuseLabelRecord(_ entry: Entry) throws(PackageFormatError) {
        guard entry.path.hasSuffix(LabelRecord.suffix) else { return }
        throw PackageFormatError(.refused, "a file called like the record of a label", path: entry.path)
    }

    private borrowing func writeFiles(
        _ contents: borrowing Contents, _ selection: Selection,
        to root: borrowing ExtractionRoot, workers: Int, progress: Progress
    ) throws(PackageFormatError) {
        let cursor = Mutex(try ExtractionCursor(self, contents, selection))
        try runWorkers(workers) { _ throws(PackageFormatError) in
            do throws(PackageFormatError) {
                var opener = try StripeOpener(self)
                while let claim = try Self.next(cursor, root) {
                    let plaintext = try opener.open(stripe: claim.stripe)
                    try claim.write(plaintext, to: root, progress: progress)
                }
            } catch {
                cursor.withLock { $0.stop() }
                throw error
            }
        }
    }

    private static func next(
        _ cursor: borrowing Mutex<ExtractionCursor>, _ root: borrowing ExtractionRoot
    ) throws(PackageFormatError) -> ExtractionClaim? {
        try cursor.withLock { (cursor) throws(PackageFormatError) in
            do throws(PackageFormatError) { return try cursor.claim(in: root) } catch {
                // Before another worker looks for what was not made.
                cursor.stop()
                throw error
            }
        }
    }
}

extension ExtractionSummary {
    fileprivate mutating func count(_ entry: Entry) {
        switch entry.node {
        case .file(let size):
            files += 1
            bytes += size
        case .folder: folders += 1
        case .link: links += 1
        }
        if entry.isTopLevel { topLevel.append(entry.path) }
    }
}

extension ExtractionClaim {
    func write(
        _ plaintext: UnsafeRawBufferPointer, to root: borrowing ExtractionRoot, progress: Progress
    ) throws(PackageFormatError) {
        guard UnsafeRawBufferPointer(rebasing: plaintext[zeros]).isZero else {
            throw PackageFormatError(.badIndex, "padding that is not zero", place: Place(.inside))
        }
        for segment in segments {
            let end = segment.stripeOffset + segment.count
            try segment.write(UnsafeRawBufferPointer(rebasing: plaintext[segment.stripeOffset..<end]), to: root)
            progress.add(segment.count)
        }
    }
}

extension ExtractedSegment {
    fileprivate func write(
        _ bytes: UnsafeRawBufferPointer, to root: borrowing ExtractionRoot
    ) throws(PackageFormatError) {
        try extracting(entry) { () throws(SystemError) in
            guard isWhole else {
                let file = try root.openFile(entry.path)
                try file.writeFully(bytes, at: fileOffset)
                return try file.close()
            }
            // A file that fills its stripe to the end may have been begun by the cursor, if it spans stripes; a whole one
            // never spans.
            let file = try root.createFile(entry.path)
            try file.writeFully(bytes, at: 0)
            try file.setMetadata(mode: entry.mode, modified: entry.modified)
            try file.close()
        }
    }
}
