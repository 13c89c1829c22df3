import Glibc

/// What an entry looks like that was found right: the bytes between its values, and what each value is.
///
/// Most entries differ from one before them in values of fixed forms only. One that has the same bytes between its values,
/// and in each place either the very value that was right before or another of the same simple form, is right too; finding
/// that out takes a fraction of what reading takes. Whatever is not seen at once to be right is left to the reader: this
/// decides nothing but that.
struct EntryShape {
    /// The entry that was found right.
    private let model: [UInt8]
    private let places: [Place]

    /// A value, without the quotation marks of a string.
    private struct Place {
        let range: Range<Int>
        let form: Form
        let key: Range<Int>
        let role: EntryPlaces.Role
    }

    /// Values that can be checked at a glance.
    private enum Form {
        /// As many digits as the model has, small hexadecimal ones.
        case hexadecimal
        /// A number from 0 of at most 15 digits.
        case count
        /// A commitment, as long as the model's.
        case commitment
        /// When the entry was written.
        case time
        /// Only the very value of the model.
        case same
    }

    /// - Parameter tokens: of an entry that fulfils the schema.
    init(_ text: UnsafeRawBufferPointer, _ tokens: [CanonicalToken], _ schema: EntrySchema) {
        model = Array(text)
        var places: [Place] = []
        var index = 1
        while index < tokens.count {
            let (key, value) = (tokens[index].range, tokens[index + 1])
            let name = UnsafeRawBufferPointer(rebasing: text[key])
            let type = schema.fields.first { name.elementsEqual($0.name.utf8) }?.type
            places.append(Self.place(value, type, key, name))
            index = Int(value.next)
        }
        self.places = places
    }

    private static func place(
        _ value: CanonicalToken, _ type: FieldType?, _ key: Range<Int>, _ name: UnsafeRawBufferPointer
    ) -> Place {
        let form: Form =
            switch type {
            case .hexadecimal: .hexadecimal
            case .count: .count
            case .personal: .commitment
            case .time: .time
            default: .same
            }
        let role = if case .commitment = form { EntryPlaces.Role.commitment } else { EntryPlaces.Role(name) }
        return Place(range: value.range, form: form, key: key, role: role)
    }

    /// Whether an entry is seen to be right; only then `found` says where its values stand.
    func fits(_ text: UnsafeRawBufferPointer, _ found: inout EntryPlaces) -> Bool {
        guard text.count <= CanonicalJSON.maximumCount else { return false }
        found.begin()
        return model.withUnsafeBytes { model in
            var (done, offset) = (0, 0)
            for place in places {
                let between = place.range.lowerBound - done
                guard text.count - offset >= between, Self.equal(model, done, text, offset, between) else {
                    return false
                }
                offset += between
                guard let count = length(place, model, text, offset) else { return false }
                if place.role != .none { Self.note(place, offset, count, &found) }
                offset += count
                done = place.range.upperBound
            }
            let rest = model.count - done
            return text.count - offset == rest && Self.equal(model, done, text, offset, rest)
        }
    }

    /// The key stands as far before its value as in the model.
    private static func note(_ place: Place, _ offset: Int, _ count: Int, _ found: inout EntryPlaces) {
        let shift = offset - place.range.lowerBound
        let key = place.key.lowerBound + shift..<place.key.upperBound + shift
        let code = offset + codeStart..<offset + codeStart + codeCount
        found.note(place.role, key: key, value: place.role == .commitment ? code : offset..<offset + count)
    }

    /// How long the value at an offset is; nil if it is not seen to be right.
    private func length(
        _ place: Place, _ model: UnsafeRawBufferPointer, _ text: UnsafeRawBufferPointer, _ offset: Int
    ) -> Int? {
        let count = place.range.count
        if place.form == .count { return Self.digits(text, offset) }
        guard text.count - offset >= count else { return nil }
        switch place.form {
        case .hexadecimal: return Self.isHexadecimal(text, offset, count) ? count : nil
        case .commitment: return Self.isCommitment(model, place.range.lowerBound, text, offset, count) ? count : nil
        case .time:
            // Many are written in one second.
            if Self.equal(model, place.range.lowerBound, text, offset, count) { return count }
            return FieldType.isTime(UnsafeRawBufferPointer(rebasing: text[offset..<offset + count])) ? count : nil
        case .same, .count: return Self.equal(model, place.range.lowerBound, text, offset, count) ? count : nil
        }
    }

