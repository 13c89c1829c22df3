/// One message in every language. Places for arguments are {0} to {9}.
struct Wording: Sendable {
    let en: String
    let ja: String

    init(_ en: String, _ ja: String) {
        self.en = en
        self.ja = ja
    }
}

/// Something that can stand in a message. It makes itself harmless for a terminal.
package protocol MessageArgument: Sendable {
    /// What is shown, escaped where others have chosen it.
    var shown: String { get }
}
