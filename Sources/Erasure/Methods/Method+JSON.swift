/// A method of a site, as a file describes it:
///
///     { "name": "site-2",
///       "title": "Two passes, rule 12",
///       "source": "Rules for media, 2026, article 12",
///       "passes": [
///         { "write": "character 1" },
///         { "write": "complement 1", "verify": "10%" },
///         { "write": "92 49 24", "verify": "all" },
///         { "write": "random", "verify": "all" }
///       ] }
///
/// `write` is `random`, `character N` (a byte drawn for the run), `complement N`, or 1 to 16 bytes in hexadecimal. `verify`
/// is `none`, the default, `all`, or a percentage with at most one decimal.
extension Method {
    /// - Throws: `malformed` for what is not JSON, `invalidMethod` for what is no method, which names the part.
    package init(json bytes: [UInt8]) throws(ErasureError) {
        let value = try JSONValue(bytes)
        let members = try Self.members(value, ["name", "title", "source", "passes"], of: "the method")
        guard let name = members[0]?.text, let title = members[1]?.text, let source = members[2]?.text,
            case .array(let listed)? = members[3]
        else { throw Self.invalid("a method has a name, a title, a source and passes") }
        var passes: [Pass] = []
        for (index, pass) in listed.enumerated() { passes.append(try Self.pass(pass, "pass \(index + 1)")) }
        guard Method.named(name) == nil else { throw Self.invalid("the name is that of a built-in method") }
        guard !source.isEmpty, let method = Method(name, title, source: .own(source), passes: passes) else {
            throw Self.invalid(
                "a name has 1 to 40 lower-case letters, digits and hyphens; title and source are not empty; "
                    + "there are 1 to \(Self.mostPasses) passes")
        }
        self = method
    }

    /// The values of exactly these names, in their order; every other name is refused, since it could be a slip.
    private static func members(
        _ value: JSONValue, _ names: [String], of what: String
    ) throws(ErasureError) -> [JSONValue?] {
        guard case .object(let members) = value else { throw invalid("\(what) is no object") }
        guard members.allSatisfy({ names.contains($0.name) }) else {
            throw invalid("\(what) has a name that is none of " + names.joined(separator: ", "))
        }
        return names.map { value[$0] }
    }

    private static func pass(_ value: JSONValue, _ place: String) throws(ErasureError) -> Pass {
        let members = try members(value, ["write", "verify"], of: place)
        guard let text = members[0]?.text, let pattern = Pattern(text: text) else {
            throw invalid("\(place): what is written is neither random, character N, complement N nor bytes")
        }
        guard let verify = members[1] else { return Pass(pattern) }
        guard let text = verify.text, let verification = PassVerification(text: text) else {
            throw invalid("\(place): verify is neither none, all nor a percentage")
        }
        return Pass(pattern, verify: verification)
    }

    private static func invalid(_ reason: String) -> ErasureError { ErasureError(.invalidMethod, "method", reason) }
}

extension Method.Pattern {
    fileprivate init?(text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        switch (words.first, words.count) {
        case ("random", 1): self = .random
        case ("character", 2), ("complement", 2):
            guard let number = Int(words[1]), (1...9).contains(number), words[1].count == 1 else { return nil }
            self = words[0] == "character" ? .character(number) : .complement(number)
        default:
            let bytes = words.map { $0.utf8.count == 2 && !$0.hasPrefix("+") ? UInt8($0, radix: 16) : nil }
            guard !bytes.contains(nil), (1...Filling.longestPeriod).contains(bytes.count) else { return nil }
            self = .bytes(bytes.compactMap(\.self))
        }
    }
}

extension PassVerification {
    /// "none", "all", "10%" or "0.5%".
    package init?(text: String) {
        switch text {
        case "none": self = .none
        case "all": self = .full
        default:
            guard text.hasSuffix("%") else { return nil }
            let parts = text.dropLast().split(separator: ".", omittingEmptySubsequences: false)
            guard (1...2).contains(parts.count), parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
                let whole = Int(parts[0]), parts.count == 1 || parts[1].utf8.count == 1
            else { return nil }
            let tenths = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
            let (perMille, overflow) = whole.multipliedReportingOverflow(by: 10)
            guard !overflow, perMille <= 1_000 else { return nil }
            self.init(perMille: perMille + tenths)
            if !isValid || self == .none || perMille + tenths > 1_000 { return nil }
        }
    }
}
