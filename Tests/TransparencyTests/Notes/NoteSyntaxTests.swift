import Cryptography
import TestSupport
import Testing

@testable import Transparency

@Suite("What is no note")
struct NoteSyntaxTests {
    struct Bad: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let code: TransparencyError.Code
        let line: Int?

        init(_ name: String, _ text: String, line: Int? = nil, _ code: TransparencyError.Code = .malformed) {
            testDescription = name
            self.text = text
            self.code = code
            self.line = line
        }
    }

    private static let text = Published.text
    private static let peter = Published.peterLine
    private static let base64 =
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="

    static let bad = [
        Bad("nothing", ""),
        Bad("a line feed", "\n"),
        Bad("two line feeds", "\n\n", line: 3),
        Bad("a text alone", text),
        Bad("a text and an empty line", text + "\n", line: 4),
        Bad("a last line without end", text + "\n" + String(peter.dropLast())),
        Bad("no empty line", text + peter),
        Bad("a signature alone", "\n" + peter),
        Bad("an empty line behind the signatures", text + "\n" + peter + "\n", line: 6),
        Bad("an empty line among the signatures", "a\n\n" + peter + "\nx\n", line: 5),
        Bad("a line that is no signature", text + "\n" + peter + "Unexpected line.\n", line: 5),
        Bad("a hyphen for the dash", text + "\n" + peter.replacing("—", with: "-"), line: 4),
        Bad("an en dash", text + "\n" + peter.replacing("—", with: "–"), line: 4),
        Bad("no space behind the dash", text + "\n" + peter.replacing("— ", with: "—"), line: 4),
        Bad("two spaces behind the dash", text + "\n" + peter.replacing("— ", with: "—  "), line: 4),
        Bad("two spaces behind the name", text + "\n" + peter.replacing("n x", with: "n  x"), line: 4),
        Bad("a space at the end", text + "\n" + peter.dropLast() + " \n", line: 4),
        Bad("a name with a plus sign", text + "\n— a+b \(base64)\n", line: 4),
        Bad("a name with a no-break space", text + "\n— a\u{A0}b \(base64)\n", line: 4),
        Bad("a name with an ideographic space", text + "\n— a\u{3000}b \(base64)\n", line: 4),
        Bad("a name with a line separator", text + "\n— a\u{2028}b \(base64)\n", line: 4),
        Bad("a name with DEL", text + "\n— a\u{7F}b \(base64)\n", line: 4),
        Bad("a name with a C1 control", text + "\n— a\u{85}b \(base64)\n", line: 4),
        Bad("no name", text + "\n—  \(base64)\n", line: 4),
        Bad("no signature behind a name", text + "\n— a\n", line: 4),
        Bad("an empty signature", text + "\n— a \n", line: 4),
        Bad("an identifier alone", text + "\n— a x08goA==\n", line: 4),
        Bad("less than an identifier", text + "\n— a x08g\n", line: 4),
        Bad("base 64 without padding", text + "\n" + peter.replacing("nAM=", with: "nAM"), line: 4),
        Bad("base 64 with bits behind the end", text + "\n" + peter.replacing("nAM=", with: "nAN="), line: 4),
        Bad("base 64 for addresses", text + "\n" + peter.replacing("go/Z", with: "go_Z"), line: 4),
        Bad("carriage returns", (text + "\n" + peter).replacing("\n", with: "\r\n"), line: 1, .lineEnds),
        Bad("a carriage return in a signature", text + "\n" + peter.dropLast() + "\r\n", line: 4, .lineEnds),
        Bad("a tab", "a\tb\n\n" + peter, line: 1),
        Bad("an escape in the second line", "a\n\u{1B}[2J\n\n" + peter, line: 2),
        Bad("a zero byte", "a\n\u{0}\n\n" + peter, line: 2),
        Bad("65 signatures", text + "\n" + String(repeating: peter, count: 65), .tooLarge),
        Bad("more than 64 KiB", String(repeating: "a", count: 65_536) + "\n\n" + peter, .tooLarge),
    ]

    @Test("is refused", arguments: bad)
    func refused(_ bad: Bad) {
        #expect(Self.bad.count == 38)
        #expect(throws: TransparencyError(bad.code, "", line: bad.line)) { try parsed(bad.text) }
    }

    @Test("bytes that are not UTF-8 are refused")
    func encoding() {
        for bad: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x80]] {
            let bytes = bad + Array("a\n\n\(Self.peter)".utf8)
            #expect(throws: TransparencyError(.malformed, "")) { try SignedNote(parsing: bytes) }
        }
    }

    /// What looks odd, and is a note.
    static let good = [
        ("\n\n" + peter, "\n"), ("a\n\n\n" + peter, "a\n\n"), ("a\n\n" + peter + "\n" + peter, "a\n\n" + peter),
        (" \n\n" + peter, " \n"), ("\u{7F}\u{85}\u{2028}\n\n" + peter, "\u{7F}\u{85}\u{2028}\n"),
    ]

    @Test("the text ends before the last empty line, and is not trimmed", arguments: good)
    func accepted(_ whole: String, _ text: String) throws {
        #expect(Self.good.count == 5)
        let note = try parsed(whole)
        #expect(note.text == Array(text.utf8))
        #expect(note.encoded == Array(whole.utf8))
        #expect(note.signatures.count == 1)
    }

    @Test("64 signatures and 64 KiB are accepted")
    func limits() throws {
        #expect(try parsed("a\n\n" + String(repeating: Self.peter, count: 64)).signatures.count == 64)
        let room = SignedNote.maximumSize - 2 - Self.peter.utf8.count
        #expect(try parsed(String(repeating: "a", count: room) + "\n\n" + Self.peter).encoded.count == 65_536)
        #expect(throws: TransparencyError(.tooLarge, "")) {
            try parsed(String(repeating: "a", count: room + 1) + "\n\n" + Self.peter)
        }
    }

    @Test("nothing is written that could not be read")
    func writing() throws {
        let line = try NoteSignature(parsing: Array(Self.peter.utf8))
        let malformed = TransparencyError(.malformed, "")
        #expect(throws: malformed) { try SignedNote(text: [], signatures: [line]) }
        #expect(throws: malformed) { try SignedNote(text: Array("a".utf8), signatures: [line]) }
        #expect(throws: malformed) { try SignedNote(text: Array("a\n".utf8), signatures: []) }
        #expect(throws: TransparencyError(.lineEnds, "", line: 1)) {
            try SignedNote(text: Array("a\r\n".utf8), signatures: [line])
        }
        #expect(throws: TransparencyError(.tooLarge, "")) {
            try SignedNote(text: [0x0A], signatures: [NoteSignature](repeating: line, count: 65))
        }
        #expect(throws: TransparencyError(.tooLarge, "")) {
            try SignedNote(text: [UInt8](repeating: 0x0A, count: 65_536), signatures: [line])
        }
        #expect(throws: TransparencyError(.malformed, "", line: 1)) {
            try NoteSignature(parsing: Array((Self.peter + Self.peter).utf8))
        }
    }
}
