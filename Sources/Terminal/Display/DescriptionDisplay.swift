import Console
import Cryptography
import Label
import Operations
import PackageFormat

extension PackageDescription {
    /// What can be seen of the package, a line for each part.
    package func lines(_ language: Language) -> [DisplayLine] {
        let header = structure.common
        let label = header.label?.lines(language) ?? [line(.titleLabel, Message.labelNotShown.text(language), language)]
        var lines = [line(.titlePurpose, header.purpose.text(language), language)]
        lines += label
        lines += peopleLines(language)
        lines += [
            line(.titleSealed, sealed(language), language),
            line(.titlePackageID, hexadecimal(header.packageID), language),
            line(.titleSize, size(language), language),
        ]
        lines += [structure.piecesLine(language)].compactMap(\.self)
        if header.claimsOneFile { lines.append(line(.titleContent, Message.claimsOneFile.text(language), language)) }
        lines += algorithms.map { line(.titleAlgorithm, $0.text(language), language) }
        lines += [intent.line(language)].compactMap(\.self)
        lines += structure.damage.map { line(.titleDamage, $0.text(language), language) }
        lines += [
            line(.titleChecked, checked(language), language),
            line(.titleNotChecked, Message.notCheckedUnits.text(language, structure.geometry.stripeCount), language),
        ]
        return lines
    }

    private func line(_ title: Message, _ value: String, _ language: Language) -> DisplayLine {
        DisplayLine(title, value, language)
    }

    private func peopleLines(_ language: Language) -> [DisplayLine] {
        let named = recipients.compactMap { $0.text(language) }
        let hidden = recipients.count { if case .hidden = $0 { true } else { false } }
        let all = hidden == 0 ? named : named + [Message.recipientHidden.text(language, hidden)]
        return [line(.titleSender, judgement.text(language), language)]
            + all.map { line(.titleRecipient, $0, language) }
    }

    private func sealed(_ language: Language) -> String {
        let text = Message.sealedAsClaimed.text(language, structure.manifest.sealingTime.rfc3339)
        return signerWasValid ? text : Message.senderNotValid.text(language, EscapedText(text))
    }

    private func size(_ language: Language) -> String {
        Message.sizeAndUnits.text(
            language, sizeText(structure.layout.fileSize, language),
            sizeText(structure.geometry.plaintextLength, language), structure.geometry.stripeCount)
    }

    private func checked(_ language: Language) -> String {
        let isSigned = judgement.certificate != nil
        return (isSigned ? Message.checkedStructure : .checkedStructureUnsigned).text(language)
    }
}

extension DescribedRecipient {
    /// Nil for one who is hidden: those are counted.
    fileprivate func text(_ language: Language) -> String? {
        switch self {
        case .known(let identity): escaped(identity.name.text)
        case .unknown(let keyID): Message.recipientUnknown.text(language, hexadecimal(keyID))
        case .passphrase(let iterations): Message.recipientPassphrase.text(language, iterations)
        case .hidden: nil
        }
    }
}

extension DescribedAlgorithm {
    fileprivate func text(_ language: Language) -> String {
        let use = EscapedText(use.message.text(language))
        guard let listing, let strength else { return Message.algorithmNotListed.text(language, use, name) }
        let status = EscapedText(listing.algorithm.status.message.text(language))
        let text = Message.algorithmListed.text(language, use, name, status, strength)
        guard let lastYear, lastYear != .max else { return text }
        return Message.algorithmUntil.text(language, EscapedText(text), lastYear)
    }
}

extension DescribedAlgorithm.Use {
    fileprivate var message: Message {
        switch self {
        case .content: .useContent
        case .recipient: .useRecipient
        case .passphrase: .usePassphrase
        case .signature: .useSignature
        case .hash: .useHash
        }
    }
}

extension RecommendedAlgorithm.Status {
    fileprivate var message: Message {
        switch self {
        case .recommended: .statusRecommended
        case .recommendedPostQuantum: .statusPostQuantum
        case .monitored: .statusMonitored
        }
    }
}
