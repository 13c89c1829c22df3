import Console
import Dispersal
import Label
import PackageFormat
import SystemIO

extension PackageFormatError: Reportable {
    /// What a person is told about it, in that language.
    package func report(in language: Language) -> ErrorReport {
        switch underlying {
        case .system(let error) where code == .system: error.naming(path.map { Path($0) }).report(in: language)
        case .cryptography(let error) where code == .cryptography: error.report(in: language)
        case .label(let error) where code == .invalidRequest: error.report(in: language)
        default:
            ErrorReport(
                explanation, module: "package", code: code.rawValue, language,
                what: Message.whatPackage.text(language), place: place(language), arguments(language),
                detail: reason)
        }
    }

    /// The reason, or how many pieces are missing.
    private func arguments(_ language: Language) -> [any MessageArgument] {
        guard let shortage else { return [reason] }
        let present = EscapedText(shortage.present.map(String.init).joined(separator: language.separator))
        return [shortage.split.k, shortage.split.n, shortage.present.count, present, shortage.missing]
    }

    /// What is wrong with one entry's name, place or target could lead somewhere: it is refused, and no accident.
    private var explanation: Explanation? {
        code == .badIndex && path != nil ? Explanation(.refused, .packageBadEntry) : Self.explanations[code]
    }

    private func place(_ language: Language) -> String? {
        let parts = [place?.text(language), path.map { escaped($0) }].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: language.separator)
    }

    static let explanations: [Code: Explanation] = [
        .notAPackage: Explanation(.notPackage, .packageNotPackage),
        .unsupported: Explanation(.unsupported, .packageUnsupported, .hintNewerVersion),
        .wrongLength: Explanation(.damaged, .packageWrongLength, .hintDamaged),
        .tooLarge: Explanation(.refused, .packageTooLarge),
        .malformed: Explanation(.damaged, .packageMalformed, .hintDamaged),
        .damaged: Explanation(.damaged, .packageDamaged, .hintDamaged),
        .refused: Explanation(.refused, .packageRefused),
        .badSignature: Explanation(.badSignature, .packageBadSignature, .hintSignature),
        .foreignStanza: Explanation(.badSignature, .packageForeignStanza, .hintSignature),
        .wrongKey: Explanation(.wrongKey, .packageWrongKey, .hintWrongKey),
        .wrongPassphrase: Explanation(.wrongKey, .packageWrongPassphrase, .hintPassphrase),
        .inconsistentKey: Explanation(.damaged, .packageInconsistentKey, .hintDamaged),
        .badIndex: Explanation(.damaged, .packageBadIndex, .hintDamaged),
        .badPrior: Explanation(.damaged, .packageBadPrior, .hintPrior),
        .unsealableName: Explanation(.refused, .packageUnsealableName, .hintUnsealableName),
        .noSuchPath: Explanation(.notFound, .packageNoSuchPath, .hintNoSuchPath),
        .notOneFile: Explanation(.refused, .packageNotOneFile, .hintNotOneFile),
        .severalFiles: Explanation(.usage, .packageSeveralFiles, .hintNoSuchPath),
        .notFile: Explanation(.usage, .packageNotFile, .hintNotFile),
        .tooFewPieces: Explanation(.tooFewPieces, .packageTooFewPieces, .hintPieces),
        .notRebuildable: Explanation(.damaged, .packageNotRebuildable, .hintNotRebuildable),
        .invalidRequest: Explanation(.refused, .packageInvalidRequest),
    ]
}

extension Place {
    /// "piece 1, content, unit 5, at byte 7".
    package func text(_ language: Language) -> String {
        let parts: [String?] = [
            piece.map { Message.placePiece.text(language, $0) }, region.message.text(language),
            unit.map { Message.placeUnit.text(language, $0) }, offset.map { Message.whereOffset.text(language, $0) },
        ]
        return parts.compactMap(\.self).joined(separator: language.separator)
    }
}

extension Place.Region {
    var message: Message {
        switch self {
        case .magic: .regionMagic
        case .header: .regionHeader
        case .unit: .regionUnit
        case .headerCopy: .regionHeaderCopy
        case .hashSection: .regionHashSection
        case .trailer: .regionTrailer
        case .manifest: .regionManifest
        case .signature: .regionSignature
        case .tail: .regionTail
        case .inside: .regionInside
        case .index: .regionIndex
        case .priorRecord: .regionPriorRecord
        case .file: .regionFile
        }
    }
}

extension DispersalError: Reportable {
    /// What a person is told about it, in that language.
    package func report(in language: Language) -> ErrorReport {
        ErrorReport(
            Self.explanations[code], module: "dispersal", code: code.rawValue, language,
            what: Message.whatPackage.text(language))
    }

    static let explanations: [Code: Explanation] = [
        .invalidThreshold: Explanation(.usage, .dispersalThreshold),
        .invalidShares: Explanation(.damaged, .dispersalShares),
        .noRandomness: Explanation(.internalError, .dispersalRandomness),
    ]
}
