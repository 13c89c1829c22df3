import Label

extension Language {
    /// What stands between the parts of a list.
    package var separator: String { self == .ja ? "、" : ", " }
}
