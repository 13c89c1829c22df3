import DER
import Testing

@testable import Label

@Suite("Extensions are strict, bounded and unique")
struct ExtensionsTests {
    static func decoded(_ bytes: [UInt8]) throws(DERError) -> Extensions {
        try DERReader.parse(bytes) { reader throws(DERError) in try Extensions(from: &reader) }
    }

    static func numbered(_ count: Int, critical: Bool = false) -> [Extension] {
        (0..<count).map { Extension(id: ObjectIdentifier(1, 2, UInt64($0)), critical: critical, value: [UInt8($0)]) }
    }

    static func encoded(_ list: [Extension]) -> [UInt8] {
        DERWriter.encode { writer in
            writer.sequence { inner in
                for item in list {
                    inner.sequence {
                        $0.objectIdentifier(item.id)
                        $0.boolean(item.critical)
                        $0.octetString(item.value)
                    }
                }
            }
        }
    }

    @Test("0 to 64 extensions survive a round trip", arguments: [0, 1, 63, 64])
    func roundTrip(_ count: Int) throws {
        let extensions = try Extensions(Self.numbered(count))
        let bytes = DERWriter.encode { extensions.encode(into: &$0) }
        #expect(bytes == Self.encoded(extensions.list))
        #expect(try Self.decoded(bytes) == extensions)
    }

    @Test("65 extensions are refused")
    func tooMany() {
        #expect(throws: LabelError(.tooLong, .extensions)) { try Extensions(Self.numbered(65)) }
        #expect(throws: DERError.self) { try Self.decoded(Self.encoded(Self.numbered(65))) }
    }

    @Test("an identifier that occurs twice is refused")
    func twice() {
        let twins = Self.numbered(1) + Self.numbered(1, critical: true)
        #expect(throws: LabelError(.duplicate, .extensions)) { try Extensions(twins) }
        #expect(throws: DERError(.badValue, offset: 14)) { try Self.decoded(Self.encoded(twins)) }
    }

    @Test("a value has at most 65,536 bytes", arguments: [65_536, 65_537])
    func valueLimit(_ count: Int) {
        let list = [
            Extension(id: ObjectIdentifier(1, 2, 3), critical: false, value: [UInt8](repeating: 1, count: count))
        ]
        let accepted = count <= 65_536
        #expect((try? Extensions(list)) != nil ? accepted : !accepted)
        #expect((try? Self.decoded(Self.encoded(list))) != nil ? accepted : !accepted)
    }

    @Test("the first unknown critical extension is found")
    func unknownCritical() throws {
        let ids = (0..<3).map { ObjectIdentifier(1, 2, UInt64($0)) }
        let extensions = try Extensions(
            Self.numbered(1) + Self.numbered(3, critical: true).dropFirst())
        #expect(extensions.firstUnknownCritical() == ids[1])
        #expect(extensions.firstUnknownCritical(known: [ids[1]]) == ids[2])
        #expect(extensions.firstUnknownCritical(known: Set(ids)) == nil)
        #expect(extensions[ids[2]]?.value == [2])
        #expect(extensions[ObjectIdentifier(1, 3)] == nil)
    }
}
