import Cryptography
import Keyring
import Operations
import PackageFormat
import SystemIO

/// A package that was sealed again, for `--json`.
package struct ResealJSON: Encodable, Sendable {
    private let package: String
    private let output: String
    private let packageId: String
    private let suite: String
    private let sealed: String
    private let size: UInt64
    private let recipients: [String]
    private let former: [FormerJSON]
    private let formerId: String

    /// One of the packages that `fubako reseal --json` writes.
    /// - Parameters:
    ///   - opened: the package that was there.
    ///   - output: where the new one is.
    package init(
        _ report: ResealReport, _ opened: borrowing OpenPackage, from source: PackageSource, to output: Path
    ) {
        let header = report.package.common
        package = source.name
        self.output = output.string
        packageId = hexadecimal(header.packageID)
        suite = header.suite.name
        sealed = report.package.manifest.sealingTime.rfc3339
        size = report.package.size
        recipients = report.recipients.map(\.name.text)
        former = opened.formerStatements.map(FormerJSON.init)
        formerId = hexadecimal(report.former)
    }
}

/// What `fubako reseal --json` writes.
package struct ResealsJSON: Encodable, Sendable {
    private let packages: [ResealJSON]
    private let missing: [RecordedPackageJSON]?

    /// - Parameter missing: packages that should have been sealed again and were not found; nil where none was looked for.
    package init(_ packages: [ResealJSON], missing: [RecordedPackage]?) {
        self.packages = packages
        self.missing = missing?.map(RecordedPackageJSON.init)
    }
}
