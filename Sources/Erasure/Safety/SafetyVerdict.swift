/// Whether a device may be written to, with everything that speaks against it.
package struct SafetyVerdict: Hashable, Sendable {
    /// The kernel's name of the device.
    package let device: String
    /// What it is that it cannot be erased.
    package var obstacles: [Obstacle] = []
    /// Who uses it. Sorted, each once.
    package private(set) var holdings: [Holding] = []
    /// Which processes could not be looked into. Each once.
    package private(set) var gaps: [ScanGap] = []
    /// Whether it was shown that nobody else has it: we hold it with O_EXCL, and the kernel let go of all its partitions.
    package var isExclusive = false

    /// Nothing speaks against planning to erase it.
    package var permitsPlanning: Bool { obstacles.isEmpty && holdings.isEmpty }

    /// It may be written to. Gaps are no reason against it where the device is exclusively ours, and are recorded.
    package var permitsWriting: Bool { permitsPlanning && isExclusive }

    /// Everything that speaks against it in English, for a record; names in it are untrusted text.
    package var words: String {
        let uses = holdings.map { "\($0.device): \($0.kind.rawValue) \($0.holder)" }
        let all = obstacles.map(\.rawValue) + uses
        return all.isEmpty && !isExclusive ? "not exclusively open" : all.joined(separator: "; ")
    }

    /// Nothing but processes that have it open, perhaps for a moment only.
    var mayPass: Bool { obstacles.isEmpty && !holdings.isEmpty && holdings.allSatisfy { $0.kind == .process } }

    init(_ device: String) { self.device = device }

    mutating func add(_ found: [Holding]) {
        holdings = Set(holdings).union(found).sorted {
            ($0.device, $0.kind.rawValue, $0.holder, $0.process ?? 0)
                < ($1.device, $1.kind.rawValue, $1.holder, $1.process ?? 0)
        }
    }

    mutating func add(_ found: [ScanGap]) { for gap in found where !gaps.contains(gap) { gaps.append(gap) } }

    /// What cannot be found out counts as in use.
    mutating func addUnknown(_ error: ErasureError) {
        let what = error.path?.string ?? error.operation
        add([Holding(.unknown, device, by: "\(what): \(error.reason)")])
    }
}

/// What the search for users of a device could not look into.
package enum ScanGap: Hashable, Sendable {
    /// A process whose open files may not be seen; its number and its name, which is untrusted text.
    case process(Int32, String)
    /// Processes outside this container are not visible at all (pid_namespaces(7)).
    case otherNamespaces
}
