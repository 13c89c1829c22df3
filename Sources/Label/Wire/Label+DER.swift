import DER

/// ```asn1
/// Label ::= SEQUENCE {
///   form ENUMERATED { electronic(0), paper(1) }, confidentiality INTEGER (1..3),
///   integrity [0] IMPLICIT INTEGER (1..2) OPTIONAL, availability [1] IMPLICIT INTEGER (1..2) OPTIONAL,
///   siteGrade [2] IMPLICIT UTF8String (SIZE(1..256)) OPTIONAL, importantDesign BOOLEAN,
///   restrictions SEQUENCE SIZE(0..32) OF SEQUENCE { aspect ENUMERATED, name UTF8String (SIZE(1..256)) },
///   decider [3] IMPLICIT UTF8String (SIZE(1..256)) OPTIONAL, decidedOn [4] IMPLICIT UTF8String (SIZE(10)) OPTIONAL,
///   gradedC3Until [5] IMPLICIT UTF8String (SIZE(10)) OPTIONAL, retentionEnd [6] IMPLICIT UTF8String (SIZE(10)) OPTIONAL,
///   serial [7] IMPLICIT UTF8String (SIZE(1..256)) OPTIONAL,
///   personal [8] IMPLICIT SEQUENCE { sensitive BOOLEAN, count INTEGER (0..2^62) OPTIONAL } OPTIONAL,
///   extensions Extensions }
/// ```
extension Label {
    /// Reads a label. Only one encoding of a label is accepted.
    /// - Throws: ``DERError`` at the first wrong place, or at the label's start if two fields contradict each other.
    package init(from reader: inout DERReader, tag: DERTag = .sequence) throws(DERError) {
        let start = reader.offset
        let fields = try reader.element(tag) { inner throws(DERError) in try LabelFields(from: &inner) }
        do { try self.init(fields) } catch { throw DERError(.badValue, offset: start) }
    }

    /// Writes the label.
    package func encode(into writer: inout DERWriter, tag: DERTag = .sequence) {
        writer.element(tag) { fields.encode(into: &$0) }
    }
}

extension LabelFields {
    fileprivate init(from reader: inout DERReader) throws(DERError) {
        self.init(grade: try Grade(from: &reader))
        siteGrade = try reader.text(2, .siteGrade)
        importantDesign = try reader.boolean()
        restrictions = try reader.restrictions()
        decider = try reader.text(3, .decider)
        decidedOn = try reader.day(4)
        gradedC3Until = try reader.day(5)
        retentionEnd = try reader.day(6)
        serial = try reader.text(7, .serial)
        personal = try reader.personalInformation(8)
        extensions = try Extensions(from: &reader)
    }

    fileprivate func encode(into writer: inout DERWriter) {
        grade.encode(into: &writer)
        writer.optional(siteGrade?.value, 2)
        writer.boolean(importantDesign)
        writer.sequence { list in restrictions.forEach { $0.encode(into: &list) } }
        writer.optional(decider?.value, 3)
        writer.optional(decidedOn?.description, 4)
        writer.optional(gradedC3Until?.description, 5)
        writer.optional(retentionEnd?.description, 6)
        writer.optional(serial?.value, 7)
        personal?.encode(into: &writer, tag: .constructed(8))
        extensions.encode(into: &writer)
    }
}

extension Grade {
    fileprivate init(from reader: inout DERReader) throws(DERError) {
        let form: Form = try reader.choice(.enumerated)
        let confidentiality: Confidentiality = try reader.choice(.integer)
        switch form {
        case .electronic:
            self = .electronic(confidentiality, try reader.choice(.context(0)), try reader.choice(.context(1)))
        case .paper: self = .paper(confidentiality)
        }
    }

    fileprivate func encode(into writer: inout DERWriter) {
        writer.enumerated(form.rawValue)
        writer.integer(Int64(confidentiality.rawValue))
        if let integrity { writer.integer(Int64(integrity.rawValue), tag: .context(0)) }
        if let availability { writer.integer(Int64(availability.rawValue), tag: .context(1)) }
    }
}

extension Restriction {
    fileprivate func encode(into writer: inout DERWriter) {
        writer.sequence { inner in
            inner.enumerated(aspect.rawValue)
            inner.utf8String(name.value)
        }
    }
}

extension PersonalInformation {
    fileprivate func encode(into writer: inout DERWriter, tag: DERTag) {
        writer.element(tag) { inner in
            inner.boolean(sensitive)
            if let count { inner.integer(count) }
        }
    }
}
