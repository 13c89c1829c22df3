import Console
import Cryptography
import Label
import Operations
import PackageFormat

extension Verification.Verdict {
    /// How a program that was asked for the verdict ends.
    package var exitCode: ExitCode {
        switch self {
        case .damaged, .badIntent: .damaged
        case .forked: .forked
        case .originUnknown: .originUnknown
        case .signerUnknown: .signerUnknown
        case .signerNotValid: .refused
        case .intact: .success
        }
    }
}

/// What is said of one package that was to be verified: a verdict, or why there is none.
package struct PackageVerdict: Sendable {
    private let source: PackageSource
    private let verification: Verification?
    private let failure: ErrorReport?
    /// How a program that was asked about this package alone ends.
    package let exitCode: ExitCode

    /// A verdict.
    package init(_ verification: Verification, of source: PackageSource) {
        self.source = source
        self.verification = verification
        failure = nil
        exitCode = verification.verdict.exitCode
    }

    /// - Parameter failure: the report on the error that was thrown.
    package init(_ failure: ErrorReport, of source: PackageSource) {
        self.source = source
        self.failure = failure
        verification = nil
        exitCode = failure.exitCode
    }

    /// The gravest code of several packages: a bad signature before damage, before what is no package or of a later version;
    /// then what could not be judged; then what lacks a known origin.
    package static func gravest(_ verdicts: [PackageVerdict]) -> ExitCode {
        let order: [ExitCode] = [
            .internalError, .badSignature, .damaged, .forked, .notPackage, .unsupported, .refused, .inputOutput,
            .notFound,
            .signerUnknown, .originUnknown,
        ]
        let codes = Set(verdicts.map(\.exitCode))
        return order.first(where: codes.contains) ?? codes.first { $0 != .success } ?? .success
    }

    /// The verdict, then the places that are wrong, or the label, sealing time and purpose. Nothing where there is none.
    package func lines(_ language: Language) -> [String] {
        guard let verification else { return [] }
        let first = verdictLine(verification, language)
        guard verification.verdict != .damaged else {
            return [first] + damageLines(verification, language) + opensLine(verification, language)
        }
        let header = verification.structure.common
        let time = Message.sealedAsClaimed.text(language, verification.structure.manifest.sealingTime.rfc3339)
        let facts =
            [
                DisplayLine(.titleSealed, time, language),
                DisplayLine(.titlePurpose, header.purpose.text(language), language),
            ] + (header.label?.lines(language) ?? [])
            + [verification.structure.piecesLine(language), verification.intent.line(language)].compactMap(\.self)
        return [first] + aligned(facts).map { "  " + $0 }
    }

    private func verdictLine(_ verification: Verification, _ language: Language) -> String {
        let signer = EscapedText(verification.judgement.text(language))
        switch verification.verdict {
        case .intact: return Message.verdictIntact.text(language, source, signer)
        case .damaged: return Message.verdictDamaged.text(language, source, verification.damageCount)
        case .badIntent: return Message.verdictBadIntent.text(language, source)
        case .forked: return Message.verdictForked.text(language, source, signer)
        case .originUnknown: return Message.verdictOriginUnknown.text(language, source)
        case .signerUnknown: return Message.verdictSignerUnknown.text(language, source, signer)
        case .signerNotValid: return Message.verdictSignerNotValid.text(language, source, signer)
        }
    }

    /// Places that people are shown; `--json` has more.
    private static let shownDamage = 20

    /// Whether damaged pieces open all the same; nothing for a package in one piece.
    private func opensLine(_ verification: Verification, _ language: Language) -> [String] {
        let split = verification.structure.common.split
        guard split.n > 1 else { return [] }
        return [(verification.opens ? Message.verdictOpens : .verdictOpensNot).text(language, split.k)]
    }

    private func damageLines(_ verification: Verification, _ language: Language) -> [String] {
        let shown = verification.damage.prefix(Self.shownDamage)
        let rest = verification.damageCount - UInt64(shown.count)
        return shown.map { "  " + $0.text(language) }
            + (rest > 0 ? [Message.verdictMore.text(language, rest)] : [])
    }
}

extension PackageVerdict: Encodable {
    private enum Key: String, CodingKey {
        case package, pieces, verdict, code, packageId, purpose, label, sender, sealed, damage, damageCount, error,
            opens
        case ledger
    }

    /// One object; what is not there has no key.
    package func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(source.name, forKey: .package)
        try object.encode(exitCode.rawValue, forKey: .code)
        try object.encode(verification?.verdict.rawValue ?? exitCode.name, forKey: .verdict)
        try object.encodeIfPresent(failure, forKey: .error)
        guard let verification else { return }
        let header = verification.structure.common
        try object.encodeIfPresent(PiecesJSON(verification.structure), forKey: .pieces)
        if header.split.n > 1 { try object.encode(verification.opens, forKey: .opens) }
        try object.encode(hexadecimal(header.packageID), forKey: .packageId)
        try object.encode(header.purpose.text(.en), forKey: .purpose)
        try object.encodeIfPresent(header.label.map(LabelJSON.init), forKey: .label)
        try object.encode(SignerJSON(verification.judgement), forKey: .sender)
        try object.encode(verification.structure.manifest.sealingTime.rfc3339, forKey: .sealed)
        try object.encodeIfPresent(IntentJSON(verification.intent), forKey: .ledger)
        try object.encode(verification.damage.map(DamageJSON.init), forKey: .damage)
        try object.encode(verification.damageCount, forKey: .damageCount)
    }
}
