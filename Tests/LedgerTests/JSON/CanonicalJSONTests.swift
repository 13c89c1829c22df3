import Ledger
import Testing

@Suite("Canonical JSON has one encoding for each value")
struct CanonicalJSONTests {
    struct Accepted: Sendable {
        let text: String
        let value: CanonicalJSON
    }

    private static let accepted: [Accepted] = [
        Accepted(text: "{}", value: .object([:])), Accepted(text: "[]", value: .array([])),
        Accepted(text: "true", value: .flag(true)), Accepted(text: "false", value: .flag(false)),
        Accepted(text: "0", value: .integer(0)), Accepted(text: "-1", value: .integer(-1)),
        Accepted(text: "9007199254740991", value: .integer(9_007_199_254_740_991)),
        Accepted(text: "-9007199254740991", value: .integer(-9_007_199_254_740_991)),
        Accepted(text: "\"\"", value: .string("")),
        Accepted(text: #""\"\\/""#, value: .string("\"\\/")),
        Accepted(
            text: #""\u0000\b\t\n\u000b\f\r\u001f""#,
            value: .string("\0\u{8}\t\n\u{B}\u{C}\r\u{1F}")),
        Accepted(text: "\"\u{7F}\"", value: .string("\u{7F}")),
        Accepted(text: "\"機密性３ é ÿ が 😀 \u{80}\u{9F}\"", value: .string("機密性３ é ÿ が 😀 \u{80}\u{9F}")),
        // A combining mark behind an escape whose last digit is a letter that it would otherwise join.
        Accepted(text: "\"\\n\u{301}\"", value: .string("\n\u{301}")),
        Accepted(
            text: #"{"A":1,"a":[1,"x",{"b":true}],"a-b":"","b":{}}"#,
            value: .object([
                "A": .integer(1), "a": .array([.integer(1), .string("x"), .object(["b": .flag(true)])]),
                "a-b": .string(""), "b": .object([:]),
            ])),
        Accepted(
            text: "[[[[[[[[1]]]]]]]]",
            value: .array([.array([.array([.array([.array([.array([.array([.array([.integer(1)])])])])])])])])),
    ]

    @Test("what it writes it reads", arguments: accepted)
    func accepts(_ sample: Accepted) throws {
        #expect(try CanonicalJSON(Array(sample.text.utf8)) == sample.value)
        #expect(try sample.value.encoded() == Array(sample.text.utf8))
    }

    struct Refused: Sendable {
        let bytes: [UInt8]
        let code: LedgerError.Code
        let offset: Int

        init(_ text: String, _ code: LedgerError.Code, _ offset: Int) {
            self.init(Array(text.utf8), code, offset)
        }

        init(_ bytes: [UInt8], _ code: LedgerError.Code, _ offset: Int) {
            self.bytes = bytes
            self.code = code
            self.offset = offset
        }
    }

    private static func quoted(_ bytes: [UInt8]) -> [UInt8] { [0x22] + bytes + [0x22] }

    private static let refused: [Refused] = [
        Refused("", .malformed, 0), Refused(" 1", .notCanonical, 0), Refused("1 ", .malformed, 1),
        Refused("1\n", .malformed, 1), Refused("\u{FEFF}1", .malformed, 0), Refused("null", .notCanonical, 0),
        Refused("NaN", .malformed, 0), Refused("True", .malformed, 0), Refused("tru", .malformed, 0),
        Refused("falsehood", .malformed, 5), Refused("{", .malformed, 1), Refused("[", .malformed, 1),
        Refused("[1", .malformed, 2), Refused("[1,]", .malformed, 3), Refused("[,1]", .malformed, 1),
        Refused("[1 ]", .notCanonical, 2), Refused("[1, 2]", .notCanonical, 3), Refused("[1}", .malformed, 2),
        Refused("{\"a\"}", .malformed, 4), Refused("{\"a\":}", .malformed, 5), Refused("{\"a\":1,}", .malformed, 7),
        Refused("{\"a\": 1}", .notCanonical, 5), Refused("{\"a\" :1}", .malformed, 4),
        Refused("{ \"a\":1}", .notCanonical, 1), Refused("{1:1}", .malformed, 1), Refused("{\"a\":1", .malformed, 6),
        Refused("{\"b\":1,\"a\":1}", .notCanonical, 7), Refused("{\"a\":1,\"a\":1}", .notCanonical, 7),
        Refused("{\"ab\":1,\"a\":1}", .notCanonical, 8), Refused("{\"\":1}", .notCanonical, 1),
        Refused("{\"é\":1}", .notCanonical, 1), Refused("{\"\\u0061\":1}", .notCanonical, 1),
        Refused("{\"" + String(repeating: "a", count: 65) + "\":1}", .notCanonical, 1),
        Refused("-0", .notCanonical, 2), Refused("00", .notCanonical, 2), Refused("01", .notCanonical, 2),
        Refused("-", .malformed, 1), Refused("+1", .malformed, 0), Refused("1.0", .notCanonical, 1),
        Refused("1e3", .notCanonical, 1), Refused("1E3", .notCanonical, 1), Refused(".5", .malformed, 0),
        Refused("9007199254740992", .malformed, 15), Refused("-9007199254740992", .malformed, 16),
        Refused("99999999999999999999999999", .malformed, 15), Refused("0x10", .malformed, 1),
        Refused("\"", .malformed, 1), Refused("\"a", .malformed, 2), Refused("'a'", .malformed, 0),
        Refused("\"\\u000a\"", .notCanonical, 1), Refused("\"\\u0009\"", .notCanonical, 1),
        Refused("\"\\/\"", .notCanonical, 1),
        Refused("\"\\u0008\"", .notCanonical, 1), Refused("\"\\u000B\"", .notCanonical, 1),
        Refused("\"\\u007f\"", .notCanonical, 1), Refused("\"\\v\"", .notCanonical, 1),
        Refused("\"\\u0041\"", .notCanonical, 1), Refused("\"\\u0022\"", .notCanonical, 1),
        Refused("\"\\u3042\"", .notCanonical, 1), Refused("\"\\ud83d\\ude00\"", .notCanonical, 1),
        Refused("\"\\u00\"", .notCanonical, 1), Refused("\"\\", .malformed, 1), Refused("\"\\x\"", .notCanonical, 1),
        Refused("\"\n\"", .malformed, 1), Refused("\"\t\"", .malformed, 1), Refused("\"\0\"", .malformed, 1),
        Refused("\"e\u{301}\"", .notCanonical, 4), Refused("\"か\u{3099}\"", .notCanonical, 7),
        Refused("\"\u{FA10}\"", .notCanonical, 4), Refused("\"\u{212B}\"", .notCanonical, 4),
        Refused(quoted([0x80]), .malformed, 1), Refused(quoted([0xC0, 0x80]), .malformed, 1),
        Refused(quoted([0xC1, 0xBF]), .malformed, 1), Refused(quoted([0xC3]), .malformed, 1),
        Refused(quoted([0xE0, 0x80, 0x80]), .malformed, 1), Refused(quoted([0xED, 0xA0, 0x80]), .malformed, 1),
        Refused(quoted([0xF0, 0x80, 0x80, 0x80]), .malformed, 1),
        Refused(quoted([0xF4, 0x90, 0x80, 0x80]), .malformed, 1),
        Refused(quoted([0xF5, 0x80, 0x80, 0x80]), .malformed, 1), Refused(quoted([0xFF]), .malformed, 1),
        Refused("[[[[[[[[[1]]]]]]]]]", .tooLarge, 8), Refused("1]", .malformed, 1), Refused("{}{}", .malformed, 2),
        Refused([UInt8](repeating: 0x31, count: 65_536), .tooLarge, 65_535),
        Refused([UInt8](repeating: 0x5B, count: 65_535), .tooLarge, 8),
    ]

    @Test("every other text is refused, with the place", arguments: refused)
    func refuses(_ sample: Refused) {
        let error = refusal { () throws(LedgerError) in try CanonicalJSON(sample.bytes) }
        #expect(error?.code == sample.code)
        #expect(error?.offset == sample.offset)
    }

    @Test("the tables are whole")
    func tables() {
        #expect(Self.accepted.count == 16)
        #expect(Self.refused.count == 85)
    }

    private static let unwritable: [CanonicalJSON] = [
        .string("e\u{301}"), .integer(9_007_199_254_740_992), .object(["": .integer(1)]), .object(["é": .integer(1)]),
        .object(["a\"b": .integer(1)]), .string(String(repeating: "a", count: 65_536)),
        .array([.array([.array([.array([.array([.array([.array([.array([.array([])])])])])])])])]),
    ]

    @Test("what has no encoding is not written", arguments: unwritable)
    func refusesToWrite(_ value: CanonicalJSON) {
        #expect(refusal { () throws(LedgerError) in try value.encoded() } != nil)
    }

    @Test("a text of 65,535 bytes is read")
    func longest() throws {
        let text = [0x22] + [UInt8](repeating: 0x61, count: 65_533) + [0x22]
        #expect(try CanonicalJSON(text).encoded() == text)
    }
}
