import DER
import Ledger
import SystemIO

/// A package that was sealed here, as the ledger tells it.
package struct RecordedPackage: Hashable, Sendable {
    /// Its identifier.
    package let packageID: [UInt8]
    /// When it was sealed, by the clock of whoever did it.
    package let sealingTime: DERTime
    /// What protects it, by names on the recommended list.
    package let algorithms: [String]
    /// The last day for which it must be kept, where the label says so and is not hidden.
    package let retention: CalendarDay?
    /// Where it was written; nil if that was not recorded, or has been erased.
    package let output: Path?
}

/// The packages that were sealed here and have not been sealed again since, as the ledger tells it.
package struct RecordedPackages: Sendable {
    /// Those that were asked for, in the order in which they were sealed.
    package private(set) var packages: [RecordedPackage] = []
    /// Identifiers of all packages that were sealed again.
    package private(set) var resealed: Set<[UInt8]> = []

    /// Reads the ledger once.
    /// - Parameter isMeant: told of the names of what protects a package, and of the day until which it must be kept.
    /// - Throws: ``LedgerError`` as reading entries and their personal values does.
    package init(
        in ledger: Ledger, where isMeant: @escaping ([String], CalendarDay?) -> Bool
    ) throws(LedgerError) {
        var survey = Survey(isMeant: isMeant)
        var filter = EntryFilter()
        filter.kinds = [.sealIntent, .seal, .reseal]
        var next: UInt64? = 0
        while let start = next {
            let page = try ledger.entries(matching: filter, from: start)
            for stored in page.entries { survey.take(stored) }
            next = page.next
        }
        resealed = Set(survey.resealed.compactMap(Self.bytes))
        for found in survey.left { packages.append(try Self.package(found, ledger)) }
    }

    /// Those that an algorithm protects.
    /// - Parameter algorithm: its name on the recommended list; what rests on it is meant, too.
    /// - Throws: as ``init(in:where:)``.
    package init(protectedBy algorithm: String, in ledger: Ledger) throws(LedgerError) {
        // Most packages of an office are protected alike.
        var known: [[String]: Bool] = [:]
        try self.init(in: ledger) { names, _ in
            if let answer = known[names] { return answer }
            let answer = ProtectingAlgorithms(names).foundations.contains(algorithm)
            known[names] = answer
            return answer
        }
    }

    private static func package(_ found: Survey.Found, _ ledger: Ledger) throws(LedgerError) -> RecordedPackage {
        let output = try ledger.disclose(found.position)["output"]?.pathBytes
        return RecordedPackage(
            packageID: bytes(found.package) ?? [], sealingTime: found.time, algorithms: found.algorithms,
            retention: found.retention, output: output.map { Path($0) })
    }

    /// From hexadecimal digits, which the schema has checked.
    private static func bytes(_ digits: String) -> [UInt8]? {
        let values = digits.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard values.count == digits.utf8.count, values.count % 2 == 0 else { return nil }
        return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }
}

/// What a pass over the ledger has met so far.
private struct Survey {
    struct Found {
        let package: String
        let algorithms: [String]
        let retention: CalendarDay?
        /// Of the entry that says that it was sealed.
        var position: UInt64
        var time: DERTime
    }

    let isMeant: ([String], CalendarDay?) -> Bool
    private var announced: [String: Found] = [:]
    private var sealed: [String: Found] = [:]
    private(set) var resealed: Set<String> = []

    init(isMeant: @escaping ([String], CalendarDay?) -> Bool) { self.isMeant = isMeant }

    /// Sealed, and not sealed again. Entries that were spooled may stand in another order than it happened.
    var left: [Found] {
        sealed.values.filter { !resealed.contains($0.package) }.sorted { $0.position < $1.position }
    }

    mutating func take(_ stored: StoredEntry) {
        let entry = stored.entry
        guard let package = entry.package, let time = entry.time else { return }
        switch entry.kind {
        case .sealIntent:
            let algorithms = entry.texts("algorithms") ?? []
            let retention = entry.text("retention").flatMap { CalendarDay(text: $0) }
            guard isMeant(algorithms, retention) else { return }
            announced[package] = Found(
                package: package, algorithms: algorithms, retention: retention, position: stored.position, time: time)
        case .seal:
            guard var found = announced.removeValue(forKey: package), entry.text("result") == "sealed" else { return }
            found.position = stored.position
            found.time = time
            sealed[package] = found
        case .reseal:
            if let from = entry.text("from") { resealed.insert(from) }
        default: return
        }
    }
}
