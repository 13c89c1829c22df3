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
    /// What is compared behind the last of them.
    private let rest: Range<Int>

    /// A value of which something may differ, or that something else needs. What may differ is, of a string, what stands
    /// between the quotation marks, and of a commitment, all but the last of its 44 characters.
    private struct Place {
        /// Where the bytes before it begin in the model that are to be compared, and how many they are.
        let around: Range<Int>
        /// How long it is in the model.
        let count: Int
        let form: Form
        let role: EntryPlaces.Role
        /// How far before it its key begins, and how long that is.
        let keyDistance: Int
        let keyCount: Int
    }

    /// Values that can be checked at a glance.
    private enum Form {
        /// As many digits as the model has, small hexadecimal ones.
        case hexadecimal
        /// A number from 0 of at most 15 digits.
        case count
        /// The characters of a commitment.
        case commitment
        /// When the entry was written.
        case time
        /// Only the very value of the model: it is compared with the bytes around it.
        case same

        init(_ type: FieldType?) {
            self =
                switch type {
                case .hexadecimal: .hexadecimal
                case .count: .count
                case .personal: .commitment
                case .time: .time
                default: .same
                }
        }
    }

    /// - Parameter tokens: of an entry that fulfils the schema.
    init(_ text: UnsafeRawBufferPointer, _ tokens: [CanonicalToken], _ schema: EntrySchema) {
        model = Array(text)
        var places: [Place] = []
        // How far the model is compared.
        var done = 0
        var index = 1
        while index < tokens.count {
            let (key, value) = (tokens[index].range, tokens[index + 1])
            let name = UnsafeRawBufferPointer(rebasing: text[key])
            let form = Form(schema.fields.first { name.elementsEqual($0.name.utf8) }?.type)
            let isCommitment = form == .commitment
            let role = isCommitment ? .commitment : EntryPlaces.Role(name)
            let start = value.range.lowerBound + (isCommitment ? Self.codeStart : 0)
            let count = isCommitment ? Self.codeCount - 1 : value.range.count
            if form != .same || role != .none {
                places.append(
                    Place(
                        around: done..<start, count: count, form: form, role: role,
                        keyDistance: start - key.lowerBound, keyCount: key.count))
            }
            if form != .same { done = start + count }
            index = Int(value.next)
        }
        self.places = places
        rest = done..<text.count
    }

    /// Whether an entry is seen to be right; only then `found` says where its values stand.
    /// - Parameter time: one that was right before, and then this entry's: many are written in one second.
    func fits(_ text: UnsafeRawBufferPointer, _ found: inout EntryPlaces, lastTime time: inout [UInt8]) -> Bool {
        guard text.count <= CanonicalJSON.maximumCount else { return false }
        found.begin()
        return model.withUnsafeBytes { model in
            var offset = 0
            for place in places {
                let start = offset &+ place.around.count
                if place.form == .same {
                    Self.note(place, start, place.count, &found)
                    continue
                }
                guard start <= text.count, Self.isSame(model, place.around, text, offset),
                    let count = Self.length(place, text, start, &time)
                else { return false }
                if place.role != .none { Self.note(place, start, count, &found) }
                offset = start &+ count
            }
            return text.count &- offset == rest.count && Self.isSame(model, rest, text, offset)
        }
    }

    private static func note(_ place: Place, _ start: Int, _ count: Int, _ found: inout EntryPlaces) {
        let key = start &- place.keyDistance
        let end = place.role == .commitment ? start &+ codeCount : start &+ count
        found.note(place.role, key: key..<key &+ place.keyCount, value: start..<end)
    }

    /// How long the value at an offset is; nil if it is not seen to be right.
    private static func length(
        _ place: Place, _ text: UnsafeRawBufferPointer, _ start: Int, _ time: inout [UInt8]
    ) -> Int? {
        if place.form == .count { return SimpleForm.digitCount(text, start) }
        let count = place.count
        guard text.count &- start >= count else { return nil }
        let value = UnsafeRawBufferPointer(rebasing: text[start..<start &+ count])
        switch place.form {
        case .hexadecimal: return SimpleForm.isHexadecimal(value) ? count : nil
        case .commitment: return SimpleForm.isCode(value) ? count : nil
        case .time:
            if isEqual(value, time) { return count }
            guard FieldType.isTime(value) else { return nil }
            time = Array(value)
            return count
        case .same, .count: return nil
        }
    }

    /// Whether the same bytes stand at an offset, from which on the text has as many. Most are a few words, which takes
    /// less than calling the C library.
    private static func isSame(
        _ model: UnsafeRawBufferPointer, _ range: Range<Int>, _ text: UnsafeRawBufferPointer, _ offset: Int
    ) -> Bool {
        let count = range.count
        guard (8...64).contains(count) else {
            return isEqual(
                UnsafeRawBufferPointer(rebasing: model[range]),
                UnsafeRawBufferPointer(rebasing: text[offset..<offset &+ count]))
        }
        var difference: UInt64 = 0
        var done = 0
        while true {
            let expected = model.loadUnaligned(fromByteOffset: range.lowerBound &+ done, as: UInt64.self)
            difference |= expected ^ text.loadUnaligned(fromByteOffset: offset &+ done, as: UInt64.self)
            if done == count &- 8 { return difference == 0 }
            // The last word reaches back into the one before.
            done = min(done &+ 8, count &- 8)
        }
    }

    /// The length of `{"hmac":"`.
    private static let codeStart = 9
    private static let codeCount = 44
}

/// The shapes of entries that were found right, a few at a time.
struct EntryShapes {
    private var shapes: [EntryShape] = []
    private var recent = 0
    private var misses = 0
    private var lastTime: [UInt8] = []

    /// As many as kinds of entries that come in turns.
    private static let limit = 8

    /// Whether an entry is seen to be right, and where its values stand; any other must be read.
    mutating func fits(_ text: UnsafeRawBufferPointer, _ found: inout EntryPlaces) -> Bool {
        for step in shapes.indices {
            let index = (recent + step) % shapes.count
            guard shapes[index].fits(text, &found, lastTime: &lastTime) else { continue }
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
