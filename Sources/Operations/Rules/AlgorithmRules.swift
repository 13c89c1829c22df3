import Cryptography
import DER
import Label
import PackageFormat

/// Whether what will protect a package may do so for as long as the package is kept (LS-0003: the year that counts is the
/// end of the record's retention, not today).
struct AlgorithmRules {
    /// The last year in which the package must still be protected.
    let year: Int
    /// What somebody decided not to use any more.
    private let withdrawals: Withdrawals
    private(set) var warnings: [AlgorithmWarning] = []

    /// - Parameter label: its retention end counts where it has one.
    init(label: Label?, now: DERTime, _ withdrawals: Withdrawals) {
        self.withdrawals = withdrawals
        year = max(now.day.year, label?.retentionEnd?.year ?? 0)
    }

    mutating func check(_ suite: Suite) throws(OperationError) {
        try withdrawals.requireInUse { () throws(CryptographyError) in try suite.aead.listedNames() }
        try check(onCryptography { () throws(CryptographyError) in try suite.aead.listing() })
    }

    mutating func check(signing key: PublicKey) throws(OperationError) {
        try withdrawals.requireInUse { () throws(CryptographyError) in try key.type.signatureNames() }
        try check(onCryptography { () throws(CryptographyError) in try key.type.signatureListing() })
    }

    mutating func check(encryption key: PublicKey) throws(OperationError) {
        try withdrawals.requireInUse { () throws(CryptographyError) in try key.type.encryptionNames() }
        try check(onCryptography { () throws(CryptographyError) in try key.type.encryptionListing() })
    }

    /// SHA-256 in trees and identifiers gives a warning and a due date, never a refusal: a timestamp or resealing in time
    /// keeps what it proves.
    mutating func noteHash() throws(OperationError) {
        let entry = try onCryptography { () throws(CryptographyError) in try HashAlgorithm.sha256.listing() }
        // Keys are derived, and the manifest is authenticated, by SHA-512, whatever the cipher.
        try withdrawals.requireInUse { () throws(CryptographyError) in
            [entry.name, try HashAlgorithm.sha512.listing().name, try HashAlgorithm.sha512.hmacListing().name]
        }
        let strength = entry.parameters.strength
        if RecommendedList.permission(strength: strength, for: .protecting, year: year) != .allowed {
            warnings.append(AlgorithmWarning(name: entry.name, year: year, lastYear: lastYear(strength)))
        }
    }

    private mutating func check(_ entry: RecommendedList.Entry) throws(OperationError) {
        let strength = entry.parameters.strength
        switch RecommendedList.permission(strength: strength, for: .protecting, year: year) {
        case .allowed: return
        case .migrate, .legacyOnly:
            let warning = AlgorithmWarning(name: entry.name, year: year, lastYear: lastYear(strength))
            if !warnings.contains(warning) { warnings.append(warning) }
        case .refused:
            var error = OperationError(.algorithmRefused, entry.name)
            error.year = year
            throw error
        }
    }

    private func lastYear(_ strength: Int) -> Int? { RecommendedList.lastUnrestrictedYear(strength: strength) }
}

/// An algorithm whose unrestricted time ends before the package's.
package struct AlgorithmWarning: Hashable, Sendable {
    /// As on the recommended list.
    package let name: String
    /// Until when the package must be protected.
    package let year: Int
    /// The last year without restriction, where there is one: the date by which to reseal.
    package let lastYear: Int?
}
