import Testing

@testable import Normalization

@Suite("Normalisation form C")
struct NFCTests {
    @Test(
        "decomposed text is composed",
        arguments: [
            ("か\u{3099}", "が"), ("e\u{301}", "\u{E9}"), ("\u{1100}\u{1161}", "\u{AC00}"), ("\u{212B}", "\u{C5}"),
            ("", ""), ("abc", "abc"), ("機密性3", "機密性3"),
        ])
    func composes(_ given: String, _ composed: String) {
        #expect(Array(nfc(given).utf8) == Array(composed.utf8))
        #expect(isNFC(composed))
        #expect(isNFC(given) == (Array(given.utf8) == Array(composed.utf8)))
    }

    @Test("the character that grows most fits the stated capacity")
    func growth() {
        let given = String(repeating: "\u{1D160}", count: 100)
        let composed = nfc(given)
        #expect(composed.utf8.count == nfcCapacity(forCount: given.utf8.count))
    }

    @Test(
        "bytes that are not UTF-8 are refused",
        arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE3, 0x81], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]])
    func invalid(_ bytes: [UInt8]) {
        #expect(!isValidUTF8(bytes))
        #expect(!isNFC(bytes))
        var room = [UInt8](repeating: 0, count: 64)
        #expect(room.withUnsafeMutableBytes { room in bytes.withUnsafeBytes { normalizeNFC($0, into: room) } } == nil)
    }

    @Test("too little room is refused rather than overrun")
    func room() {
        var room = [UInt8](repeating: 0, count: 2)
        let text = Array("あ".utf8)
        #expect(room.withUnsafeMutableBytes { room in text.withUnsafeBytes { normalizeNFC($0, into: room) } } == nil)
        #expect(room == [0, 0])
    }
}
