import Cryptography
import DER
import Keyring
import PackageFormat

/// Which algorithms are not used any more, because somebody decided so: the file `withdrawn` of a keyring.
///
/// ```
/// fubako-withdrawn 1
/// 2026-04-01T09:00:00Z<TAB>withdraw<TAB>AES-256-GCM<TAB>announcement 12
/// 2026-05-01T09:00:00Z<TAB>forgeable<TAB>AES-256-GCM<TAB>announcement 14
/// 2026-06-01T09:00:00Z<TAB>restore<TAB>AES-256-GCM<TAB>announcement 14 was wrong
/// ```
/// Every decision stays in it; the last on an algorithm counts. Each line ends by LF, in this one form.
package struct Withdrawals: Equatable, Sendable {
    /// A line of the file.
    package struct Decision: Hashable, Sendable {
        /// What was decided. The raw value stands in the file.
        package enum Kind: String, Sendable, CaseIterable {
            /// Nothing new is protected by it.
            case withdraw
            /// The same, and it can be forged: what it proved is not believed any more.
            case forgeable
            /// It is used as before.
            case restore
        }

        /// When it was decided.
        package let date: DERTime
        /// What was decided.
        package let kind: Kind
        /// On which algorithm: its name on the recommended list.
        package let algorithm: String
        /// Why, in the words of whoever decided: 1 to 500 bytes, without control characters.
        package let reason: String
    }

    /// All decisions in their order.
    package private(set) var decisions: [Decision] = []

    private static let head = "fubako-withdrawn 1"
    private static let longestReason = 500

    /// Nothing was withdrawn.
    package init() {}

    /// The decisions that stand in a keyring.
    /// - Throws: `keyring`, with `malformed` for a file that is not of the one form.
    package init(in keyring: Keyring) throws(OperationError) {
        let bytes = try onKeyring { () throws(KeyringError) in try keyring.withdrawn() }
        do { self = try bytes.map { file throws(KeyringError) in try Withdrawals(file) } ?? Withdrawals() } catch {
            throw OperationError(.keyring, underlying: .keyring(error))
        }
    }

    /// The decision that counts for a withdrawn algorithm; nil for one in use.
    package func withdrawal(of algorithm: String) -> Decision? {
        let last = last(on: algorithm)
        return last?.kind == .restore ? nil : last
    }

    /// The last decision on an algorithm, whatever it was.
    func last(on algorithm: String) -> Decision? { decisions.last { $0.algorithm == algorithm } }

    mutating func add(_ decision: Decision) { decisions.append(decision) }

    /// The decisions by which algorithms are withdrawn now, by their names.
    package var current: [Decision] {
        Set(decisions.map(\.algorithm)).sorted().compactMap { withdrawal(of: $0) }
    }

    /// Which of the algorithms that a package rests on are withdrawn, by their names on the recommended list.
    func withdrawn(of structure: PackageStructure) -> [String] {
        DescribedAlgorithm.names(in: structure).filter { withdrawal(of: $0) != nil }
    }

    /// Whether what the algorithm proved is not believed any more.
    package func isForgeable(_ algorithm: String) -> Bool { withdrawal(of: algorithm)?.kind == .forgeable }

    /// Decides, and writes the decision into the keyring.
    /// - Parameters:
    ///   - algorithm: its name on the recommended list, in upper or lower case.
    ///   - recorded: the decisions that the ledger recorded; nil where there is none.
    /// - Throws: `unknownAlgorithm` with all names; `badReason`; `notWithdrawn` for restoring one that is in use and on which
    ///   nobody disagrees; `keyring`.
    package static func decide(
        _ kind: Decision.Kind, on algorithm: String, because reason: String, at date: DERTime, in keyring: Keyring,
        recorded: Withdrawals? = nil
    ) throws(OperationError) -> Decision {
        let decision = Decision(
            date: date, kind: kind, algorithm: try name(of: algorithm), reason: try checked(reason))
        var refusal: OperationError?
        do throws(KeyringError) {
            refusal = try keyring.changeWithdrawn { (old) throws(OperationError) in
                var withdrawals = Withdrawals()
                do throws(KeyringError) { if let old { withdrawals = try Withdrawals(old) } } catch {
                    throw OperationError(.keyring, underlying: .keyring(error))
                }
                if kind == .restore, !isRestorable(decision.algorithm, withdrawals, recorded) {
                    throw OperationError(.notWithdrawn, decision.algorithm)
                }
                withdrawals.add(decision)
                return withdrawals.bytes
            }
        } catch { throw OperationError(.keyring, underlying: .keyring(error)) }
        if let refusal { throw refusal }
        return decision
    }

    private static func isRestorable(_ algorithm: String, _ kept: Withdrawals, _ recorded: Withdrawals?) -> Bool {
        let compared = ComparedWithdrawals(kept, recorded: recorded)
        return compared.withdrawals.withdrawal(of: algorithm) != nil
            || compared.differences.contains { $0.algorithm == algorithm }
    }

    /// - Throws: `algorithmWithdrawn` with the first of them that nothing new is protected by; `cryptography`.
    func requireInUse(_ names: () throws(CryptographyError) -> [String]) throws(OperationError) {
        if let name = try onCryptography(names).first(where: { withdrawal(of: $0) != nil }) {
            throw OperationError(.algorithmWithdrawn, name)
        }
    }

    /// Checks both keys that a new identity of this kind has, and what protects their files.
    /// - Throws: `algorithmWithdrawn`; `cryptography` for a kind that is not on the recommended list.
    package func requireInUse(_ type: KeyType) throws(OperationError) {
        try requireInUse { () throws(CryptographyError) in
            try type.signatureNames() + type.encryptionNames() + PrivateKey.fileNames()
        }
    }

    /// The cipher where none is asked for: AES-256-GCM unless it is withdrawn and the other one is not.
    package var usualSuite: Suite { usualSuite(besides: nil) }

    /// As ``usualSuite``, but not the cipher of that name if another can be used.
    package func usualSuite(besides algorithm: String?) -> Suite {
        let usable = Suite.allCases.first { suite in
            (try? suite.aead.listedNames())?.allSatisfy { $0 != algorithm && withdrawal(of: $0) == nil } ?? false
        }
        return usable ?? .aes256GCM
    }

    /// The name on the recommended list.
    /// - Throws: `unknownAlgorithm` with all names.
    package static func name(of algorithm: String) throws(OperationError) -> String {
        let names = listedNames
        if let name = names.first(where: { $0.lowercased() == algorithm.lowercased() }) { return name }
        var error = OperationError(.unknownAlgorithm, algorithm)
        error.names = names
        throw error
    }

    /// Algorithms that this program uses, by their names on the recommended list.
    package static var listedNames: [String] {
        let entries = RecommendedAlgorithm.Category.allCases.flatMap { RecommendedList.entries($0) }
        return entries.filter(\.parameters.isOffered).map(\.name).uniqued
    }

    private static func checked(_ reason: String) throws(OperationError) -> String {
        guard (1...longestReason).contains(reason.utf8.count), !hasControls(reason) else {
            throw OperationError(.badReason)
        }
        return reason
    }

    fileprivate static func hasControls(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }
}

