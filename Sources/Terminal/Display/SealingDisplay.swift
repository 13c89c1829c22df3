import Console
import Cryptography
import Label
import Operations
import PackageFormat

/// What is told of a package that was sealed, for `--json`.
package struct SealingJSON: Encodable, Sendable {
    private let package: String
    private let pieces: PiecesJSON?
    private let packageId: String
    private let purpose: String
    private let label: LabelJSON?
    private let sender: String?
    private let recipients: [String]
    private let passphrase: Bool
    private let sealed: String
    private let size: UInt64
    private let contentSize: UInt64
    private let entries: UInt64
    private let skipped: [String]
    private let hardLinks: UInt64
    private let droppedModeBits: UInt64

    /// What `fubako seal --json` writes.
    /// - Parameters:
    ///   - name: where the package went.
    ///   - files: of its pieces.
    ///   - label: the one it got, hidden or not.
    ///   - recipients: everyone whose key opens it.
    package init(
        _ report: SealReport, name: String, files: [String], label: Label?, sender: String?, recipients: [String]
    ) {
        let header = report.package.common
        package = name
        let split = report.package.common.split
        pieces = split.n > 1 ? PiecesJSON(split, Array(1...split.n), files: files) : nil
        packageId = hexadecimal(header.packageID)
        purpose = header.purpose.text(.en)
        self.label = label.map(LabelJSON.init)
        self.sender = sender
        self.recipients = recipients
        passphrase = header.hasPassphrase
        sealed = report.package.manifest.sealingTime.rfc3339
        size = report.package.size
        contentSize = report.package.contentLength
        entries = report.entryCount
        skipped = report.skippedSpecialFiles.map { String(decoding: $0, as: UTF8.self) }
        hardLinks = report.hardLinks
        droppedModeBits = report.droppedModeBits
    }
}

extension Output {
    /// Warns of what a sender should know before sealing.
    package func warn(_ warnings: [AlgorithmWarning]) {
        for warning in warnings {
            if let lastYear = warning.lastYear {
                warn(.sealAlgorithmUntil, warning.name, lastYear, warning.year)
            } else {
                warn(.sealAlgorithmOld, warning.name, warning.year)
            }
        }
    }

    /// Tells what a decision took away from the label that the inputs brought along.
    package func tell(dropped parts: [DroppedLabelPart]) {
        guard !parts.isEmpty else { return }
        let list = parts.map { $0.text(language) }.joined(separator: language.separator)
        note(.sealLabelDropped, EscapedText(list))
    }

    /// Tells what became of files that are not sealed as they are.
    package func tell(_ report: SealReport) {
        for path in report.skippedSpecialFiles { warn(.sealSkippedSpecial, EscapedText(escaped(path))) }
        if report.hardLinks > 0 { note(.sealHardLinks, report.hardLinks) }
        if report.droppedModeBits > 0 { note(.sealModeBits, report.droppedModeBits) }
    }
}

extension DroppedLabelPart {
    /// For people; escaped.
    func text(_ language: Language) -> String {
        switch self {
        case .grade(let grade): grade
        case .restriction(let restriction): escaped(restriction.text(language))
        case .importantDesign: Message.titleImportantDesign.text(language)
        case .personal: Message.titlePersonalInformation.text(language)
        case .gradedC3Until(let day): Message.titleGradedC3Until.text(language) + " " + day.description
        case .retentionEnd(let day): Message.titleRetentionEnd.text(language) + " " + day.description
        }
    }
}
