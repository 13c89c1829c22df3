import Console
import Keyring
import Label
import Operations
import Terminal

/// What is known of a package before it is sealed, to be told when it is.
struct SealingSummary {
    private let name: String
    private let files: [String]
    private let label: Label?
    private let sender: String?
    private let recipients: [String]

    init(_ sealing: borrowing Sealing, _ target: PackageTarget, name: String) {
        self.name = name
        files = target.paths.map(\.string)
        label = sealing.label
        sender = sealing.request.sender?.name.text
        recipients = sealing.recipients.map { recipient in
            switch recipient.origin {
            case .keyring(let identity): identity.name.text
            case .file(let path): path.string
            }
        }
    }

    /// - Throws: what writing throws.
    func tell(_ report: SealReport, _ output: Output) throws(TerminalError) {
        output.tell(report)
        if output.isJSON {
            return try output.json(
                SealingJSON(report, name: name, files: files, label: label, sender: sender, recipients: recipients))
        }
        let language = output.language
        output.note(.sealed, name, report.entryCount, sizeText(report.package.size, language))
        let split = report.package.common.split
        if split.n > 1, let first = files.first, let last = files.last {
            output.note(text: "  " + Message.sealedPieces.text(language, first, last, split.n, split.k))
        }
        let hasPassphrase = report.package.common.hasPassphrase
        let all = recipients.map { escaped($0) } + (hasPassphrase ? [Message.sealedPassphrase.text(language)] : [])
        let everyone = EscapedText(all.joined(separator: language.separator))
        output.note(text: "  " + Message.sealedTo.text(language, everyone))
        if let sender { output.note(text: "  " + Message.sealedSigned.text(language, sender)) }
        for line in aligned(label?.lines(language) ?? []) { output.note(text: "  " + line) }
    }
}