    /// Both ranges lie within their buffers.
    private static func equal(
        _ left: UnsafeRawBufferPointer, _ first: Int, _ right: UnsafeRawBufferPointer, _ second: Int, _ count: Int
    ) -> Bool {
        guard count > 0 else { return true }
        guard let left = left.baseAddress, let right = right.baseAddress else { return false }
        return memcmp(left + first, right + second, count) == 0
    }

    /// A number in its one form.
    private static func digits(_ text: UnsafeRawBufferPointer, _ offset: Int) -> Int? {
        var end = offset
        while end < text.count, text[end] &- 0x30 < 10 { end += 1 }
        let count = end - offset
        return (1...15).contains(count) && (count == 1 || text[offset] != 0x30) ? count : nil
    }

    // The loops below have no branches, so that the compiler makes vectors of them.

    private static func isHexadecimal(_ text: UnsafeRawBufferPointer, _ offset: Int, _ count: Int) -> Bool {
        var others: UInt8 = 0
        for index in offset..<offset + count {
            let byte = text[index]
            let isNoDigit: UInt8 = byte &- 0x30 < 10 ? 0 : 1
            let isNoLetter: UInt8 = byte &- 0x61 < 6 ? 0 : 1
            others |= isNoDigit & isNoLetter
        }
        return others == 0
    }

    /// The length of `{"hmac":"`.
    private static let codeStart = 9
    private static let codeCount = 44

    /// `{"hmac":"` and 44 characters of base 64, of which the first 43 may differ from the model's.
    private static func isCommitment(
        _ model: UnsafeRawBufferPointer, _ place: Int, _ text: UnsafeRawBufferPointer, _ offset: Int, _ count: Int
    ) -> Bool {
        let (start, characters) = (codeStart, codeCount)
        guard count == start + characters + 2, Self.equal(model, place, text, offset, start),
            Self.equal(model, place + start + characters - 1, text, offset + start + characters - 1, 3)
        else { return false }
        return isBase64(text, offset + start, characters - 1)
            && lastCharacters.contains(text[offset + start + characters - 2])
    }

    private static func isBase64(_ text: UnsafeRawBufferPointer, _ offset: Int, _ count: Int) -> Bool {
        var others: UInt8 = 0
        for index in offset..<offset + count {
            let byte = text[index]
            let isNoLetter: UInt8 = (byte | 0x20) &- 0x61 < 26 ? 0 : 1
            let isNoDigit: UInt8 = byte &- 0x30 < 10 ? 0 : 1
            let isNoSign: UInt8 = (byte == 0x2B ? 0 : 1) & (byte == 0x2F ? 0 : 1)
            others |= isNoLetter & isNoDigit & isNoSign
        }
        return others == 0
    }

    /// Those whose last two bits are 0.
    private static let lastCharacters = Array("AEIMQUYcgkosw048".utf8)
}

/// The shapes of entries that were found right, a few at a time.
struct EntryShapes {
    private var shapes: [EntryShape] = []
    private var recent = 0
    private var misses = 0

    /// As many as kinds of entries that come in turns.
    private static let limit = 8

    /// Whether an entry is seen to be right, and where its values stand; any other must be read.
    mutating func fits(_ text: UnsafeRawBufferPointer, _ found: inout EntryPlaces) -> Bool {
        for step in shapes.indices {
            let index = (recent + step) % shapes.count
            guard shapes[index].fits(text, &found) else { continue }
            recent = index
            return true
        }
        return false
    }

    /// Remembers an entry that was read and found right.
    mutating func add(_ text: UnsafeRawBufferPointer, _ reader: EntryReader) {
        guard let schema = reader.schema else { return }
        misses += 1
        if shapes.count < Self.limit {
            shapes.append(EntryShape(text, reader.tokens, schema))
        } else if misses.isMultiple(of: Self.limit) {
            // Not each time: where no entry is like another, shapes would only cost.
            recent = (recent + 1) % shapes.count
            shapes[recent] = EntryShape(text, reader.tokens, schema)
        }
    }
}
