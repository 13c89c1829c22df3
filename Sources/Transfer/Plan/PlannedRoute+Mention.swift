extension PlannedRoute {
    /// Whether a text in a person's words names this route: it has the host or the mail address in it, whatever stands around it.
    func isMentioned(in text: String) -> Bool {
        let mail = "mail:"
        let names = RouteNames(identity)
        for word in Self.words(text.lowercased()) {
            let parts = word.split(separator: "@", maxSplits: 1)
            if parts.count == 2, identity.hasPrefix(mail) {
                // Without a scheme, and without what follows a plus sign, as in the identity.
                let account = parts[0].split(separator: ":").last?.prefix { $0 != "+" } ?? ""
                if identity == "\(mail)\(account)@\(parts[1])" { return true }
            }
            let host = parts.last ?? word
            let place = host.filter { $0 == ":" }.count == 1 ? host.prefix { $0 != ":" } : host
            if names.meets(RouteNames("host:\(place)")) { return true }
        }
        return false
    }

    /// Runs of what mail addresses and hosts are made of, without the marks of a sentence at their ends.
    private static func words(_ text: String) -> [Substring] {
        let marks = ".:-_+"
        return text.split { !($0.isASCII && ($0.isLetter || $0.isNumber) || marks.contains($0) || $0 == "@") }.map {
            word in
            var word = word.drop { marks.contains($0) && $0 != ":" }
            while let last = word.last, marks.contains(last) { word.removeLast() }
            return word
        }.filter { !$0.isEmpty }
    }
}
