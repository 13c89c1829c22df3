/// A way of overwriting: a sequence of passes under the name of its origin.
package struct Method: Hashable, Sendable {
    /// What it is called where it is chosen, such as "dod-3": lower-case letters, digits and hyphens.
    package let name: String
    /// What people call it.
    package let title: String
    /// Where the passes are taken from.
    package let source: Source
    /// At least one.
    package let passes: [Pass]

    /// How sure it is that the passes are those of the name.
    package enum Source: Hashable, Sendable {
        /// The text that defines it was read.
        case published(String)
        /// The defining text was not at hand; this program does what another one does.
        case implemented(by: String)
        /// Fubako's own, or the site's.
        case own(String)
    }

    /// One pass before its random choices are made.
    package struct Pass: Hashable, Sendable {
        /// What is written.
        package let pattern: Pattern
        /// How it is read back.
        package let verification: PassVerification

        /// A pass, not read back unless asked.
        package init(_ pattern: Pattern, verify verification: PassVerification = .none) {
            self.pattern = pattern
            self.verification = verification
        }
    }

    /// What a pass writes.
    package enum Pattern: Hashable, Sendable {
        /// These bytes again and again.
        case bytes([UInt8])
        /// A byte drawn for the run: the same one wherever the number is the same.
        case character(Int)
        /// The complement of the byte drawn under this number.
        case complement(Int)
        /// A keystream under a key of its own.
        case random
    }

    /// - Returns: nil if the name or a pattern breaks the rules, or there is no pass.
    package init?(_ name: String, _ title: String, source: Source, passes: [Pass]) {
        guard Self.isName(name), !title.isEmpty, (1...Self.mostPasses).contains(passes.count),
            passes.allSatisfy(\.isValid)
        else { return nil }
        self.name = name
        self.title = title
        self.source = source
        self.passes = passes
    }

    /// More passes than any method that was ever published has.
    package static let mostPasses = 100

    private static func isName(_ name: String) -> Bool {
        (1...40).contains(name.utf8.count)
            && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }
}

extension Method.Pass {
    var isValid: Bool {
        guard verification.isValid else { return false }
        return switch pattern {
        case .bytes(let bytes): (1...Filling.longestPeriod).contains(bytes.count)
        case .character(let number), .complement(let number): (0..<Method.mostPasses).contains(number)
        case .random: true
        }
    }
}

/// How much of a pass is read back.
package enum PassVerification: Hashable, Sendable {
    /// Nothing.
    case none
    /// Every sector.
    case full
    /// A part, in thousandths of the device, 1...999, at places that are drawn after the pass.
    case sample(perMille: Int)

    var isValid: Bool {
        if case .sample(let share) = self { return (1...999).contains(share) }
        return true
    }
}
