extension Grade {
    /// "C3/I2/A1", or "C3" on paper; in Japanese 機密性3・完全性2・可用性1, or 機密性3.
    package func text(_ language: Language) -> String {
        aspects.map { aspect, level in aspect.word(language) + String(level) }
            .joined(separator: language == .ja ? "・" : "/")
    }

    private var aspects: [(Aspect, UInt8)] {
        switch self {
        case .electronic(let confidentiality, let integrity, let availability):
            [
                (.confidentiality, confidentiality.rawValue), (.integrity, integrity.rawValue),
                (.availability, availability.rawValue),
            ]
        case .paper(let confidentiality): [(.confidentiality, confidentiality.rawValue)]
        }
    }

    /// Reads either form. Letters may be small; letters, digits, strokes and spaces may be of full width; 機密性3情報 is
    /// 機密性3; parts are separated by "/", "・", "、", "," or spaces, and stand in the order C, I, A.
    /// - Throws: ``LabelError`` with `empty`, `tooLong` or `badValue`, field `grade`.
    package init(text: String) throws(LabelError) {
        guard !text.isEmpty else { throw LabelError(.empty, .grade) }
        guard text.utf8.count <= LabelText.limit else { throw LabelError(.tooLong, .grade, text: text) }
        let parts = Self.parts(text)
        let levels = zip(parts, Aspect.allCases).compactMap { Self.level($0, $1) }
        guard levels.count == parts.count, let confidentiality = levels.first.flatMap(Confidentiality.init) else {
            throw LabelError(.badValue, .grade, text: text)
        }
        switch levels.count {
        case 1: self = .paper(confidentiality)
        case 3:
            guard let integrity = Integrity(rawValue: levels[1]), let availability = Availability(rawValue: levels[2])
            else { throw LabelError(.badValue, .grade, text: text) }
            self = .electronic(confidentiality, integrity, availability)
        default: throw LabelError(.badValue, .grade, text: text)
        }
    }

    private static func parts(_ text: String) -> [String] {
        let plain = String(text.map { ["・", "、", ",", "，"].contains($0) ? "/" : Self.halfWidth($0) })
        guard plain.contains("/") else { return plain.split(separator: " ").map(String.init) }
        return plain.split(separator: "/", omittingEmptySubsequences: false).map { part in
            String(part.filter { $0 != " " })
        }
    }

    /// Full-width forms of ASCII lie at a fixed distance (Unicode block Halfwidth and Fullwidth Forms).
    private static func halfWidth(_ character: Character) -> Character {
        guard character.unicodeScalars.count == 1, let scalar = character.unicodeScalars.first else { return character }
        switch scalar.value {
        case 0x3000: return " "
        case 0xFF01...0xFF5E: return Unicode.Scalar(scalar.value - 0xFEE0).map(Character.init) ?? character
        default: return character
        }
    }

    private static func level(_ part: String, _ aspect: Aspect) -> UInt8? {
        var rest = part[...]
        if rest.hasPrefix(aspect.word(.ja)) {
            rest = rest.dropFirst(aspect.word(.ja).count)
            if rest.hasSuffix("情報") { rest = rest.dropLast(2) }
        } else if rest.uppercased().hasPrefix(aspect.letter) {
            rest = rest.dropFirst()
        } else {
            return nil
        }
        return ["1": 1, "2": 2, "3": 3][String(rest)]
    }
}
