import DER

/// What is kept of a package's label beside an opened file, so that whoever seals the file again inherits it.
///
/// ```
/// fubako-label 1
/// purpose: transfer
/// grade: C3/I2/A1
/// restriction: C:複製禁止
/// package: 64 hexadecimal digits
/// sealed: 2026-04-01T09:00:00Z
/// ```
///
/// It is UTF-8, each line ended by one line feed. A key stands before ": ", in the order of ``LabelField``; `restriction` is
/// the only one that may occur several times. A line is left out where there is nothing to say. Extensions are not kept:
/// whoever knows what they mean writes them anew. The record is unsigned and proves nothing.
package struct LabelRecord: Hashable, Sendable {
    /// What is appended to the name of the file or folder that the record stands beside.
    package static let suffix = ".fubako-label"
    /// The longest record, in bytes.
    package static let limit = 65_536
    /// The first line: name and version.
    static let firstLine = "fubako-label 1"
    /// Length of the package's identifier and of the signer's fingerprint, in bytes.
    static let identifierSize = 32

    /// What the package was for.
    package let purpose: Purpose
    /// Without extensions.
    package let label: Label
    /// The identifier of the package that was opened, 32 bytes.
    package let packageID: [UInt8]
    /// The fingerprint of the identity whose signature was verified, 32 bytes; nil if nobody's was.
    package let signer: [UInt8]?
    /// When the package says that it was sealed.
    package let sealingTime: DERTime

    /// Extensions of `label` are dropped.
    /// - Throws: ``LabelError`` with `badValue` if `packageID` or `signer` has another length than 32 bytes.
    package init(
        purpose: Purpose, label: Label, packageID: [UInt8], signer: [UInt8]?, sealingTime: DERTime
    ) throws(LabelError) {
        guard packageID.count == Self.identifierSize else { throw LabelError(.badValue, .package) }
        guard signer == nil || signer?.count == Self.identifierSize else { throw LabelError(.badValue, .signer) }
        var fields = label.fields
        fields.extensions = .none
        self.purpose = purpose
        self.label = try Label(fields)
        self.packageID = packageID
        self.signer = signer
        self.sealingTime = sealingTime
    }

    /// The record as it is written to a file. It is at most ``limit`` bytes, as 32 restrictions of 256 bytes are.
    package var bytes: [UInt8] {
        let lines = lines.map { field, value in field.rawValue + ": " + value }
        return Array(([Self.firstLine] + lines).joined(separator: "\n").utf8) + [0x0A]
    }

    private var lines: [(LabelField, String)] {
        let optional: [(LabelField, String?)] =
            [
                (.purpose, purpose.text(.en)), (.grade, label.grade.text(.en)), (.siteGrade, label.siteGrade?.value),
                (.importantDesign, label.importantDesign ? Self.yes : nil),
            ]
            + label.restrictions.map { (.restriction, $0.literalText) }
            + [
                (.decider, label.decider?.value), (.decidedOn, label.decidedOn?.description),
                (.gradedC3Until, label.gradedC3Until?.description), (.retentionEnd, label.retentionEnd?.description),
                (.serial, label.serial?.value),
                (.personalInformation, label.personal.map { $0.sensitive ? Self.sensitive : Self.ordinary }),
                (.personalCount, label.personal?.count.map(String.init)),
                (.package, hexadecimal(packageID)), (.signer, signer.map(hexadecimal)),
                (.sealed, sealingTime.rfc3339),
            ]
        return optional.compactMap { field, value in value.map { (field, $0) } }
    }

    static let yes = "yes"
    static let sensitive = "sensitive"
    static let ordinary = "ordinary"
}

/// Two small digits for each byte.
private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
