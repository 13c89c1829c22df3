import Cryptography
import DER

extension TransferError.Code {
    /// A signature that does not vouch for a receipt; ``TransferError/cryptography`` may say why.
    package static let badSignature = TransferError.Code(rawValue: "bad signature")
}

/// A receipt with its recipient's signature: what stands in a file of the name `*.fubako-receipt`.
package struct SignedReceipt: Hashable, Sendable {
    /// What is signed.
    package let receipt: Receipt
    /// The DER of a CMS ContentInfo, detached.
    package let signature: [UInt8]

    /// What SignedData says that it covers, and nothing else says.
    package static let contentType = ObjectIdentifier.fubako.appending(1, 4)
    /// How names of files with receipts end.
    package static let suffix = ".fubako-receipt"
    /// The largest file that is read, in bytes: 64 pieces with the longest names, and the longest SignedData.
    package static let maximumSize = SignedData.maximumSize + 16_384

    /// Signs a receipt.
    /// - Parameter certificate: that of `signingKey`.
    /// - Throws: `cryptography`.
    package init(
        _ receipt: Receipt, certificate: Certificate, signingKey: borrowing PrivateKey
    ) throws(TransferError) {
        do throws(CryptographyError) {
            signature = try SignedData.sign(
                contentType: Self.contentType, content: receipt.encoded, certificate: certificate, key: signingKey)
        } catch { throw .cryptography(error) }
        self.receipt = receipt
    }

    /// Reads a file whole, and checks that it is in its one canonical form. The signature is only delimited here.
    /// - Throws: `tooMuch`, `malformed` with the offset, `unsupported` for another version, `badValue`.
    package init(encoded bytes: [UInt8]) throws(TransferError) {
        guard bytes.count <= Self.maximumSize else { throw TransferError(.tooMuch, "the receipt is too large") }
        let parts: Parts
        do throws(DERError) {
            try Self.checkVersion(bytes)
            parts = try DERReader.parse(bytes) { (reader) throws(DERError) in try reader.sequence(Parts.init) }
        } catch {
            if error == Self.otherVersion { throw TransferError(.unsupported, "a receipt of another version") }
            throw TransferError(.malformed, "this is no receipt: \(error.code.rawValue)", offset: error.offset)
        }
        receipt = try Receipt(parts.fields)
        signature = parts.signature
        guard encoded == bytes else { throw TransferError(.malformed, "not the canonical encoding of a receipt") }
    }

    /// The file's bytes, the only encoding there is.
    package var encoded: [UInt8] {
        DERWriter.encode {
            $0.sequence {
                receipt.encode(into: &$0)
                $0.encoded(signature)
            }
        }
    }

    /// SHA-256 of the file.
    package func sha256() throws(TransferError) -> [UInt8] {
        do { return try Cryptography.hash(.sha256, encoded) } catch { throw .cryptography(error) }
    }

    /// Checks everything but trust in the signer.
    /// - Throws: `badSignature` for anything but a strict SignedData of this content type with a valid signature by a key that may
    ///   sign a package.
    package func verify() throws(TransferError) -> VerifiedSignature {
        let verified: VerifiedSignature
        do throws(CryptographyError) {
            verified = try SignedData.verify(signature, contentType: Self.contentType, content: receipt.encoded)
        } catch {
            var failure = TransferError(.badSignature, error.reason)
            failure.cryptography = error
            throw failure
        }
        if let fault = verified.fault { throw TransferError(.badSignature, fault) }
        guard verified.signingTime == nil else {
            throw TransferError(.badSignature, "a second time beside the receipt's")
        }
        return verified
    }

    /// Both parts, as they are encoded.
    private struct Parts {
        let fields: Receipt.Fields
        let signature: [UInt8]

        init(from reader: inout DERReader) throws(DERError) {
            fields = try reader.sequence(Receipt.Fields.init)
            guard reader.nextTag == .sequence else { throw reader.error(.unexpectedTag) }
            signature = Array(try reader.anyElement())
        }
    }

    private static let otherVersion = DERError(DERError.Code(rawValue: "version"), offset: 0)

    /// What a later version adds is not to be called broken.
    private static func checkVersion(_ bytes: [UInt8]) throws(DERError) {
        var outer = DERReader(bytes)
        var signed = try outer.element(.sequence)
        var receipt = try signed.element(.sequence)
        if try receipt.integer(.min ... .max) != Receipt.version { throw otherVersion }
    }
}

extension TransferError {
    fileprivate static func cryptography(_ error: CryptographyError) -> TransferError {
        var failure = TransferError(.cryptography, error.reason)
        failure.cryptography = error
        return failure
    }
}
