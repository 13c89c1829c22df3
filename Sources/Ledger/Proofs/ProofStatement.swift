import Cryptography
import Transparency

/// What travels along with a proof that an entry stands in a ledger, so that nothing else is needed to check it: canonical
/// JSON in the line `extra` of a tlog-proof.
///
///     entry         the entry, as text
///     key           the ledger's public key
///     pin           the owner's signature over the key, in base 64; may be missing
///     personal      personal values by field, {"key":base 64,"value":...}; missing unless they were asked for
///     consistency   proofs from sizes that the recipient knows, [{"old":size,"proof":[base 64]}]; may be missing
package struct ProofStatement: Hashable, Sendable {
    /// Canonical JSON, as it was read or will be written. Whether it is an entry, verification says.
    package var entry: [UInt8]
    /// The ledger's public key, by its own word.
    package var key: VerifierKey
    /// The owner's signature over the key.
    package var pin: LedgerPin?
    /// Personal values and the keys of their commitments.
    package var personal: [PersonalValue] = []
    /// Proofs that the checkpoint's tree grew from smaller ones.
    package var consistency: [Growth] = []

    /// From a smaller tree to that of the checkpoint.
    package struct Growth: Hashable, Sendable {
        /// Leaves of the smaller tree.
        package let old: UInt64
        /// The proof.
        package let proof: ConsistencyProof

        /// A proof from a tree of so many leaves.
        package init(old: UInt64, proof: ConsistencyProof) {
            self.old = old
            self.proof = proof
        }
    }

    /// Bytes at most: what base 64 of it leaves room for in a tlog-proof.
    package static let maximumCount = 131_072
    /// Proofs of consistency at most.
    package static let maximumGrowths = 16

    /// - Parameter entry: canonical JSON.
    package init(entry: [UInt8], key: VerifierKey) {
        self.entry = entry
        self.key = key
    }

    // MARK: Writing

    /// The one encoding.
    /// - Throws: ``LedgerError/Code/tooLarge``, ``LedgerError/Code/notCanonical``.
    package func encoded() throws(LedgerError) -> [UInt8] {
        var members: [String: CanonicalJSON] = [
            "entry": .string(String(decoding: entry, as: UTF8.self)), "key": .string(key.text),
        ]
        if let pin { members["pin"] = .string(Base64.encode(pin.signedData)) }
        if !personal.isEmpty { members["personal"] = .object(try opened()) }
        if !consistency.isEmpty { members["consistency"] = .array(consistency.map(\.json)) }
        return try CanonicalJSON.object(members).encoded(limit: Self.maximumCount)
    }

    private func opened() throws(LedgerError) -> [String: CanonicalJSON] {
        var fields: [String: CanonicalJSON] = [:]
        for value in personal {
            fields[value.field] = .object([
                "key": .string(Base64.encode(value.key.bytes)), "value": try CanonicalJSON(value.value),
            ])
        }
        return fields
    }

    // MARK: Reading

    /// Reads strictly: no other members, each in its form.
    /// - Throws: ``LedgerError/Code/malformed``, ``LedgerError/Code/notCanonical``, ``LedgerError/Code/tooLarge``;
    ///   ``LedgerError/Code/missingField``, ``LedgerError/Code/unexpectedField``, ``LedgerError/Code/badValue`` with the
    ///   member.
    package init(_ bytes: [UInt8]) throws(LedgerError) {
        guard var members = try CanonicalJSON(bytes, limit: Self.maximumCount).members else {
            throw LedgerError(.malformed, "not an object")
        }
        guard let entry = members.removeValue(forKey: "entry")?.text else {
            throw LedgerError(.missingField, "there is no entry", field: "entry")
        }
        guard let key = members.removeValue(forKey: "key")?.text else {
            throw LedgerError(.missingField, "there is no key", field: "key")
        }
        self.entry = Array(entry.utf8)
        self.key = try Self.key(key)
        pin = try members.removeValue(forKey: "pin").map { value throws(LedgerError) in try Self.pin(value) }
        personal = try Self.personal(members.removeValue(forKey: "personal"))
        consistency = try Self.consistency(members.removeValue(forKey: "consistency"))
        if let other = members.keys.min() {
            throw LedgerError(.unexpectedField, "a proof has no such member", field: other)
        }
    }

    private static func key(_ text: String) throws(LedgerError) -> VerifierKey {
        do throws(TransparencyError) { return try VerifierKey(text: text) } catch {
            var failure = LedgerError(.badValue, error.reason, field: "key")
            failure.transparency = error
            throw failure
        }
    }

    private static func pin(_ value: CanonicalJSON) throws(LedgerError) -> LedgerPin {
        guard let text = value.text, let bytes = Base64.decode(Array(text.utf8)) else {
            throw LedgerError(.badValue, "not base 64", field: "pin")
        }
        return LedgerPin(signedData: bytes)
    }

    private static func personal(_ value: CanonicalJSON?) throws(LedgerError) -> [PersonalValue] {
        guard let value else { return [] }
        let bad = LedgerError(.badValue, "not personal values with their keys", field: "personal")
        guard let fields = value.members, !fields.isEmpty else { throw bad }
        var values: [PersonalValue] = []
        for (field, opened) in fields.sorted(by: { $0.key < $1.key }) {
            guard let members = opened.members, members.count == 2, let value = members["value"],
                let key = members["key"]?.text.flatMap({ Base64.decode(Array($0.utf8)) }).flatMap(PersonalKey.init)
            else { throw bad }
            values.append(PersonalValue(field: field, key: key, value: try value.encoded()))
        }
        return values
    }

    private static func consistency(_ value: CanonicalJSON?) throws(LedgerError) -> [Growth] {
        guard let value else { return [] }
        let bad = LedgerError(.badValue, "not proofs of consistency", field: "consistency")
        guard let elements = value.elements, (1...maximumGrowths).contains(elements.count) else { throw bad }
        var growths: [Growth] = []
        for element in elements {
            guard let growth = Growth(element) else { throw bad }
            growths.append(growth)
        }
        return growths
    }
}

extension ProofStatement.Growth {
    fileprivate var json: CanonicalJSON {
        .object([
            "old": .integer(Int(clamping: old)), "proof": .array(proof.hashes.map { .string($0.base64) }),
        ])
    }

    fileprivate init?(_ value: CanonicalJSON) {
        guard let members = value.members, members.count == 2, let old = members["old"]?.integer, old >= 0,
            let texts = members["proof"]?.elements, texts.count <= ConsistencyProof.maximumCount
        else { return nil }
        let hashes = texts.compactMap { $0.text.flatMap { TreeHash(base64: $0.utf8) } }
        guard hashes.count == texts.count else { return nil }
        self.init(old: UInt64(old), proof: ConsistencyProof(hashes: hashes))
    }
}
