/// Where the values of an entry stand that are compared with something else: with columns, and with personal values.
/// All without quotation marks.
struct EntryPlaces {
    /// Whether there is a canonical object at all.
    private(set) var isObject = false
    /// Empty if the entry has none.
    private(set) var kind = 0..<0
    /// When it was written; empty if it does not say.
    private(set) var time = 0..<0
    /// Nil if it names none.
    private(set) var package: Range<Int>?
    private var commitments: [Commitment] = []

    /// What a member is needed for.
    enum Role {
        case kind, time, package, commitment, none

        init(_ key: UnsafeRawBufferPointer) {
            self =
                if isEqual(key, "kind") { .kind } else if isEqual(key, "at") { .time } else if isEqual(key, "package") {
                    .package
                } else { .none }
        }
    }

    /// A personal field: its name, and the 44 characters of its code.
    private struct Commitment {
        let field: Range<Int>
        let code: Range<Int>
    }

    /// Begins anew with an entry.
    /// - Parameter isObject: whether it is a canonical object.
    mutating func begin(isObject: Bool = true) {
        self.isObject = isObject
        kind = 0..<0
        time = 0..<0
        package = nil
        commitments.removeAll(keepingCapacity: true)
    }

    /// - Parameter value: of a commitment, its code.
    mutating func note(_ role: Role, key: Range<Int>, value: Range<Int>) {
        switch role {
        case .kind: kind = value
        case .time: time = value
        case .package: package = value
        case .commitment: commitments.append(Commitment(field: key, code: value))
        case .none: break
        }
    }

    /// Takes over what a reader found in an entry; nothing in what is no canonical object.
    mutating func read(_ text: UnsafeRawBufferPointer, _ reader: EntryReader) {
        let tokens = reader.tokens
        begin(isObject: !tokens.isEmpty)
        var index = 1
        while index < tokens.count {
            let (key, value) = (tokens[index].range, tokens[index + 1])
            let role = Role(UnsafeRawBufferPointer(rebasing: text[key]))
            if role != .none {
                note(role, key: key, value: value.range)
            } else if PersonalCommitment.isEncoded(FieldValue(text: text, tokens: tokens, index: index + 1)) {
                note(.commitment, key: key, value: tokens[index + 3].range)
            }
            index = Int(value.next)
        }
        kind = reader.kind
    }

    /// How many personal fields the entry has.
    var commitmentCount: Int { commitments.count }

    /// Which of the personal fields has this name; nil if the entry has no such field, or it is not personal.
    func commitment(to field: UnsafeRawBufferPointer, _ text: UnsafeRawBufferPointer) -> Int? {
        for index in commitments.indices where isEqual(self.field(index, text), field) { return index }
        return nil
    }

    /// The name of a personal field.
    func field(_ index: Int, _ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: text[commitments[index].field])
    }

    /// The code that it commits to.
    func code(_ index: Int, _ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: text[commitments[index].code])
    }
}
