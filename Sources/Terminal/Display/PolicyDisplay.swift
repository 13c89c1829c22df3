import Cryptography
import Keyring
import Operations
import SystemIO

/// A package that the ledger names, for `--json`.
package struct RecordedPackageJSON: Encodable, Sendable {
    private let packageId: String
    private let sealed: String
    private let package: String?

    init(_ package: RecordedPackage) {
        packageId = hexadecimal(package.packageID)
        sealed = package.sealingTime.rfc3339
        self.package = package.output?.string
    }
}

/// A package whose protection ends before it may be destroyed, for `--json`.
package struct DuePackageJSON: Encodable, Sendable {
    private let packageId: String
    private let sealed: String
    private let package: String?
    private let retainUntil: String?
    private let algorithm: String
    private let lastYear: Int?

    init(_ due: DuePackage) {
        packageId = hexadecimal(due.package.packageID)
        sealed = due.package.sealingTime.rfc3339
        package = due.package.output?.string
        retainUntil = due.package.retention?.description
        algorithm = due.warning.name
        lastYear = due.warning.lastYear
    }
}

/// A decision on an algorithm, for `--json`.
package struct WithdrawalJSON: Encodable, Sendable {
    private let algorithm: String
    private let decision: String
    private let date: String
    private let reason: String
    private let keys: [String]?
    private let packages: [RecordedPackageJSON]?

    /// - Parameters:
    ///   - keys: whose keys are of that algorithm; nil where nobody asked.
    ///   - packages: what it protects, as the ledger tells; nil where nobody asked, or there is no ledger.
    package init(_ decision: Withdrawals.Decision, keys: [Identity]? = nil, packages: [RecordedPackage]? = nil) {
        algorithm = decision.algorithm
        self.decision = decision.kind.rawValue
        date = decision.date.rfc3339
        reason = decision.reason
        self.keys = keys?.map(\.name.text)
        self.packages = packages?.map(RecordedPackageJSON.init)
    }
}

/// What the keyring and the ledger differ on, for `--json`.
private struct DifferenceJSON: Encodable, Sendable {
    private let algorithm: String
    private let keyring: WithdrawalJSON?
    private let ledger: WithdrawalJSON?

    init(_ difference: ComparedWithdrawals.Difference) {
        algorithm = difference.algorithm
        keyring = difference.kept.map { WithdrawalJSON($0) }
        ledger = difference.recorded.map { WithdrawalJSON($0) }
    }
}

/// What `fubako policy show --json` writes.
package struct PolicyJSON: Encodable, Sendable {
    private let withdrawn: [WithdrawalJSON]
    private let differences: [DifferenceJSON]
    private let due: [DuePackageJSON]?

    /// - Parameter due: packages to be sealed again in time; nil where there is no ledger.
    package init(_ compared: ComparedWithdrawals, due: [DuePackage]?) {
        withdrawn = compared.withdrawals.current.map { WithdrawalJSON($0) }
        differences = compared.differences.map(DifferenceJSON.init)
        self.due = due?.map(DuePackageJSON.init)
    }
}
