import DER

/// Something that a later version, or a site, adds to a structure.
package struct Extension: Hashable, Sendable {
    /// Which extension it is.
    package let id: ObjectIdentifier
    /// Whether a reader that does not know it must refuse the whole.
    package let critical: Bool
    /// At most 65,536 bytes.
    package let value: [UInt8]

    /// Unchecked: ``Extensions`` refuses a value that is too long.
    package init(id: ObjectIdentifier, critical: Bool, value: [UInt8]) {
        self.id = id
        self.critical = critical
        self.value = value
    }
}

/// ```asn1
/// Extensions ::= SEQUENCE SIZE(0..64) OF SEQUENCE {
///   id OBJECT IDENTIFIER, critical BOOLEAN, value OCTET STRING (SIZE(0..65536)) }
/// ```
/// No identifier occurs twice.
package struct Extensions: Hashable, Sendable {
    /// The most extensions in one list.
    package static let limit = 64
    /// The longest value, in bytes.
    package static let valueLimit = 65_536
    /// An empty list.
    package static let none = Extensions(unchecked: [])

    /// In the order in which they stand.
    package let list: [Extension]

    private init(unchecked list: [Extension]) { self.list = list }

    /// - Throws: ``LabelError`` with `tooLong` (the list or a value) or `duplicate`, field `extensions`.
    package init(_ list: [Extension]) throws(LabelError) {
        guard list.count <= Self.limit, list.allSatisfy({ $0.value.count <= Self.valueLimit }) else {
            throw LabelError(.tooLong, .extensions)
        }
        guard Set(list.map(\.id)).count == list.count else { throw LabelError(.duplicate, .extensions) }
        self.list = list
    }

    /// The first critical one whose identifier is not among `known`: reason to refuse the structure.
    package func firstUnknownCritical(known: Set<ObjectIdentifier> = []) -> ObjectIdentifier? {
        list.first { $0.critical && !known.contains($0.id) }?.id
    }

    /// The extension with this identifier.
    package subscript(id: ObjectIdentifier) -> Extension? { list.first { $0.id == id } }

    /// Reads the list. Whether critical ones are known is the caller's to ask, with ``firstUnknownCritical(known:)``.
    /// - Throws: ``DERError`` at the first wrong place.
    package init(from reader: inout DERReader, tag: DERTag = .sequence) throws(DERError) {
        self = try reader.element(tag) { inner throws(DERError) in
            var list: [Extension] = []
            var ids: Set<ObjectIdentifier> = []
            while !inner.isAtEnd {
                let here = inner.offset
                let next = try Extension(from: &inner)
                guard list.count < Self.limit, ids.insert(next.id).inserted else {
                    throw DERError(.badValue, offset: here)
                }
                list.append(next)
            }
            return Extensions(unchecked: list)
        }
    }

    /// Writes the list.
    package func encode(into writer: inout DERWriter, tag: DERTag = .sequence) {
        writer.element(tag) { inner in
            for item in list { item.encode(into: &inner) }
        }
    }
}

extension Extension {
    fileprivate init(from reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { inner throws(DERError) in
            Extension(
                id: try inner.objectIdentifier(), critical: try inner.boolean(),
                value: try inner.octetString(0...Extensions.valueLimit))
        }
    }

    fileprivate func encode(into writer: inout DERWriter) {
        writer.sequence { inner in
            inner.objectIdentifier(id)
            inner.boolean(critical)
            inner.octetString(value)
        }
    }
}
