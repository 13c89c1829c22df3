import SystemIO

/// Reads the parts of files from the tree that was scanned.
struct SourceFiles: SegmentReader {
    let tree: SourceTree

    func read(_ segment: FileSegment, into buffer: UnsafeMutableRawBufferPointer) throws(PackageFormatError) {
        do throws(SystemError) {
            let file = try tree.open(segment.path, size: segment.size, modified: segment.modified)
            try file.readFully(into: buffer, at: segment.fileOffset)
            try file.checkUnchanged()
        } catch {
            throw PackageFormatError(error, path: segment.path)
        }
    }
}
