import Testing

@testable import Erasure

@Suite("A site describes its own method")
struct SiteMethodTests {
    private func method(_ passes: String, name: String = "site-2") throws -> Method {
        try Method(
            json: Array(#"{"name":"\#(name)","title":"Two","source":"Article 12","passes":[\#(passes)]}"#.utf8))
    }

    @Test("every pattern and every verification")
    func reads() throws {
        let read = try method(
            #"{"write":"character 1"},{"write":"complement 1","verify":"10%"},{"write":"92 49 24","verify":"all"},"#
                + #"{"write":"0F"},{"write":"random","verify":"none"},{"write":"random","verify":"0.5%"}"#)
        #expect(read.name == "site-2")
        #expect(read.source == .own("Article 12"))
        #expect(
            read.passes == [
                .init(.character(1)), .init(.complement(1), verify: .sample(perMille: 100)),
                .init(.bytes([0x92, 0x49, 0x24]), verify: .full), .init(.bytes([0x0F])), .init(.random),
                .init(.random, verify: .sample(perMille: 5)),
            ])
        #expect(try read.resolve().passes.first?.isAdded == true)
    }

    static let refused = [
        "", #"{"write":""}"#, #"{"write":"Random"}"#, #"{"write":"0"}"#, #"{"write":"+1"}"#, #"{"write":"000"}"#,
        #"{"write":"00  01"}"#, #"{"write":"character"}"#, #"{"write":"character 0"}"#, #"{"write":"character 10"}"#,
        #"{"write":"character +1"}"#, #"{"write":0}"#, #"{"verify":"all"}"#, #"{"write":"random","verify":"0%"}"#,
        #"{"write":"random","verify":"100.1%"}"#, #"{"write":"random","verify":"10.25%"}"#,
        #"{"write":"random","verify":"-1%"}"#, #"{"write":"random","verify":"full"}"#,
        #"{"write":"random","verify":true}"#, #"{"write":"random","verfy":"all"}"#, #""random""#,
        #"{"write":"00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10"}"#,
    ]

    @Test("a pass that is none", arguments: refused)
    func refusesPass(_ passes: String) {
        #expect(throws: ErasureError(.invalidMethod, "", "")) { _ = try method(passes) }
    }

    @Test("every refusal stands in the table")
    func count() { #expect(Self.refused.count == 22) }

    @Test("a name that is taken or cannot be one", arguments: ["zero", "gutmann", "", "Site", "a b"])
    func refusesName(_ name: String) {
        #expect(throws: ErasureError(.invalidMethod, "", "")) { _ = try method(#"{"write":"random"}"#, name: name) }
    }

    @Test("a part that is missing or unknown", arguments: ["{}", "[]", #"{"name":"a","title":"b","passes":[]}"#])
    func refusesMethod(_ text: String) {
        #expect(throws: ErasureError(.invalidMethod, "", "")) { _ = try Method(json: Array(text.utf8)) }
    }

    @Test("a hundred per cent is everything")
    func hundred() {
        #expect(PassVerification(text: "100%") == .full)
        #expect(PassVerification(text: "99.9%") == .sample(perMille: 999))
    }
}
