import TestSupport
import Testing

@testable import Erasure

@Suite("Methods write the passes of their source")
struct MethodTests {
    struct Expectation: Sendable, CustomTestStringConvertible {
        let name: String
        /// A letter for each pass: hexadecimal for bytes, R for a keyed pass, + behind one that is read back as a whole.
        let passes: String
        var testDescription: String { name }
    }

    /// Random choices are 32 bytes of 01, 02, 03 ... in the order in which they are drawn; the table shows them as R1 ...
    static let expectations: [Expectation] = [
        Expectation(name: "modern", passes: "R1+"),
        Expectation(name: "modern-zero", passes: "R1+ 00+"),
        Expectation(name: "zero", passes: "added:R1+ 00+"),
        Expectation(name: "random", passes: "R1+"),
        Expectation(name: "dod-3", passes: "01 fe R2+"),
        Expectation(name: "dod-7", passes: "01 fe R2 03 04 fb R5+"),
        Expectation(name: "hmg-baseline", passes: "added:R1+ 00+"),
        Expectation(name: "hmg-enhanced", passes: "00 ff R1+"),
        Expectation(name: "vsitr", passes: "added:R1+ 00 ff 00 ff 00 ff aa+"),
        Expectation(
            name: "gutmann",
            passes: "R1 R2 R3 R4 55 aa 924924 492492 249249 00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff "
                + "924924 492492 249249 6db6db b6db6d db6db6 R5 R6 R7 R8+"),
    ]

    private func described(_ method: ResolvedMethod) -> String {
        method.passes.map { pass in
            let added = pass.isAdded ? "added:" : ""
            let verified = pass.verification == .full ? "+" : ""
            return switch pass.filling {
            case .periodic(let bytes): added + bytes.hex + verified
            case .keystream(let key): added + "R\(key[0])" + verified
            }
        }.joined(separator: " ")
    }

    private func resolved(_ method: Method) throws -> ResolvedMethod {
        var drawn: UInt8 = 0
        return try method.resolve { count throws(ErasureError) in
            drawn += 1
            return [UInt8](repeating: drawn, count: count)
        }
    }

    @Test("each built-in method, with its random choices injected", arguments: expectations)
    func builtIn(_ expectation: Expectation) throws {
        let method = try #require(Method.named(expectation.name))
        #expect(described(try resolved(method)) == expectation.passes)
    }

    @Test("every built-in method stands in the table")
    func complete() {
        #expect(Method.builtIn.map(\.name) == Self.expectations.map(\.name))
        #expect(Method.builtIn.count == 10)
        #expect(Method.named(Method.standardName) != nil)
    }

    @Test("every method has a keyed pass, read back as a whole, and its last pass is read back")
    func invariant() throws {
        for method in Method.builtIn {
            let passes = try resolved(method).passes
            #expect(passes.count { $0.provesCapacity } >= 1)
            #expect(passes.last?.verification == .full)
        }
    }

    @Test("a run draws other keys and characters than the last one")
    func drawn() throws {
        let method = try #require(Method.named("dod-7"))
        let (first, second) = (try method.resolve(), try method.resolve())
        #expect(first != second)
    }

    @Test("a random pass that is not read back before a later one does not prove the capacity")
    func sampledIsNoProof() throws {
        let method = try #require(
            Method(
                "site", "Site", source: .own("site"),
                passes: [.init(.random, verify: .sample(perMille: 100)), .init(.bytes([0]))]))
        #expect(try resolved(method).passes.map(\.isAdded) == [true, false, false])
        #expect(try resolved(method).passes.map(\.verification) == [.full, .sample(perMille: 100), .full])
    }

    @Test("every pass is read back if that is asked for")
    func verifyingAll() throws {
        for method in Method.builtIn {
            let passes = try resolved(method.verifyingEveryPass).passes
            #expect(passes.count { $0.verification != .full } == 0)
        }
    }

    @Test("a method without passes, with a wrong name or pattern is none")
    func refused() {
        let passes = [Method.Pass(.random)]
        #expect(Method("Upper", "t", source: .own("s"), passes: passes) == nil)
        #expect(Method("", "t", source: .own("s"), passes: passes) == nil)
        #expect(Method("n", "", source: .own("s"), passes: passes) == nil)
        #expect(Method("n", "t", source: .own("s"), passes: []) == nil)
        #expect(Method("n", "t", source: .own("s"), passes: [.init(.bytes([]))]) == nil)
        #expect(Method("n", "t", source: .own("s"), passes: [.init(.random, verify: .sample(perMille: 0))]) == nil)
        #expect(Method("n", "t", source: .own("s"), passes: passes) != nil)
    }

    @Test("a resolved method without proof of capacity, or with an unread last pass, is none")
    func unproven() {
        let zeros = ResolvedPass(.periodic([0]), .full)
        let keyed = Filling.keystream(key: [UInt8](repeating: 1, count: 32))
        #expect(ResolvedMethod(name: "n", passes: [zeros]) == nil)
        #expect(ResolvedMethod(name: "n", passes: [ResolvedPass(keyed, .none), zeros]) == nil)
        #expect(ResolvedMethod(name: "n", passes: [ResolvedPass(keyed, .full), ResolvedPass(keyed, .none)]) == nil)
        #expect(ResolvedMethod(name: "n", passes: [ResolvedPass(keyed, .full), zeros]) != nil)
    }
}
