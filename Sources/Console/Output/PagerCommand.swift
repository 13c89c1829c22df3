import SystemIO

/// Which program shows long output page by page.
struct PagerCommand: Hashable {
    let program: String
    let arguments: [String]

    /// What PAGER says, else less(1).
    /// - Returns: nil where none is wanted: PAGER is empty or cat(1).
    init?(environment: (String) -> String?) {
        guard let text = environment("PAGER") else {
            self.init(program: "less", arguments: [])
            return
        }
        let words = text.split(separator: " ").map(String.init)
        guard let program = words.first, words != ["cat"] else { return nil }
        if text.unicodeScalars.allSatisfy(Self.isPlain) {
            self.init(program: program, arguments: Array(words.dropFirst()))
        } else {
            // Whatever a shell makes of it, as other programs do with this variable.
            self.init(program: "sh", arguments: ["-c", text])
        }
    }

    private init(program: String, arguments: [String]) {
        self.program = program
        self.arguments = arguments
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || " -_./+".unicodeScalars.contains(scalar))
    }

    /// Starts it.
    /// - Returns: nil if there is no such program: then everything is shown at once.
    func start(environment: (String) -> String?) -> Pager? {
        // As git does: nothing is paged that fits on the screen, colours are colours, and the screen is left as it is.
        let defaults = ["LESS": "FRX", "LV": "-c"].filter { environment($0.key) == nil }
        return try? Pager(Path(program), arguments, variables: defaults)
    }
}

extension Output {
    /// Starts a program that shows what is written from here on page by page, if standard output is a terminal and the user
    /// wants one.
    /// - Returns: to be kept until all is written; nil if there is none.
    package func pager(environment: (String) -> String? = environmentVariable) -> Pager? {
        guard !isJSON, Descriptor.standardOutput.isTerminal, environment("TERM") != "dumb" else { return nil }
        return PagerCommand(environment: environment)?.start(environment: environment)
    }
}
