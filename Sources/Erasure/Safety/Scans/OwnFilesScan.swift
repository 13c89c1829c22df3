import SystemIO

/// What must survive an erasure: what the system runs from, and what this run needs.
struct OwnFilesScan {
    let reach: Reach
    let graph: BlockGraph
    let roots: SystemRoots
    /// Files and folders: journal, state folder, where evidence goes.
    let protected: [Path]

    func holdings() throws(ErasureError) -> [Holding] {
        var found: [Holding] = []
        for folder in MountScan.system.sorted() { found += try holdings(Path(folder), .system, mayBeAbsent: true) }
        found += try holdings(roots.proc.appending("self/exe"), .ownFiles, mayBeAbsent: true)
        for path in protected { found += try holdings(path, .ownFiles, mayBeAbsent: false) }
        return found
    }

    private func holdings(
        _ path: Path, _ kind: Holding.Kind, mayBeAbsent: Bool
    ) throws(ErasureError) -> [Holding] {
        let file: FileMetadata
        do { file = try path.metadata() } catch {
            if mayBeAbsent, error.isAbsence { return [] }
            throw ErasureError(error, path: path)
        }
        return try FileHome(graph: graph, roots: roots).parts(of: file.identity, in: reach).map {
            Holding(kind, $0, by: path.string)
        }
    }
}
