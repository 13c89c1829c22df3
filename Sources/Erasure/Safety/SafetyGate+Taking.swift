import Glibc
import SystemIO

/// What came of taking a device.
package enum Taking: Sendable {
    /// It is ours alone, with the verdict that says so.
    case taken(KernelDevice, SafetyVerdict)
    /// It is not to be written to, for the reasons in the verdict. It was left as it was.
    case refused(SafetyVerdict)
}

/// Taking a device for writing, and asking again whether it is still ours.
extension SafetyGate {
    /// Opens the device that a path leads to, and gives it out only if nobody else uses it.
    ///
    /// Opened exclusively, under udevd's lock, judged; then the kernel has to forget its partitions, and it is judged again,
    /// because meanwhile anyone could have begun to use it.
    /// - Parameter check: is given the open device before anything is changed, to throw if it is not the planned one.
    /// - Throws: `notBlockDevice`, `noDevice`, `notPermitted`, `system`, and what `check` throws.
    package func take(
        _ path: Path, check: (KernelDevice) throws(ErasureError) -> Void = { (_) throws(ErasureError) in }
    ) throws(ErasureError) -> Taking {
        let device: KernelDevice
        do { device = try KernelDevice(path, for: .writing) } catch {
            guard error.code == .inUse || error.code == .writeProtected else { throw error }
            return .refused(try refusal(path, error))
        }
        try check(device)
        return try take(device)
    }

    private func take(_ device: KernelDevice) throws(ErasureError) -> Taking {
        // Before anything is looked at: udevd has a new device open, and locked, for a moment.
        let isLocked = try device.lock()
        let graph = try BlockGraph(roots)
        guard let node = graph[device.number] else {
            throw ErasureError(.noDevice, "read", "the kernel has no such device", path: device.path)
        }
        var verdict = try settled { () throws(ErasureError) in judge(node, graph, own: [device.descriptorNumber]) }
        if !isLocked { verdict.add([Holding(.locked, node.name, by: "flock")]) }
        guard verdict.permitsPlanning else { return .refused(verdict) }
        let partitions = try PartitionTable(of: node, graph, roots)
        verdict.add(try partitions.forget(on: device))
        guard verdict.permitsPlanning else { return .refused(verdict) }
        let second = try judge(device)
        guard second.permitsWriting else {
            partitions.restore(on: device)
            return .refused(second)
        }
        return .taken(device, second)
    }

    /// Whether a device that was taken may still be written to: before the first write, and at checkpoints.
    /// - Throws: `deviceLost` if it is gone, or has another size than when it was opened; `system`.
    package func judge(_ device: KernelDevice) throws(ErasureError) -> SafetyVerdict {
        try settled { () throws(ErasureError) in try judgeOnce(device) }
    }

    /// The words of why a device that was taken must not be written to any more, or nil: what a run asks at its checkpoints.
    /// Names in it are untrusted text.
    package func objection(to device: KernelDevice) -> String? {
        do {
            let verdict = try judge(device)
            return verdict.permitsWriting ? nil : verdict.words
        } catch { return error.reason }
    }

    private func judgeOnce(_ device: KernelDevice) throws(ErasureError) -> SafetyVerdict {
        let graph = try BlockGraph(roots)
        let presence = try device.presence()
        guard presence == .same || presence == .readOnly, let node = graph[device.number] else {
            throw ErasureError(
                .deviceLost, "read", "the device is gone, or has another size than when it was opened",
                path: device.path)
        }
        var verdict = judge(node, graph, own: [device.descriptorNumber])
        // A disk that tells of partitions again has been read anew by somebody.
        verdict.isExclusive = device.access == .writing && graph.partitions(of: node.name).isEmpty
        return verdict
    }

    /// Waits for processes that have the device open for a moment.
    private func settled(_ judge: () throws(ErasureError) -> SafetyVerdict) throws(ErasureError) -> SafetyVerdict {
        let end = ContinuousClock.now.advanced(by: patience)
        while true {
            let verdict = try judge()
            if !verdict.mayPass || ContinuousClock.now >= end { return verdict }
            usleep(100_000)
        }
    }

    /// The verdict on a device that did not let itself be opened for writing: who holds it, or at least that somebody does.
    private func refusal(_ path: Path, _ error: ErasureError) throws(ErasureError) -> SafetyVerdict {
        var verdict = try judge(path)
        guard verdict.permitsPlanning else { return verdict }
        if error.code == .writeProtected {
            verdict.obstacles.append(.writeProtected)
        } else {
            let look = ReleaseCommand("lsblk", "/dev/\(BlockNode.nodeName(verdict.device))")
            verdict.add([Holding(.claimed, verdict.device, by: "kernel", release: look)])
        }
        return verdict
    }
}
