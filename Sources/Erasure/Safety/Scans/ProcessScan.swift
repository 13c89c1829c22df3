import Glibc
import SystemIO

/// Processes that have a device open, or mapped into memory.
struct ProcessScan {
    let reach: Reach
    let graph: BlockGraph
    let roots: SystemRoots
    /// Descriptors of this process that are ours for erasing.
    let own: Set<Int32>

    /// What a search found.
    struct Findings {
        var holdings: [Holding] = []
        var gaps: [ScanGap] = []
        /// Every process that was visible.
        var processes: [Int32] = []
    }

    func findings() throws(ErasureError) -> Findings {
        var findings = Findings()
        if roots.linkTarget(roots.proc.appending("self/ns/pid")) != Self.firstNamespace {
            findings.gaps.append(.otherNamespaces)
        }
        var seen: Set<Int32> = []
        // Who starts while we look is looked at too; whoever starts faster than that for ever is not waited for.
        for _ in 0..<8 {
            let new = try processes().filter { seen.insert($0).inserted }
            if new.isEmpty { break }
            for process in new { examine(process, &findings) }
        }
        // This process is one, so that a list without any is none.
        guard !seen.isEmpty else {
            throw ErasureError(.badSystemView, "read", "no process is listed", path: roots.proc)
        }
        findings.processes = seen.sorted()
        return findings
    }

    /// The first process namespace has this number always (PROC_PID_INIT_INO of linux/proc_ns.h).
    private static let firstNamespace = "pid:[4026531836]"

    private func processes() throws(ErasureError) -> [Int32] {
        try roots.names(roots.proc).compactMap { Int32($0) }
    }

    /// Whatever keeps us from looking into a process is a gap that names it: no permission, or a filesystem that is dead.
    private func examine(_ process: Int32, _ findings: inout Findings) {
        let folder = roots.proc.appending("\(process)")
        var uses: Set<Use> = []
        do throws(ErasureError) {
            for place in [folder] + (try threads(process, folder)) {
                try openFiles(place, isOurs: process == getpid(), &uses)
            }
            uses.formUnion(try mappings(folder))
        } catch { findings.gaps.append(.process(process, name(folder))) }
        findings.holdings += uses.map { holding(process, folder, $0) }
    }

    /// What a process uses, and as what.
    private struct Use: Hashable {
        let part: String
        let isBackingFile: Bool
    }

    private func holding(_ process: Int32, _ folder: Path, _ use: Use) -> Holding {
        Holding(
            use.isBackingFile ? .backingFile : .process, use.part, by: name(folder), process: process,
            release: ReleaseCommand("kill", "\(process)"))
    }

    private func name(_ folder: Path) -> String { roots.text(folder.appending("comm")) ?? "?" }

    /// The threads that have descriptors of their own.
    private func threads(_ process: Int32, _ folder: Path) throws(ErasureError) -> [Path] {
        let tasks = folder.appending("task")
        return try roots.names(tasks).filter { name in
            guard let thread = Int32(name), thread != process else { return false }
            return !shareFiles(process, thread)
        }.map { tasks.appending($0) }
    }

    // MARK: Open files

    /// Goes on after a file that cannot be looked at, and fails then.
    private func openFiles(_ folder: Path, isOurs: Bool, _ uses: inout Set<Use>) throws(ErasureError) {
        let files = folder.appending("fd")
        var failure: ErasureError?
        for name in try roots.names(files) {
            if isOurs, let number = Int32(name), own.contains(number) { continue }
            do { if let use = try use(files.appending(name)) { uses.insert(use) } } catch { failure = error }
        }
        if let failure { throw failure }
    }

    private func use(_ link: Path) throws(ErasureError) -> Use? {
        let file: FileMetadata
        do { file = try link.metadataInMemory() } catch {
            guard error.isAbsence else { throw ErasureError(error, path: link) }
            // Closed meanwhile, unless the link still says what it leads to.
            return roots.linkTarget(link).flatMap { named($0) }
        }
        if let node = file.node, file.kind == .special(.blockDevice) { return part(reach.touched[node]) }
        if let node = file.node { return part(reach.characters[node]) }
        guard let backing = reach.backing, DeviceNumber(file.identity.device) == backing.device,
            file.identity.inode == backing.inode
        else { return nil }
        return Use(part: reach.target.name, isBackingFile: true)
    }

    private func part(_ name: String?) -> Use? { name.map { Use(part: $0, isBackingFile: false) } }

    private func named(_ path: String) -> Use? { part(reach.device(at: Path(path), graph, roots)) }

    // MARK: Mapped files

    /// A device that was mapped into memory stays open when its descriptor is closed; proc_pid_maps(5).
    private func mappings(_ folder: Path) throws(ErasureError) -> [Use] {
        guard let text = try roots.bytes(folder.appending("maps")) else { return [] }
        var paths: Set<String> = []
        for line in text.split(separator: 10) {
            guard let slash = line.firstIndex(of: UInt8(ascii: "/")), line[slash...].starts(with: "/dev/".utf8)
            else { continue }
            let path = String(decoding: line[slash...], as: UTF8.self)
            paths.insert(path.hasSuffix(" (deleted)") ? String(path.dropLast(10)) : path)
        }
        return paths.sorted().compactMap { named($0) }
    }
}
