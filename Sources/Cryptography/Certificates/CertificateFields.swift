import DER

/// The outer structure of a certificate (RFC 5280, 4.1), read strictly.
///
/// 1. Version 3, no unique identifiers, nothing left over anywhere.
/// 2. The serial number is positive and has at most 20 octets.
/// 3. Times are UTCTime through 2049 and GeneralizedTime from 2050, both with seconds and Z.
/// 4. Both signature algorithms are the same, byte for byte.
struct CertificateFields: Sendable {
    let signed: [UInt8]
    let serialNumber: [UInt8]
    let issuerDER: [UInt8]
    let subjectDER: [UInt8]
    let notBefore: DERTime
    let notAfter: DERTime
    let spki: [UInt8]
    let extensions: [CertificateExtensions.Raw]
    let signatureAlgorithm: AlgorithmIdentifier
    let signature: [UInt8]

    init(_ reader: inout DERReader) throws(DERError) {
        var outer = try reader.element(.sequence)
        let start = outer.offset
        signed = Array(try outer.anyElement())
        let here = outer.offset
        signatureAlgorithm = try AlgorithmIdentifier(&outer)
        signature = try outer.octetAlignedBitString()
        try outer.finish()

        var whole = DERReader(signed, base: start)
        var inner = try whole.element(.sequence)
        try inner.element(.constructed(0)) { (version) throws(DERError) in _ = try version.integer(2...2) }
        serialNumber = try Self.serialNumber(&inner)
        guard try AlgorithmIdentifier(&inner) == signatureAlgorithm else { throw DERError(.badValue, offset: here) }
        issuerDER = Array(try inner.anyElement())
        (notBefore, notAfter) = try inner.sequence { (validity) throws(DERError) in
            (try Self.time(&validity), try Self.time(&validity))
        }
        subjectDER = Array(try inner.anyElement())
        spki = Array(try inner.anyElement())
        extensions = inner.isAtEnd ? [] : try Self.extensions(&inner)
        try inner.finish()
    }

    private static func serialNumber(_ reader: inout DERReader) throws(DERError) -> [UInt8] {
        let here = reader.offset
        let content = try reader.minimalInteger()
        guard let first = content.first, first < 0x80, content.count > 1 || first > 0, content.count <= 20 else {
            throw DERError(.badValue, offset: here)
        }
        return Array(content)
    }

    private static func extensions(_ reader: inout DERReader) throws(DERError) -> [CertificateExtensions.Raw] {
        try reader.element(.constructed(3)) { (explicit) throws(DERError) in
            try explicit.sequence { (list) throws(DERError) in
                var found: [CertificateExtensions.Raw] = []
                repeat { found.append(try CertificateExtensions.Raw(&list)) } while !list.isAtEnd
                return found
            }
        }
    }

    /// RFC 5280, 4.1.2.5; two digits of a year from 50 on mean 19xx.
    static func time(_ reader: inout DERReader) throws(DERError) -> DERTime {
        let here = reader.offset
        guard reader.nextTag == .utcTime else {
            let time = try reader.generalizedTime()
            guard time.day.year >= firstGeneralizedYear else { throw DERError(.badValue, offset: here) }
            return time
        }
        let text = String(decoding: try reader.primitive(.utcTime), as: UTF8.self)
        let century = text.prefix(2) >= "50" ? "19" : "20"
        guard let time = DERTime(text: century + text) else { throw DERError(.badValue, offset: here) }
        return time
    }

    private static let firstGeneralizedYear = 2050

    /// Writes a time as rule 3 has it.
    static func write(_ time: DERTime, to writer: inout DERWriter) {
        if time.day.year >= firstGeneralizedYear {
            writer.generalizedTime(time)
        } else {
            writer.primitive(.utcTime, Array(time.text.utf8.dropFirst(2)))
        }
    }
}
