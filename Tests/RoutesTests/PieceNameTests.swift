import Testing

@testable import Routes

@Suite("A name of a piece or of a receipt is one that every place can hold")
struct PieceNameTests {
    @Test(
        "these are, and receipts are told apart by how their names end",
        arguments: [
            ("a.fubako", false), ("a.fubako-receipt", true), ("報告 書.1.fubako", false),
            ("a.fubako.fubako-receipt", true),
            (String(repeating: "x", count: 193) + ".fubako", false),
            (String(repeating: "x", count: 185) + ".fubako-receipt", true),
        ])
    func good(text: String, isReceipt: Bool) throws {
        let name = try PieceName(text)
        #expect(name.text == text)
        #expect(name.isReceipt == isReceipt)
        #expect(PieceName(found: Array(text.utf8)) == name)
        #expect(name.interim(of: [UInt8](repeating: 0xAB, count: 32)).utf8.count <= 255)
    }

    @Test(
        "these are not, and are passed over where they are found",
        arguments: [
            "", ".fubako", "a", "a.txt", ".a.fubako", "-a.fubako", "a/b.fubako", "../a.fubako", "a\n.fubako",
            "a\u{1B}.fubako", "a\u{0}.fubako", "a:b.fubako", "a\\b.fubako", "a*.fubako", "a\u{85}.fubako",
            String(repeating: "x", count: 194) + ".fubako", ".fubako-receipt", "a.fubako-receipts", "a.FUBAKO",
            "a?.fubako-receipt", String(repeating: "x", count: 186) + ".fubako-receipt",
        ])
    func bad(text: String) {
        #expect(code { _ = try PieceName(text) } == .badName)
        #expect(PieceName(found: Array(text.utf8)) == nil)
    }
}
