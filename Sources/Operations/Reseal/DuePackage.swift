import DER
import Ledger

/// A package that must be kept longer than what protects it lasts (LS-0003): to be sealed again in time.
package struct DuePackage: Hashable, Sendable {
    /// As the ledger tells it, with its ``RecordedPackage/retention``.
    package let package: RecordedPackage
    /// Which algorithm ends first, and when.
    package let warning: AlgorithmWarning

    /// All of a ledger that have not been sealed again, the most urgent first.
    /// - Throws: as ``RecordedPackages/init(in:where:)``.
    package static func all(in ledger: Ledger) throws(LedgerError) -> [DuePackage] {
        let recorded = try RecordedPackages(in: ledger) { names, retention in
            retention.flatMap { ProtectingAlgorithms(names).firstEnd(before: $0) } != nil
        }
        let due = recorded.packages.compactMap { package in
            package.retention.flatMap { ProtectingAlgorithms(package.algorithms).firstEnd(before: $0) }.map {
                DuePackage(package: package, warning: $0)
            }
        }
        return due.sorted { ($0.warning.lastYear ?? 0) < ($1.warning.lastYear ?? 0) }
    }
}
