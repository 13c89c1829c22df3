import Console
import Label
import Ledger
import Operations

/// What is said of a proof that was checked.
package struct ProofVerdict: Sendable {
    /// What is proved.
    package enum Subject: Sendable {
        /// That an entry stands in a ledger; nil for what is no entry.
        case entry(position: UInt64, DisclosedEntry?)
        /// That a ledger grew from one size to another.
        case growth(old: UInt64, new: UInt64)
    }

    private let source: String
    private let subject: Subject
    private let origin: String
    private let key: String
    private let faults: [ProofFault]
    private let owner: LedgerOwner
    /// What growth meant for what is known of that ledger here.
    package var learned = LearnedGrowth.unknown

    /// - Parameters:
    ///   - source: what the proof is called.
    ///   - origin: the ledger's name, by its own word.
    ///   - key: the text of the ledger's key.
    package init(
        of source: String, _ subject: Subject, origin: String, key: String, faults: [ProofFault], owner: LedgerOwner
    ) {
        self.source = source
        self.subject = subject
        self.origin = origin
        self.key = key
        self.faults = faults
        self.owner = owner
    }

    /// Success only if the proof holds and somebody who is trusted vouches for the ledger.
    package var exitCode: ExitCode {
        if case .twoHistories = learned { return .forked }
        if let gravest = faults.map(\.exitCode).min(by: { $0.rank < $1.rank }) { return gravest }
        return owner.exitCode
    }

    // MARK: For people

    /// The verdict, what is wrong, who vouches for it, and what is proved.
    package func lines(_ language: Language) -> [String] {
        guard faults.isEmpty else {
            return [Message.proofFails.text(language, source)] + faults.map { "  " + $0.text(language) }
        }
        var facts = [
            DisplayLine(.titleOwner, owner.text(language), language),
            DisplayLine(.titleLedgerKey, escaped(key), language),
        ]
        let first: String
        switch subject {
        case .entry(let position, let entry):
            first = Message.proofHolds.text(language, source, position, origin)
            facts += entry?.lines(language) ?? []
        case .growth(let old, let new):
            first = Message.growthHolds.text(language, source, origin, old, new)
            if let text = learned.text(language) { facts.append(DisplayLine(.titleSeenBefore, text, language)) }
        }
        return [first] + aligned(facts).map { "  " + $0 }
    }
}

extension ProofFault {
    fileprivate var exitCode: ExitCode {
        switch self {
        case .otherKey, .notSigned: .badSignature
        case .unknownKind: .unsupported
        case .twoHistories: .forked
        case .notIncluded, .notConsistent, .entryMalformed, .personalChanged: .damaged
        }
    }

    fileprivate func text(_ language: Language) -> String {
        switch self {
        case .otherKey: Message.faultOtherKey.text(language)
        case .notSigned: Message.faultNotSigned.text(language)
        case .notIncluded: Message.faultNotIncluded.text(language)
        case .notConsistent: Message.faultNotConsistent.text(language)
        case .twoHistories: Message.faultTwoHistories.text(language)
        case .entryMalformed: Message.faultEntryMalformed.text(language)
        case .unknownKind: Message.faultUnknownKind.text(language)
        case .personalChanged(let field):
            Message.faultPersonal.text(language, EscapedText(EntryWords.field(field, language)))
        }
    }

    fileprivate var name: String {
        switch self {
        case .otherKey: "other-key"
        case .notSigned: "not-signed"
        case .notIncluded: "not-included"
        case .notConsistent: "not-consistent"
        case .twoHistories: "two-histories"
        case .entryMalformed: "entry-malformed"
        case .unknownKind: "unknown-kind"
        case .personalChanged: "personal-value-changed"
        }
    }
}

extension ExitCode {
    /// A bad signature hides damage, damage two histories, and these what is not known.
    fileprivate var rank: Int { [.badSignature, .damaged, .forked, .unsupported].firstIndex(of: self) ?? .max }
}

extension LearnedGrowth {
    /// Nil if nothing was known.
    fileprivate func text(_ language: Language) -> String? {
        switch self {
        case .unknown: nil
        case .kept(let size): Message.growthKept.text(language, size)
        case .same(let size): Message.growthSame.text(language, size)
        case .unrelated(let size): Message.growthUnrelated.text(language, size)
        case .twoHistories(let size): Message.growthForked.text(language, size)
        }
    }

    fileprivate var name: String? {
        switch self {
        case .unknown: nil
        case .kept: "kept"
        case .same: "same"
        case .unrelated: "unrelated"
        case .twoHistories: "two-histories"
        }
    }
}

// MARK: For programs

extension ProofVerdict: Encodable {
    private enum Key: String, CodingKey {
        case proof, code, faults, ledger, key, owner, position, entry, oldSize, newSize, seenBefore
    }

    /// One object; what is not there has no key.
    package func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(source, forKey: .proof)
        try object.encode(exitCode.rawValue, forKey: .code)
        try object.encode(faults.map(\.name), forKey: .faults)
        try object.encode(origin, forKey: .ledger)
        try object.encode(key, forKey: .key)
        try object.encode(LedgerOwnerJSON(owner), forKey: .owner)
        switch subject {
        case .entry(let position, let entry):
            try object.encode(position, forKey: .position)
            try object.encodeIfPresent(faults.isEmpty ? entry : nil, forKey: .entry)
        case .growth(let old, let new):
            try object.encode(old, forKey: .oldSize)
            try object.encode(new, forKey: .newSize)
            try object.encodeIfPresent(learned.name, forKey: .seenBefore)
        }
    }
}
