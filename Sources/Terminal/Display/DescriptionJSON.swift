import Cryptography
import Label
import Operations
import PackageFormat

/// What can be seen of a package, for `--json`.
package struct DescriptionJSON: Encodable, Sendable {
    fileprivate struct Recipient: Encodable {
        let kind: String
        var name: String?
        var keyId: String?
        var iterations: Int?
    }

    fileprivate struct Algorithm: Encodable {
        let use: String
        let name: String
        /// Nil if it is not on the list.
        let status: String?
        let strength: Int?
        let lastYear: Int?
    }

    private enum Key: String, CodingKey {
        case package, pieces, packageId, purpose, label, sender, senderWasValid, recipients, sealed, size
        case plaintextSize, units, algorithms, damage, unitsChecked, ledger, claimsOneFile, map, opens
    }

    private let source: PackageSource
    private let description: PackageDescription

    private let map: UnitMap?
    private let units: UnitVerdict?

    /// - Parameters:
    ///   - source: where the package was read from.
    ///   - map: of its units, where they were read.
    ///   - units: what was found wrong with them.
    package init(
        _ description: PackageDescription, of source: PackageSource, map: UnitMap? = nil, _ units: UnitVerdict? = nil
    ) {
        self.map = map
        self.units = units
        self.description = description
        self.source = source
    }

    /// One object; what is not there has no key.
    package func encode(to encoder: any Encoder) throws {
        let structure = description.structure
        let header = structure.common
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(source.name, forKey: .package)
        try object.encodeIfPresent(PiecesJSON(structure), forKey: .pieces)
        try object.encode(hexadecimal(header.packageID), forKey: .packageId)
        try object.encode(header.purpose.text(.en), forKey: .purpose)
        try object.encodeIfPresent(header.label.map(LabelJSON.init), forKey: .label)
        try object.encode(SignerJSON(description.judgement), forKey: .sender)
        try object.encode(description.signerWasValid, forKey: .senderWasValid)
        try object.encode(description.recipients.map(Recipient.init), forKey: .recipients)
        try object.encode(structure.manifest.sealingTime.rfc3339, forKey: .sealed)
        try object.encode(structure.layout.fileSize, forKey: .size)
        try object.encode(structure.geometry.plaintextLength, forKey: .plaintextSize)
        try object.encode(structure.geometry.stripeCount, forKey: .units)
        try object.encode(header.claimsOneFile, forKey: .claimsOneFile)
        try object.encode(description.algorithms.map(Algorithm.init), forKey: .algorithms)
        let damage = structure.damage + (units?.damaged ?? [])
        try object.encode(damage.map(DamageJSON.init), forKey: .damage)
        try object.encodeIfPresent(IntentJSON(description.intent), forKey: .ledger)
        try object.encode(units != nil, forKey: .unitsChecked)
        guard let map, let units else { return }
        try object.encode((1...map.split.n).map { MapRowJSON(map, $0) }, forKey: .map)
        try object.encode(structure.opens(units), forKey: .opens)
    }
}

extension DescriptionJSON.Recipient {
    fileprivate init(_ recipient: DescribedRecipient) {
        switch recipient {
        case .known(let identity):
            self.init(
                kind: "known", name: identity.name.text, keyId: hexadecimal(identity.encryption.publicKey.keyID))
        case .unknown(let keyID): self.init(kind: "unknown", keyId: hexadecimal(keyID))
        case .hidden: self.init(kind: "hidden")
        case .passphrase(let iterations): self.init(kind: "passphrase", iterations: iterations)
        }
    }
}

extension DescriptionJSON.Algorithm {
    fileprivate init(_ algorithm: DescribedAlgorithm) {
        self.init(
            use: algorithm.use.rawValue, name: algorithm.name, status: algorithm.listing?.algorithm.status.name,
            strength: algorithm.strength, lastYear: algorithm.lastYear.flatMap { $0 == .max ? nil : $0 })
    }
}

extension RecommendedAlgorithm.Status {
    /// The part of the list that it stands in.
    fileprivate var name: String {
        switch self {
        case .recommended: "recommended"
        case .recommendedPostQuantum: "recommended-pqc"
        case .monitored: "monitored"
        }
    }
}
