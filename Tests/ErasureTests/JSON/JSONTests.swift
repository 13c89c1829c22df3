import Testing

@testable import Erasure

@Suite("JSON is read strictly")
struct JSONTests {
    @Test("values survive")
    func values() throws {
        let text = """
             { "a" : [ 1 , -2, 0, true,false , null, "" ], "b":{},"c":[],
            "d": "é\\u00e9 \\" \\\\ \\/ \\b\\f\\n\\r\\t \\ud83d\\ude00", "e": -9223372036854775808 }
            """
        let value = try JSONValue(Array(text.utf8))
        let expected: JSONValue = .object([
            .init(
                "a",
                .array([.integer(1), .integer(-2), .integer(0), .boolean(true), .boolean(false), .null, .string("")])),
            .init("b", .object([])), .init("c", .array([])),
            .init("d", .string("éé \" \\ / \u{8}\u{C}\n\r\t 😀")), .init("e", .integer(.min)),
        ])
        #expect(value == expected)
        #expect(value["b"] == .object([]))
        #expect(value["z"] == nil)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let text: String
        let offset: UInt64
        var testDescription: String { text }
    }

    static let refusals: [Refusal] = [
        Refusal(text: "", offset: 0), Refusal(text: " ", offset: 1), Refusal(text: "tru", offset: 0),
        Refusal(text: "[1,]", offset: 3), Refusal(text: "[1 2]", offset: 3), Refusal(text: "[1", offset: 2),
        Refusal(text: "{\"a\":1,}", offset: 7), Refusal(text: "{a:1}", offset: 1),
        Refusal(text: "{\"a\" 1}", offset: 5),
        Refusal(text: "{\"a\":1,\"a\":2}", offset: 7), Refusal(text: "01", offset: 0), Refusal(text: "-0", offset: 0),
        Refusal(text: "-", offset: 0), Refusal(text: "+1", offset: 0), Refusal(text: "1.0", offset: 0),
        Refusal(text: "1e3", offset: 0), Refusal(text: "9223372036854775808", offset: 0),
        Refusal(text: "\"a", offset: 2), Refusal(text: "\"\u{1}\"", offset: 1), Refusal(text: "\"\\x\"", offset: 2),
        Refusal(text: "\"\\u12g4\"", offset: 5), Refusal(text: "\"\\udc00\"", offset: 7),
        Refusal(text: "\"\\ud800\"", offset: 7), Refusal(text: "\"\\ud800\\u0041\"", offset: 13),
        Refusal(text: "1 1", offset: 2), Refusal(text: "// c\n1", offset: 0), Refusal(text: "\u{FEFF}1", offset: 0),
    ]

    @Test("what is not JSON, where that shows", arguments: refusals)
    func refused(_ refusal: Refusal) {
        #expect(throws: ErasureError(.malformed, "", "", offset: refusal.offset)) {
            _ = try JSONValue(Array(refusal.text.utf8))
        }
    }

    @Test("every refusal stands in the table")
    func count() { #expect(Self.refusals.count == 27) }

    @Test("text that is not UTF-8, and values nested too deep")
    func bounds() throws {
        #expect(throws: ErasureError(.malformed, "", "", offset: 0)) { _ = try JSONValue([0x22, 0xFF, 0x22]) }
        func nested(_ depth: Int) -> [UInt8] {
            [UInt8](repeating: 0x5B, count: depth) + [UInt8](repeating: 0x5D, count: depth)
        }
        _ = try JSONValue(nested(JSONReader.deepest))
        #expect(throws: ErasureError.self) { _ = try JSONValue(nested(JSONReader.deepest + 1)) }
    }
}