extension Withdrawals {
    /// Reads the one form.
    init(_ bytes: [UInt8]) throws(KeyringError) {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Self.refusal(1) }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first == Self.head[...] else { throw Self.refusal(1) }
        for (number, line) in lines.dropFirst().dropLast().enumerated() {
            guard let decision = Decision(line) else { throw Self.refusal(number + 2) }
            decisions.append(decision)
        }
        guard self.bytes == bytes else { throw Self.refusal(lines.count) }
    }

    var bytes: [UInt8] {
        Array(([Self.head] + decisions.map(\.line)).joined(separator: "\n").utf8) + [UInt8(ascii: "\n")]
    }

    private static func refusal(_ line: Int) -> KeyringError {
        var error = KeyringError(.malformed, "not a list of withdrawn algorithms", path: "withdrawn")
        error.line = line
        return error
    }
}

extension Withdrawals.Decision {
    fileprivate var line: String { [date.rfc3339, kind.rawValue, algorithm, reason].joined(separator: "\t") }

    fileprivate init?(_ line: Substring) {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard fields.count == 4, let kind = Kind(rawValue: String(fields[1])),
            let date = DERTime(text: fields[0].filter { !"-:T".contains($0) }),
            !fields[2].isEmpty, !fields[3].isEmpty, !Withdrawals.hasControls(fields[2] + fields[3])
        else { return nil }
        // A name that the list has no more is no fault: an earlier version withdrew it.
        self.init(date: date, kind: kind, algorithm: String(fields[2]), reason: String(fields[3]))
    }
}
