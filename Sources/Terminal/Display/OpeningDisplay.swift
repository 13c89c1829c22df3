import Console
import Cryptography
import Label
import Operations
import PackageFormat

/// What is told of a package that was opened, for `--json`.
package struct OpeningJSON: Encodable, Sendable {
    private let package: String
    private let pieces: PiecesJSON?
    private let packageId: String
    private let purpose: String
    private let label: LabelJSON?
    private let sender: SignerJSON
    private let sealed: String
    private let former: [FormerJSON]
    private let ledger: IntentJSON?
    private let damage: [DamageJSON]
    private let files: UInt64
    private let folders: UInt64
    private let links: UInt64
    private let contentSize: UInt64

    /// One of the packages that `fubako open --json` writes.
    /// - Parameters:
    ///   - intent: what it says of its sender's ledger.
    ///   - summary: what was extracted.
    ///   - source: where the package was read from.
    package init(
        _ opened: borrowing OpenPackage, _ intent: IntentFinding, _ summary: ExtractionSummary, of source: PackageSource
    ) {
        let header = opened.structure.common
        package = source.name
        pieces = PiecesJSON(opened.structure)
        packageId = hexadecimal(header.packageID)
        purpose = header.purpose.text(.en)
        label = opened.label.map(LabelJSON.init)
        sender = SignerJSON(opened.judgement)
        sealed = opened.structure.manifest.sealingTime.rfc3339
        former = opened.formerStatements.map(FormerJSON.init)
        ledger = IntentJSON(intent)
        damage = (opened.structure.damage + opened.structure.findings.verdict.damaged).map(DamageJSON.init)
        files = summary.files
        folders = summary.folders
        links = summary.links
        contentSize = summary.bytes
    }
}

extension Output {
    /// Tells of a package whose origin was judged and accepted: who sealed it, how it must be handled, and what is amiss.
    /// - Parameter intent: what it says of its sender's ledger, if that was looked at.
    package func tell(
        _ opened: borrowing OpenPackage, _ intent: IntentFinding = .none, of source: PackageSource
    ) {
        tell(opened.structure, opened.judgement, opened.label, intent, of: source)
        tell(former: opened.formerStatements)
        for name in opened.withdrawnAlgorithms { warn(.openWithdrawn, source, name) }
    }

    /// As above, of a package that was read from front to back.
    package func tell(_ content: StreamedContent, of source: PackageSource) {
        tell(content.structure, content.judgement, content.label, content.intent, of: source)
        if content.hasFormerStatements { warn(.openStreamedFormer, source) }
    }

    private func tell(
        _ structure: PackageStructure, _ judgement: SignerJudgement, _ label: Label?, _ intent: IntentFinding,
        of source: PackageSource
    ) {
        let signer = EscapedText(judgement.text(language))
        for damage in structure.damage { warn(.openDamage, source, EscapedText(damage.text(language))) }
        switch judgement {
        case .trusted: break
        case .unsigned: warn(.openUnsigned, source)
        case .untrusted, .unknown: warn(.openUnknownSigner, source, signer)
        }
        note(.openedFrom, source, structure.manifest.sealingTime.rfc3339, signer)
        let purpose = DisplayLine(
            .titlePurpose, structure.common.purpose.text(language), language)
        let ledger = [intent.line(language)].compactMap(\.self)
        let pieces = [structure.piecesLine(language)].compactMap(\.self)
        for line in aligned([purpose] + (label?.lines(language) ?? []) + pieces + ledger) { note(text: "  " + line) }
        if let warning = intent.warning(language) { warn(.openLedger, source, warning) }
    }
}
