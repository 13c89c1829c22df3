import Cryptography
import DER
import Keyring
import Label
import Ledger
import PackageFormat
import SystemIO

extension Sealing {
    /// What the ledger is told of a package before it is sealed.
    borrowing func intent(_ common: CommonHeader, names: [[UInt8]]) throws(OperationError) -> NewEntry.SealIntent {
        try NewEntry.SealIntent(common, to: recipients.map(\.pair), from: request.sender, names: names)
    }

    /// Of everyone whose key opens the package.
    var recipientFingerprints: [[UInt8]] { recipients.map(\.pair.fingerprint.bytes) }
}

extension NewEntry.SealIntent {
    /// What a package will be. What it hides is not told.
    /// - Parameters:
    ///   - recipients: everyone whose key opens it.
    ///   - sender: who signs it, if anybody does.
    ///   - names: of the top-level entries.
    init(
        _ common: CommonHeader, to recipients: [CertificatePair], from sender: Identity?, names: [[UInt8]]
    ) throws(OperationError) {
        let digest = try onCryptography { () throws(CryptographyError) in
            try Cryptography.hash(.sha256, common.encoded)
        }
        self.init(package: common.packageID, header: digest, purpose: common.purpose.text(.en))
        if let label = common.label {
            grade = label.grade.text(.en)
            restrictions = label.restrictions.map(\.name.value)
            retention = label.retentionEnd
        }
        if !common.hidesRecipients { self.recipients = Self.shortened(recipients.map(\.fingerprint.bytes)) }
        passphrase = common.hasPassphrase
        algorithms = try Self.algorithms(common, recipients, sender)
        self.names = Self.texts(names)
    }

    /// So many recipients that a list of whole fingerprints would not fit into the proof are told by their beginnings.
    private static func shortened(_ fingerprints: [[UInt8]]) -> [[UInt8]] {
        fingerprints.count <= 128 ? fingerprints : fingerprints.map { Array($0.prefix(8)) }
    }

    /// Names on the recommended list, each once.
    private static func algorithms(
        _ header: CommonHeader, _ recipients: [CertificatePair], _ sender: Identity?
    ) throws(OperationError) -> [String] {
        try onCryptography { () throws(CryptographyError) in
            var names = [try header.suite.aead.listing().name]
            for recipient in recipients {
                names.append(try recipient.encryption.publicKey.type.encryptionListing().name)
            }
            if header.hasPassphrase { names.append(try HashAlgorithm.sha512.hmacListing().name) }
            if let sender { names.append(try sender.signing.publicKey.type.signatureListing().name) }
            names.append(try HashAlgorithm.sha256.listing().name)
            return names.uniqued
        }
    }

    /// Bytes of names that an entry keeps; behind them stands an ellipsis.
    private static let nameLimit = 16_384

    private static func texts(_ names: [[UInt8]]) -> [String] {
        var texts: [String] = []
        var length = 0
        for name in names {
            length += name.count
            guard length <= nameLimit else { return texts + ["…"] }
            texts.append(String(decoding: name, as: UTF8.self))
        }
        return texts
    }
}
