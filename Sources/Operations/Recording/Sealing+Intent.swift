import Cryptography
import DER
import Keyring
import Label
import Ledger
import PackageFormat
import SystemIO

extension Sealing {
    /// What the ledger is told of a package before it is sealed. What the package hides is not told.
    borrowing func intent(_ header: PieceHeader, names: [[UInt8]]) throws(OperationError) -> NewEntry.SealIntent {
        let common = header.common
        let digest = try onCryptography { () throws(CryptographyError) in
            try Cryptography.hash(.sha256, common.encoded)
        }
        var intent = NewEntry.SealIntent(
            package: common.packageID, header: digest, purpose: request.purpose.text(.en))
        if let label = common.label {
            intent.grade = label.grade.text(.en)
            intent.restrictions = label.restrictions.map(\.name.value)
            intent.retention = label.retentionEnd
        }
        if !request.hidesRecipients { intent.recipients = Self.shortened(recipientFingerprints) }
        intent.passphrase = common.hasPassphrase
        intent.algorithms = try algorithms(common)
        intent.names = Self.texts(names)
        return intent
    }

    /// Of everyone whose key opens the package.
    var recipientFingerprints: [[UInt8]] { recipients.map(\.pair.fingerprint.bytes) }

    /// So many recipients that a list of whole fingerprints would not fit into the proof are told by their beginnings.
    private static func shortened(_ fingerprints: [[UInt8]]) -> [[UInt8]] {
        fingerprints.count <= 128 ? fingerprints : fingerprints.map { Array($0.prefix(8)) }
    }

    /// Names on the recommended list, each once.
    private borrowing func algorithms(_ header: CommonHeader) throws(OperationError) -> [String] {
        let (recipients, sender) = (recipients, request.sender)
        return try onCryptography { () throws(CryptographyError) in
            var names = [try header.suite.aead.listing().name]
            for recipient in recipients {
                names.append(try recipient.certificate.publicKey.type.encryptionListing().name)
            }
            if header.hasPassphrase { names.append(try HashAlgorithm.sha512.hmacListing().name) }
            if let sender { names.append(try sender.signing.publicKey.type.signatureListing().name) }
            names.append(try HashAlgorithm.sha256.listing().name)
            var seen: Set<String> = []
            return names.filter { seen.insert($0).inserted }
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
