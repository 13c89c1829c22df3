import SystemIO

/// Decides whether a device may be written to. Nothing turns it off.
///
/// An exclusive open proves too little: it succeeds on a disk that backs a loop device, that a plain writer or a virtual
/// machine has open, or that another host shares. So everything that can use a device is looked at, and what cannot be found
/// out counts as in use.
package struct SafetyGate: Sendable {
    let roots: SystemRoots
    let protected: [Path]
    let patience: Duration

    /// - Parameters:
    ///   - protected: files and folders that this run needs, such as its journal: the devices they lie on are refused.
    ///   - patience: how long a device may be open in a process before that is a use of it. Daemons that watch drives open
    ///     each for a moment now and then.
    package init(protecting protected: [Path], roots: SystemRoots = .real, patience: Duration = .seconds(2)) {
        self.roots = roots
        self.protected = protected
        self.patience = patience
    }

    /// What speaks against writing to the device at a path, without opening it for writing: for lists and plans.
    /// - Throws: `notBlockDevice`, `noDevice`, `system`.
    package func judge(_ path: Path) throws(ErasureError) -> SafetyVerdict {
        let number: DeviceNumber?
        do { number = try path.blockDevice() } catch {
            throw ErasureError(error, error.isAbsence ? .noDevice : .system, path: path)
        }
        guard let number else {
            throw ErasureError(.notBlockDevice, "stat", "this is no block device", path: path)
        }
        return try judge(number, own: [], path)
    }

    /// What speaks against writing to a device now; our own descriptors of it are no use of it.
    /// - Throws: `noDevice` if the kernel knows none with the number.
    package func judge(
        _ number: DeviceNumber, own: Set<Int32> = [], _ path: Path? = nil
    ) throws(ErasureError) -> SafetyVerdict {
        let graph = try BlockGraph(roots)
        guard let node = graph[number] else {
            throw ErasureError(.noDevice, "read", "the kernel has no such device", path: path)
        }
        return judge(node, graph, own: own)
    }

    func judge(_ node: BlockNode, _ graph: BlockGraph, own: Set<Int32>) -> SafetyVerdict {
        let reach = Reach(node, graph, roots)
        var verdict = SafetyVerdict(node.name)
        verdict.obstacles = ObstacleScan(node: node, roots: roots).obstacles()
        var processes: [Int32] = []
        verdict.collect { () throws(ErasureError) in
            let scan = ProcessScan(reach: reach, graph: graph, roots: roots, own: own)
            let findings = try scan.findings()
            processes = findings.processes
            return findings
        }
        verdict.collect { () throws(ErasureError) in
            try MountScan(reach: reach, graph: graph, roots: roots).holdings(processes)
        }
        verdict.collect { () throws(ErasureError) in
            try SwapScan(reach: reach, graph: graph, roots: roots).holdings()
        }
        verdict.collect { () throws(ErasureError) in
            try StackScan(reach: reach, graph: graph, roots: roots).holdings()
        }
        verdict.add(PoolScan(reach: reach, graph: graph, roots: roots).holdings())
        verdict.collect { () throws(ErasureError) in
            try NetworkScan(reach: reach, graph: graph, roots: roots).holdings()
        }
        verdict.collect { () throws(ErasureError) in
            try OwnFilesScan(reach: reach, graph: graph, roots: roots, protected: protected).holdings()
        }
        return verdict
    }
}

extension SafetyVerdict {
    fileprivate mutating func collect(_ scan: () throws(ErasureError) -> [Holding]) {
        do { add(try scan()) } catch { addUnknown(error) }
    }

    fileprivate mutating func collect(_ scan: () throws(ErasureError) -> ProcessScan.Findings) {
        do {
            let findings = try scan()
            add(findings.holdings)
            add(findings.gaps)
        } catch { addUnknown(error) }
    }
}
