/// What a package is for. Raw values are those of the encoding.
package enum Purpose: UInt8, Hashable, Sendable, CaseIterable {
    /// 保管: kept, not sent.
    case store = 0
    /// 内部: for others of the same ministry, within what it manages.
    case inside = 1
    /// 移送: sent or carried to the outside.
    case transfer = 2
    /// 提供: given to someone outside.
    case provide = 3
    /// 公表: given to everyone.
    case publish = 4

    /// The one word for it.
    package func text(_ language: Language) -> String {
        switch (self, language) {
        case (.store, .en): "store"
        case (.store, .ja): "保管"
        case (.inside, .en): "inside"
        case (.inside, .ja): "内部"
        case (.transfer, .en): "transfer"
        case (.transfer, .ja): "移送"
        case (.provide, .en): "provide"
        case (.provide, .ja): "提供"
        case (.publish, .en): "publish"
        case (.publish, .ja): "公表"
        }
    }

    /// Reads the word in either language.
    /// - Throws: ``LabelError`` with `unknownWord`, field `purpose`.
    package init(text: String) throws(LabelError) {
        let match = Self.allCases.first { purpose in Language.allCases.contains { purpose.text($0) == text } }
        guard let match else { throw LabelError(.unknownWord, .purpose, text: text) }
        self = match
    }
}
