import Normalization

/// A witness that is known, and whose it is.
package struct Witness: Hashable, Sendable {
    /// Its key, of type `cosignature`.
    package let key: VerifierKey
    /// The organisation that runs it. Several witnesses of one organisation count once.
    package let organisation: String

    /// A witness of a policy.
    package init(key: VerifierKey, organisation: String) {
        self.key = key
        self.organisation = organisation
    }
}

/// Of how many organisations the witnesses must have cosigned.
///
/// A cosignature does not say whose it is but for its key, so that one key under two names would be counted twice
/// (C2SP tlog-cosignature forbids it); such a set of witnesses is refused.
package struct WitnessQuorum: Hashable, Sendable {
    /// All witnesses that are known.
    package let witnesses: [Witness]
    /// The number of organisations that suffices, 0 or more.
    package let required: Int

    /// - Throws: `badWitnesses` for a key of another type, one public key twice, an organisation without a name, or fewer
    ///   organisations than `required`.
    package init(witnesses: [Witness], required: Int) throws(TransparencyError) {
        guard witnesses.allSatisfy({ $0.key.type == .cosignature }) else {
            throw TransparencyError(.badWitnesses, "a key that makes no cosignatures")
        }
        guard Set(witnesses.map(\.key.publicKey)).count == witnesses.count else {
            throw TransparencyError(.badWitnesses, "one key twice")
        }
        guard witnesses.allSatisfy({ !$0.organisation.isEmpty }) else {
            throw TransparencyError(.badWitnesses, "an organisation without a name")
        }
        guard (0...Set(witnesses.map { foldedName($0.organisation) }).count).contains(required) else {
            throw TransparencyError(.badWitnesses, "fewer organisations than required")
        }
        self.witnesses = witnesses
        self.required = required
    }

    /// The keys of all witnesses, to verify with.
    package var keys: [VerifierKey] { witnesses.map(\.key) }

    /// Organisations that have cosigned, each once, in the order of the policy; names that differ in width, case or blanks
    /// only are one, of which the first is given.
    package func organisations(in signatures: [VerifiedSignature]) -> [String] {
        let keys = Set(signatures.map(\.key))
        var folded: Set<String> = []
        return witnesses.filter { keys.contains($0.key) && folded.insert(foldedName($0.organisation)).inserted }
            .map(\.organisation)
    }

    /// Whether enough organisations have cosigned.
    package func isReached(by signatures: [VerifiedSignature]) -> Bool {
        organisations(in: signatures).count >= required
    }
}
