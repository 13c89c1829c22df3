import Testing

@testable import Ledger

@Suite("A personal list keeps its beginning")
struct PersonalListTests {
    /// What all names are, how many there are, and how many are kept; nil for all.
    static let lists: [(name: String, count: Int, kept: Int?)] = [
        ("a", 0, nil), ("a", 4_095, nil), ("a", 4_096, 4_094), ("資料", 1_820, nil), ("資料", 1_821, 1_819),
        // Escaped, each of these takes six bytes.
        (String(repeating: "\u{1}", count: 255), 10, nil), (String(repeating: "\u{1}", count: 255), 11, 10),
        (String(repeating: "x", count: 16_380), 1, nil), (String(repeating: "x", count: 16_381), 1, 0),
        (String(repeating: "\u{1}", count: 20_000), 3, 0),
    ]

    @Test("as much as a value can hold, with an ellipsis behind it", arguments: lists)
    func beginning(name: String, count: Int, kept: Int?) throws {
        #expect(Self.lists.count == 10)
        let list = [String](repeating: name, count: count)
        let beginning = PersonalValue.beginning(list)
        // Not the lists themselves, which would fill pages.
        let isRight = beginning == (kept.map { list.prefix($0) + ["…"] } ?? list)
        #expect(isRight, "\(beginning.count)")
        let value = try PersonalValue(field: "names", value: .array(beginning.map { .string($0) }))
        #expect(value.value.count <= PersonalValue.maximumCount)
        guard kept != nil else { return }
        let more = beginning.dropLast() + [name, "…"]
        let failure = #expect(throws: LedgerError.self) {
            try PersonalValue(field: "names", value: .array(more.map { .string($0) }))
        }
        #expect(failure?.code == .tooLarge)
    }
}
