import DER

/// What closes every piece of a package: the same bytes in all of them.
package struct Trailer: Hashable, Sendable {
    /// What everything else follows from.
    package let manifest: Manifest
    /// HMAC-SHA-512 of the manifest, for those who can open the package; never evidence of origin.
    package let mac: [UInt8]
    /// CMS ContentInfo with the detached signature (RFC 5652); nil if the package is unsigned.
    package let signature: [UInt8]?

    /// The bytes that the signature covers: Manifest ‖ MAC.
    package var signedContent: [UInt8] { manifest.encoded + mac }

    /// Whether the signatures, if they are valid, vouch for the same bytes. The signatures themselves may differ: whoever sees
    /// one of ECDSA can make another valid one of it, without the key.
    func hasSameStatement(as other: Trailer) -> Bool { manifest == other.manifest && mac == other.mac }

    /// Its DER, the only encoding there is.
    package var encoded: [UInt8] {
        DERWriter.encode {
            $0.sequence {
                manifest.encode(into: &$0)
                $0.octetString(mac)
                if let signature { $0.encoded(signature) } else { $0.null() }
            }
        }
    }

    /// - Parameters:
    ///   - mac: 64 bytes.
    ///   - signature: DER of a ContentInfo, or nil.
    package init(manifest: Manifest, mac: [UInt8], signature: [UInt8]?) {
        self.manifest = manifest
        self.mac = mac
        self.signature = signature
    }

    /// Reads a trailer whole, and checks that it is in its one canonical form. The signature is only delimited here.
    package init(encoded bytes: [UInt8]) throws(PackageFormatError) {
        try Self.checkVersion(bytes)
        let trailer = try structure(.trailer) { () throws(DERError) in
            try DERReader.parse(bytes) { reader throws(DERError) in try reader.sequence(Self.content) }
        }
        guard trailer.encoded == bytes else {
            throw PackageFormatError(.malformed, "not the canonical encoding", place: Place(.trailer))
        }
        if let unknown = trailer.manifest.extensions.firstUnknownCritical() {
            throw PackageFormatError(.unsupported, "critical extension \(unknown)", place: Place(.manifest))
        }
        self = trailer
    }

    private static func content(_ reader: inout DERReader) throws(DERError) -> Trailer {
        let manifest = try Manifest(from: &reader)
        let mac = try reader.octetString(count: Format.macSize)
        guard reader.nextTag == .null else {
            guard reader.nextTag == .sequence else { throw reader.error(.unexpectedTag) }
            return Trailer(manifest: manifest, mac: mac, signature: Array(try reader.anyElement()))
        }
        try reader.null()
        return Trailer(manifest: manifest, mac: mac, signature: nil)
    }

    private static func checkVersion(_ bytes: [UInt8]) throws(PackageFormatError) {
        let version = try structure(.trailer) { () throws(DERError) in
            var outer = DERReader(bytes)
            var trailer = try outer.element(.sequence)
            var manifest = try trailer.element(.sequence)
            return try manifest.integer(.min ... .max)
        }
        if version != Format.version {
            throw PackageFormatError(.unsupported, "manifest version \(version)", place: Place(.manifest))
        }
    }
}
