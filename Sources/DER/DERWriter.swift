/// Writes canonical DER into a growing buffer.
package struct DERWriter: Sendable {
    /// What was written so far.
    package private(set) var bytes: [UInt8] = []

    /// Nothing written yet.
    package init() {}

    /// The DER of whatever `body` writes.
    package static func encode(_ body: (inout DERWriter) -> Void) -> [UInt8] {
        var writer = DERWriter()
        body(&writer)
        return writer.bytes
    }

    /// An element whose content `body` writes.
    package mutating func element(_ tag: DERTag, _ body: (inout DERWriter) -> Void) {
        bytes.append(tag.rawValue)
        let start = bytes.count
        body(&self)
        bytes.insert(contentsOf: Self.length(bytes.count - start), at: start)
    }

    /// A primitive element with the given content octets.
    package mutating func primitive(_ tag: DERTag, _ content: some Collection<UInt8>) {
        bytes.append(tag.rawValue)
        bytes.append(contentsOf: Self.length(content.count))
        bytes.append(contentsOf: content)
    }

    /// Bytes that are DER already.
    package mutating func encoded(_ der: some Collection<UInt8>) { bytes.append(contentsOf: der) }

    /// A SEQUENCE whose content `body` writes.
    package mutating func sequence(_ body: (inout DERWriter) -> Void) { element(.sequence, body) }

    /// SET OF: the elements in ascending order of their encodings (X.690, 11.6).
    package mutating func setOf(_ tag: DERTag = .set, _ elements: [[UInt8]]) {
        let sorted = elements.sorted { $0.lexicographicallyPrecedes($1) }
        element(tag) { writer in sorted.forEach { writer.encoded($0) } }
    }

    /// A BOOLEAN, FF for true.
    package mutating func boolean(_ value: Bool, tag: DERTag = .boolean) { primitive(tag, [value ? 0xFF : 0x00]) }

    /// A NULL.
    package mutating func null(tag: DERTag = .null) { primitive(tag, []) }

    /// A signed INTEGER with as few octets as it needs.
    package mutating func integer(_ value: Int64, tag: DERTag = .integer) {
        primitive(tag, Self.minimal(withUnsafeBytes(of: value.bigEndian, Array.init)))
    }

    /// An unsigned INTEGER with as few octets as it needs.
    package mutating func integer(_ value: UInt64, tag: DERTag = .integer) {
        primitive(tag, Self.minimal([0] + withUnsafeBytes(of: value.bigEndian, Array.init)))
    }

    /// An ENUMERATED with as few octets as it needs.
    package mutating func enumerated(_ value: UInt8, tag: DERTag = .enumerated) {
        primitive(tag, Self.minimal([0, value]))
    }

    /// An OCTET STRING.
    package mutating func octetString(_ value: some Collection<UInt8>, tag: DERTag = .octetString) {
        primitive(tag, value)
    }

    /// A UTF8String. Normalisation is the caller's to see to.
    package mutating func utf8String(_ value: String, tag: DERTag = .utf8String) { primitive(tag, Array(value.utf8)) }

    /// An OBJECT IDENTIFIER.
    package mutating func objectIdentifier(_ value: ObjectIdentifier) { primitive(.objectIdentifier, value.content) }

    /// GeneralizedTime as RFC 5280, 4.1.2.5.2 has it: YYYYMMDDHHMMSSZ.
    package mutating func generalizedTime(_ value: DERTime, tag: DERTag = .generalizedTime) {
        primitive(tag, Array(value.text.utf8))
    }

    private static func minimal(_ bigEndian: [UInt8]) -> ArraySlice<UInt8> {
        var content = bigEndian[...]
        while let first = content.first, let second = content.dropFirst().first,
            first == 0x00 && second < 0x80 || first == 0xFF && second >= 0x80
        {
            content = content.dropFirst()
        }
        return content
    }

    /// Length octets, minimal (X.690, 10.1).
    package static func length(_ count: Int) -> [UInt8] {
        guard count >= 0x80 else { return [UInt8(count)] }
        let octets = withUnsafeBytes(of: UInt64(count).bigEndian) { Array($0.drop { $0 == 0 }) }
        return [0x80 | UInt8(octets.count)] + octets
    }
}
