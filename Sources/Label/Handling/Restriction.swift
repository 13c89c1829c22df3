/// 取扱制限, one way in which a record must or must not be handled. It belongs to one aspect of the grade.
package struct Restriction: Hashable, Sendable {
    /// What it protects: confidentiality, integrity or availability.
    package let aspect: Aspect
    /// As it stands in the label. A standard restriction is written with its Japanese name.
    package let name: LabelText

    /// Any name, of a standard restriction or of one's own.
    package init(aspect: Aspect, name: LabelText) {
        self.aspect = aspect
        self.name = name
    }

    /// The standard restriction that this is, under either of its names.
    package var standard: StandardRestriction? {
        StandardRestriction.allCases.first { standard in
            standard.aspect == aspect && Language.allCases.contains { standard.text($0) == name.value }
        }
    }

    /// A standard restriction by its name in that language; any other as "C:name", "I:name" or "A:name".
    package func text(_ language: Language) -> String {
        guard let standard, standard.text(.ja) == name.value else { return literalText }
        return standard.text(language)
    }

    /// "C:name", "I:name" or "A:name", the name as it stands in the label.
    package var literalText: String { aspect.letter + ":" + name.value }

    /// Reads the name of a standard restriction in either language, or "C:name", "I:name", "A:name" with a name of one's own.
    /// - Throws: ``LabelError`` with `unknownWord` or what ``LabelText`` refuses, field `restriction`.
    package init(text: String) throws(LabelError) {
        if let standard = StandardRestriction(text: text) {
            self.init(aspect: standard.aspect, name: try LabelText(standard.text(.ja), field: .restriction))
        } else {
            try self.init(literalText: text)
        }
    }

    /// Reads "C:name", "I:name" or "A:name" only.
    /// - Throws: ``LabelError`` with `unknownWord` or what ``LabelText`` refuses, field `restriction`.
    package init(literalText text: String) throws(LabelError) {
        guard let aspect = Aspect.allCases.first(where: { text.hasPrefix($0.letter + ":") }) else {
            throw LabelError(.unknownWord, .restriction, text: text)
        }
        self.init(aspect: aspect, name: try LabelText(String(text.dropFirst(2)), field: .restriction))
    }
}

/// The handling restrictions that the standard itself gives as examples. All belong to confidentiality.
package enum StandardRestriction: Hashable, Sendable, CaseIterable {
    case noCopying
    case noTakingOut
    case noDistribution
    case noRedistribution
    case encryptionRequired
    case destroyAfterReading

    /// Confidentiality for all of them.
    package var aspect: Aspect { .confidentiality }

    /// The name in that language, as it is read and shown.
    package func text(_ language: Language) -> String {
        switch (self, language) {
        case (.noCopying, .en): "no-copying"
        case (.noCopying, .ja): "複製禁止"
        case (.noTakingOut, .en): "no-taking-out"
        case (.noTakingOut, .ja): "持出禁止"
        case (.noDistribution, .en): "no-distribution"
        case (.noDistribution, .ja): "配付禁止"
        case (.noRedistribution, .en): "no-redistribution"
        case (.noRedistribution, .ja): "再配付禁止"
        case (.encryptionRequired, .en): "encryption-required"
        case (.encryptionRequired, .ja): "暗号化必須"
        case (.destroyAfterReading, .en): "destroy-after-reading"
        case (.destroyAfterReading, .ja): "読後廃棄"
        }
    }

    /// Reads the name in either language.
    package init?(text: String) {
        let match = Self.allCases.first { standard in Language.allCases.contains { standard.text($0) == text } }
        guard let match else { return nil }
        self = match
    }
}
