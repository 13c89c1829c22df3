import Glibc

/// What was done about something that a killed process left.
package struct StagingReport: Equatable, Sendable {
    /// How it ended.
    package enum Outcome: Equatable, Sendable {
        /// It was incomplete, and is gone.
        case removed
        /// It was complete and being moved to its final names: that is finished.
        case placed
        /// As `placed`, but these names were taken meanwhile, or could not be given; what had them is unchanged, and what
        /// should have had them is gone.
        case placedExcept([SystemError])
        /// The folder it lies in is not there now; it will be looked for again.
        case unreachable
        /// The record is not one that this program wrote, or leads to what is not ours. Nothing was touched.
        case refused
        /// It could not be cleared up now; it will be tried again.
        case failed(SystemError)
    }

    /// How it ended.
    package let outcome: Outcome
    /// What it is about: the unfinished folder or file, or the record if that was refused.
    package let path: Path
}

/// Clears up after processes that were killed: removes what they had not completed, and finishes what they were moving to
/// its final names. What belongs to a living process is left alone. Costs one call if there is nothing to do.
/// - Returns: one report for everything that was found.
/// - Throws: if the state folder itself cannot be read.
package func recoverStaging(_ state: StateFolder) throws(SystemError) -> [StagingReport] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 16)
    defer { buffer.deallocate() }
    // Opened anew, because a descriptor's position in a folder is shared by all who use it.
    let records = try Descriptor.open(".", in: state.records, [.readOnly, .folder])
    let names = try NameList(of: records, path: [], buffer: buffer)
    var reports: [StagingReport] = []
    for index in 0..<names.count {
        if let report = recover(names.name(index), state) { reports.append(report) }
    }
    return reports
}

private func recover(_ name: ArraySlice<UInt8>, _ state: StateFolder) -> StagingReport? {
    let recordPath = state.path.appending("staging").appending(name)
    guard let digits = RandomName(digits: name) else { return StagingReport(outcome: .refused, path: recordPath) }
    var path = recordPath
    do throws(SystemError) {
        guard let record = try StagingRecord.abandoned(digits, in: state) else { return nil }
        var outcome: StagingReport.Outcome?
        if let content = try record.content() {
            path = content.parent.appending(digits.file)
            outcome = try recover(Path(digits.file), content)
            if outcome == .unreachable || outcome == .refused {
                return outcome.map { StagingReport(outcome: $0, path: path) }
            }
        }
        try record.remove(from: state)
        return outcome.map { StagingReport(outcome: $0, path: path) }
    } catch {
        let outcome: StagingReport.Outcome = error.code == .badRecord ? .refused : .failed(error)
        return StagingReport(outcome: outcome, path: path)
    }
}

/// Removes or places one entry; nil if it does not exist.
private func recover(
    _ name: Path, _ content: StagingRecord.Content
) throws(SystemError) -> StagingReport.Outcome? {
    let parent: Descriptor
    do { parent = try openWithoutLinks(content.parent) } catch {
        if [.notFound, .notFolder, .unsafeName, .permissionDenied].contains(error.code) { return .unreachable }
        throw error
    }
    guard let found = try parent.metadataIfPresent(of: name) else { return nil }
    guard found.owner == geteuid(), found.kind == .folder || found.kind == .file else { return .refused }
    var failures: [SystemError]?
    if found.kind == .folder, let isReplacing = content.isReplacing {
        let staged = try Descriptor.open(name, in: parent, [.readOnly, .folder, .noFollow])
        failures = try Placing(from: staged, to: try parent.duplicate(), replacing: isReplacing).moveAll()
    }
    try parent.removeTree(name)
    guard let failures else { return .removed }
    return failures.isEmpty ? .placed : .placedExcept(failures)
}

/// A record holds a real path: a link on the way was put there since.
private func openWithoutLinks(_ path: Path) throws(SystemError) -> Descriptor {
    if path == "/" { return try Descriptor.open(path, [.readOnly, .folder]) }
    let top = try Descriptor.open("/", [.readOnly, .folder])
    let below = Path(path.bytes.dropFirst())
    return Descriptor.hasRestrictedOpen
        ? try top.openRestricted(below, [.readOnly, .folder], .noLinks)
        : try top.openStepwise(below, [.readOnly, .folder], .noLinks)
}
