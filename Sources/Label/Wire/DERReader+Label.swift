import DER

extension DERReader {
    /// One of an enumeration's values, encoded as an INTEGER or ENUMERATED.
    mutating func choice<Value: RawRepresentable<UInt8>>(_ tag: DERTag) throws(DERError) -> Value {
        let here = offset
        guard let value = Value(rawValue: try enumerated(tag: tag)) else { throw DERError(.badValue, offset: here) }
        return value
    }

    /// A label's text, if the next element has this context tag.
    mutating func text(_ number: UInt8, _ field: LabelField) throws(DERError) -> LabelText? {
        guard nextTag == .context(number) else { return nil }
        return try text(tag: .context(number), field)
    }

    /// A label's text, normalised and without control characters.
    mutating func text(tag: DERTag, _ field: LabelField) throws(DERError) -> LabelText {
        let here = offset
        let value = try utf8String(limit: LabelText.limit, tag: tag)
        do { return try LabelText(value, field: field) } catch { throw DERError(.badValue, offset: here) }
    }

    /// A day, if the next element has this context tag.
    mutating func day(_ number: UInt8) throws(DERError) -> CalendarDay? {
        guard nextTag == .context(number) else { return nil }
        let here = offset
        guard let day = CalendarDay(text: try utf8String(limit: 10, tag: .context(number))) else {
            throw DERError(.badValue, offset: here)
        }
        return day
    }

    /// At most ``Label/restrictionLimit`` restrictions.
    mutating func restrictions() throws(DERError) -> [Restriction] {
        try sequence { list throws(DERError) in
            var restrictions: [Restriction] = []
            while !list.isAtEnd {
                guard restrictions.count < Label.restrictionLimit else { throw list.error(.badValue) }
                restrictions.append(try list.restriction())
            }
            return restrictions
        }
    }

    private mutating func restriction() throws(DERError) -> Restriction {
        try sequence { inner throws(DERError) in
            Restriction(aspect: try inner.choice(.enumerated), name: try inner.text(tag: .utf8String, .restriction))
        }
    }

    /// Personal information, if the next element has this context tag.
    mutating func personalInformation(_ number: UInt8) throws(DERError) -> PersonalInformation? {
        guard nextTag == .constructed(number) else { return nil }
        return try element(.constructed(number)) { inner throws(DERError) in
            let sensitive = try inner.boolean()
            let here = inner.offset
            let count = inner.isAtEnd ? nil : try inner.integer(PersonalInformation.counts)
            do { return try PersonalInformation(sensitive: sensitive, count: count) } catch {
                throw DERError(.badValue, offset: here)
            }
        }
    }
}

extension DERWriter {
    /// Text under a context tag, or nothing.
    mutating func optional(_ text: String?, _ number: UInt8) {
        if let text { utf8String(text, tag: .context(number)) }
    }
}
