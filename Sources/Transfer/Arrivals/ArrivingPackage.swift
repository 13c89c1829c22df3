import DER

/// A package as its first piece told of it.
package struct ArrivingPackage: Hashable, Sendable {
    /// Its identifier, 32 bytes.
    package let id: [UInt8]
    /// SHA-256 of its Manifest.
    package let manifest: [UInt8]
    /// The signer's fingerprint, 32 bytes.
    package let signer: [UInt8]
    /// How many pieces open it.
    package let k: Int
    /// How many pieces there are.
    package let n: Int
    /// When the signer says that it was sealed.
    package let sealed: DERTime
    /// Fingerprints of one's own identities whose keys may open it; none for a package that only a passphrase opens.
    package let openers: [[UInt8]]
    /// What its pieces were called at the place, without number and ending. Untrusted text.
    package let name: String

    static let openerLimit = 64
    static let nameLimit = 255

    /// - Parameters:
    ///   - openers: of which 64 are kept.
    ///   - name: of which 255 bytes are kept; without any, the identifier stands for it.
    /// - Throws: `badValue` with the field.
    package init(
        id: [UInt8], manifest: [UInt8], signer: [UInt8], k: Int, n: Int, sealed: DERTime, openers: [[UInt8]],
        name: String
    ) throws(TransferError) {
        let openers = Array(openers.prefix(Self.openerLimit))
        guard ([id, manifest, signer] + openers).allSatisfy({ $0.count == TransferLimits.digestSize }) else {
            throw TransferError(.badValue, "an identifier has 32 bytes", field: "id")
        }
        guard (1...TransferLimits.pieces).contains(n), (1...n).contains(k) else {
            throw TransferError(.badValue, "a package has 1 to 64 pieces", field: "k")
        }
        self.id = id
        self.manifest = manifest
        self.signer = signer
        self.k = k
        self.n = n
        self.sealed = sealed
        self.openers = openers
        let short = Self.shortened(name)
        self.name = short.isEmpty ? "package" : short
    }

    private static func shortened(_ text: String) -> String {
        var text = text
        while text.utf8.count > nameLimit { text.removeLast() }
        return text
    }

    func encode(into writer: inout DERWriter) {
        writer.sequence {
            $0.octetString(id)
            $0.octetString(manifest)
            $0.octetString(signer)
            $0.integer(Int64(k))
            $0.integer(Int64(n))
            $0.generalizedTime(sealed)
            $0.sequence { list in openers.forEach { list.octetString($0) } }
            $0.utf8String(name)
        }
    }

    init(from reader: inout DERReader) throws(DERError) {
        let size = TransferLimits.digestSize
        id = try reader.octetString(count: size)
        manifest = try reader.octetString(count: size)
        signer = try reader.octetString(count: size)
        let here = reader.offset
        k = Int(try reader.integer(ReceivedPiece.numbers))
        n = Int(try reader.integer(ReceivedPiece.numbers))
        guard k <= n else { throw DERError(.badValue, offset: here) }
        sealed = try reader.generalizedTime()
        openers = try reader.sequence { (list) throws(DERError) in
            var openers: [[UInt8]] = []
            while !list.isAtEnd {
                guard openers.count < Self.openerLimit else { throw list.error(.badValue) }
                openers.append(try list.octetString(count: size))
            }
            return openers
        }
        name = try reader.utf8String(limit: Self.nameLimit)
    }
}
