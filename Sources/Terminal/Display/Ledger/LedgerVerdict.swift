import Console
import Cryptography
import Label
import Ledger
import Operations

/// What is said of a ledger that was verified, and compared with what was kept elsewhere.
package struct LedgerVerdict: Sendable {
    /// What the ledger's own verification found.
    package let verification: LedgerVerification
    /// The ledger's name and key.
    package let origin: String
    /// The text of the ledger's key.
    package let key: String
    /// What the comparison with other files found.
    package var compared: [Compared] = []
    /// What is missing of what was asked for, such as organisations.
    private var demands: [LedgerFinding] = []

    /// Who vouches for the key, where it is not the keeper who asks.
    package var owner: LedgerOwner?

    /// Who has signed the key, where the keeper asks; nothing depends on it.
    package var signer: LedgerOwner?

    /// One file that the ledger was compared with.
    package struct Compared: Sendable {
        let file: String
        let finding: LedgerFinding?

        /// - Parameter finding: nil if they fit together.
        package init(file: String, finding: LedgerFinding?) {
            self.file = file
            self.finding = finding
        }
    }

    /// A verdict without comparisons.
    package init(_ verification: LedgerVerification, origin: String, key: String) {
        self.verification = verification
        self.origin = origin
        self.key = key
    }

    /// If nothing is wrong, whether somebody vouches for the key, where that is asked. Damaged if anything is wrong; forked if
    /// two histories are proved and the ledger is whole in itself. A ledger that is not proves nothing: its root may be
    /// another because of the damage.
    package var exitCode: ExitCode {
        if findingCount == 0 { return owner?.exitCode ?? .success }
        let own = verification.findings.map(\.kind)
        let isWhole = own.count == verification.findingCount && own.allSatisfy(LedgerFinding.leavesWhole.contains)
        let kinds = own + compared.compactMap { $0.finding?.kind }
        return isWhole && kinds.contains(where: LedgerFinding.provesFork.contains) ? .forked : .damaged
    }

    /// Demands the cosignatures of so many organisations, under the last checkpoint that has any, or if nothing is wrong with
    /// the ledger under an earlier one.
    /// - Parameter isMetEarlier: asked only then.
    package mutating func demand<Failure: Error>(
        organisations count: Int, isMetEarlier: () throws(Failure) -> Bool
    ) throws(Failure) {
        if verification.cosigned?.organisations.count ?? 0 >= count { return }
        if verification.isSound, try isMetEarlier() { return }
        demands.append(.missingQuorum(at: verification.cosigned?.size ?? 0))
    }

    private var findingCount: Int { verification.findingCount + compared.count { $0.finding != nil } + demands.count }

    /// The verdict, what is wrong, and who vouches for it.
    package func lines(_ language: Language) -> [String] {
        let first =
            findingCount == 0
            ? Message.ledgerSound.text(language, origin, verification.size)
            : Message.ledgerUnsound.text(language, origin, findingCount)
        return [first] + findingLines(language) + aligned(facts(language)).map { "  " + $0 }
    }

    /// Findings that people are shown; `--json` has more.
    private static let shown = 50

    private func findingLines(_ language: Language) -> [String] {
        let own = verification.findings.prefix(Self.shown).map { "  " + $0.text(language) }
        let rest = verification.findingCount - own.count
        let other = compared.compactMap { file in
            file.finding.map { "  " + escaped(file.file) + ": " + $0.text(language) }
        }
        return own + (rest > 0 ? [Message.verdictMore.text(language, rest)] : []) + other
            + demands.map { "  " + $0.text(language) }
    }

    private func facts(_ language: Language) -> [DisplayLine] {
        var lines = [DisplayLine(.titleEntries, String(verification.size), language)]
        if let root = verification.root { lines.append(DisplayLine(.titleRoot, root.base64, language)) }
        lines.append(DisplayLine(.titlePersonalValues, String(verification.personalValues), language))
        if verification.waitingEntries > 0 {
            lines.append(DisplayLine(.titleWaiting, String(verification.waitingEntries), language))
        }
        if verification.unknownOutcomes > 0 {
            lines.append(DisplayLine(.titleUnknownOutcomes, String(verification.unknownOutcomes), language))
        }
        if verification.unfinishedValues > 0 {
            lines.append(DisplayLine(.titleUnfinished, String(verification.unfinishedValues), language))
        }
        if verification.backwardTimes > 0 {
            lines.append(DisplayLine(.titleBackwardTimes, String(verification.backwardTimes), language))
        }
        let cosigned = verification.cosigned.map { cosigned in
            let names = cosigned.organisations.map { escaped($0) }.joined(separator: language.separator)
            return Message.cosignedBy.text(language, cosigned.size, EscapedText(names))
        }
        lines.append(DisplayLine(.titleWitnesses, cosigned ?? Message.cosignedByNobody.text(language), language))
        if let owner = owner ?? signer { lines.append(DisplayLine(.titleOwner, owner.text(language), language)) }
        for file in compared where file.finding == nil {
            lines.append(DisplayLine(.titleCompared, Message.comparedEqual.text(language, file.file), language))
        }
        return lines
    }
}

extension LedgerVerdict: Encodable {
    private enum Key: String, CodingKey {
        case ledger, key, code, entries, root, findings, findingCount, backwardTimes, personalValues, cosigned, compared
        case owner, unfinishedValues, waitingEntries, unknownOutcomes
    }

    /// One object; what is not there has no key.
    package func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(origin, forKey: .ledger)
        try object.encode(key, forKey: .key)
        try object.encode(exitCode.rawValue, forKey: .code)
        try object.encode(verification.size, forKey: .entries)
        try object.encodeIfPresent(verification.root.map { hexadecimal($0.bytes) }, forKey: .root)
        let findings =
            verification.findings.map { FindingJSON($0) } + demands.map { FindingJSON($0) }
            + compared.compactMap { file in file.finding.map { FindingJSON($0, file: file.file) } }
        try object.encode(findings, forKey: .findings)
        try object.encode(findingCount, forKey: .findingCount)
        try object.encode(verification.backwardTimes, forKey: .backwardTimes)
        try object.encode(verification.personalValues, forKey: .personalValues)
        try object.encodeIfPresent(
            verification.waitingEntries > 0 ? verification.waitingEntries : nil, forKey: .waitingEntries)
        try object.encodeIfPresent(
            verification.unknownOutcomes > 0 ? verification.unknownOutcomes : nil, forKey: .unknownOutcomes)
        try object.encodeIfPresent(
            verification.unfinishedValues > 0 ? verification.unfinishedValues : nil, forKey: .unfinishedValues)
        try object.encodeIfPresent(verification.cosigned.map(CosignedJSON.init), forKey: .cosigned)
        try object.encodeIfPresent((owner ?? signer).map(LedgerOwnerJSON.init), forKey: .owner)
        try object.encode(compared.filter { $0.finding == nil }.map(\.file), forKey: .compared)
    }
}

private struct CosignedJSON: Encodable {
    let size: UInt64
    let organisations: [String]

    init(_ cosigned: LedgerVerification.Cosigned) {
        size = cosigned.size
        organisations = cosigned.organisations
    }
}
