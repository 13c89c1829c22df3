/// What a grade or a handling restriction is about. Raw values are those of the encoding; cases are in the usual order.
package enum Aspect: UInt8, Hashable, Sendable, CaseIterable {
    /// 機密性
    case confidentiality = 0
    /// 完全性
    case integrity = 1
    /// 可用性
    case availability = 2

    /// C, I or A.
    package var letter: String {
        switch self {
        case .confidentiality: "C"
        case .integrity: "I"
        case .availability: "A"
        }
    }

    /// The word that stands before the level: 機密性 and so on, or the letter.
    package func word(_ language: Language) -> String {
        switch (language, self) {
        case (.en, _): letter
        case (.ja, .confidentiality): "機密性"
        case (.ja, .integrity): "完全性"
        case (.ja, .availability): "可用性"
        }
    }
}
